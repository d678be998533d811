/**
 * A value as the text of a jsonb column. What its strings cannot hold there (NUL, and halves of characters, which a text
 * cut by length ends in) is replaced: an error message of a phone must not keep its attempt from being settled.
 */
export function jsonText(value: object): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string' ? inner.toWellFormed().replaceAll('\0', '\ufffd') : inner,
  );
}

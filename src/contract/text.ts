import type { FieldError } from '../errors.ts';

/**
 * Finds text that PostgreSQL cannot keep: U+0000, and halves of surrogate pairs, which are no characters.
 * @param path where `value` stands in the request.
 */
export function unstorableText(value: unknown, path: readonly string[]): FieldError | null {
  if (typeof value === 'string') return unstorable(value, path);
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = unstorableKey(key, path) ?? unstorableText(inner, [...path, shownKey(key)]);
    if (found !== null) return found;
  }
  return null;
}

/** A key of the request is shown in the message, but not all of one that is a page long. */
const MAX_SHOWN_UNITS = 60;

/** A key as part of a path. */
export function shownKey(key: string): string {
  if (key === '') return '""';
  return key.length > MAX_SHOWN_UNITS ? `${key.slice(0, MAX_SHOWN_UNITS)}…` : key;
}

/** A custom script may take keys that nobody has named. The key itself is not told: it cannot be. */
function unstorableKey(key: string, path: readonly string[]): FieldError | null {
  const found = unstorable(key, path);
  return found && { path: found.path === '' ? 'body' : found.path, message: `has a key that ${found.message}` };
}

function unstorable(text: string, path: readonly string[]): FieldError | null {
  if (text.includes('\0')) return { path: path.join('.'), message: 'must not contain the character U+0000' };
  if (!text.isWellFormed()) return { path: path.join('.'), message: 'must not contain half of a surrogate pair' };
  return null;
}

/**
 * Turns the text of a query or a path into what its schema asks for, where the text says exactly that: "20" becomes 20
 * for an integer. What does not fit stays text, for the check to refuse.
 */
export function fromText(schema: TextSchema, texts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      return [name, typeof text === 'string' && property !== undefined ? readText(property, text) : text];
    }),
  );
}

interface TextProperty {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
}

interface TextSchema {
  readonly properties: Readonly<Record<string, object>>;
}

function readText({ type, enum: choices }: TextProperty, text: string): unknown {
  const wantsNumber = type === 'integer' || choices?.some((choice) => typeof choice === 'number') === true;
  if (wantsNumber && /^-?(0|[1-9]\d*)$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

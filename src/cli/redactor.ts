const PLACEHOLDER = '[secret]';

/** Takes known secret values out of any text on its way to the terminal, wherever they come from. */
export class Redactor {
  readonly #secrets = new Set<string>();

  add(secrets: readonly string[]): void {
    for (const secret of secrets) {
      this.#secrets.add(secret);
      // As it looks inside a line of JSON.
      this.#secrets.add(JSON.stringify(secret).slice(1, -1));
    }
  }

  clean(text: string): string {
    let cleaned = text;
    for (const secret of this.#secrets) cleaned = cleaned.replaceAll(secret, PLACEHOLDER);
    return cleaned;
  }
}

/** A pattern as the screen matches it: over the whole text, whatever its case. An Error says why it is none. */
export function compilePattern(source: string): RegExp | Error {
  try {
    return new RegExp(`^(?:${source})$`, 'is');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What matches exactly this text: how a variable gets into a pattern, so that it stays data. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

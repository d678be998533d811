/** Tags as they are kept: lower-case, without spaces around them, each once. */
export function normalTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.normalize('NFC').trim().toLowerCase()))].filter((tag) => tag !== '');
}

/** The tags of a comma-separated list. */
export function tagsOf(list: string): string[] {
  return normalTags(list.split(','));
}

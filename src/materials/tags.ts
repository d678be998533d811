import { normalTags } from '../storage/material-uses.ts';

/** The tags of a comma-separated list, as they are kept. */
export function tagsOf(list: string): string[] {
  return normalTags(list.split(','));
}

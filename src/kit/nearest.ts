import { closest, distance } from 'fastest-levenshtein';

/** Beyond this share of changed letters a suggestion is a guess and confuses more than it helps. */
const MAX_CHANGED_SHARE = 0.4;

/** The known name that `word` was most likely meant to be, or null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const candidate = closest(word.toLowerCase(), known);
  const changedShare = distance(word.toLowerCase(), candidate.toLowerCase()) / Math.max(word.length, candidate.length);
  return changedShare <= MAX_CHANGED_SHARE ? candidate : null;
}

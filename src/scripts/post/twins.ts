/** Other posts of ours that look the same as this one are told from it by their ages, and else by their number. */
import type { Twin } from '../script.ts';
import { type Age, mayBeSince, mayBeUntil, shownAge, sinceSurely } from './age.ts';

export interface TwinCount {
  /** Those whose ages a post of this attempt could have. */
  readonly alike: number;
  /** Those of them that were seen, and whose ages surely are such. */
  readonly up: number;
  /** Whether `up` are all of those that were seen: only then does their number prove anything. */
  readonly isSure: boolean;
}

export function countTwins(twins: readonly Twin[], since: Date): TwinCount {
  const now = new Date();
  const alike = twins.filter(({ upUntil }) => mayBeSince(shownAge(upUntil, now), since, now));
  const seen = alike.filter(({ isUp }) => isUp);
  const up = seen.filter(({ upFrom }) => sinceSurely(upFrom, since));
  return { alike: alike.length, up: up.length, isSure: up.length === seen.length };
}

/** Whether a post that looks like this attempt's is too young to be one of the others. */
export function isNoTwin(age: Age | null, twins: readonly Twin[]): boolean {
  const now = new Date();
  return age !== null && !twins.some(({ upUntil }) => mayBeUntil(age, upUntil, now));
}

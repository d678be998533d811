/** Other posts of ours that look the same as this one are told from it by their ages, and else by their number. */
import type { Twin } from '../script.ts';
import { type Age, mayBeSince, mayBeUntil, shownAge, sinceSurely } from './age.ts';

export interface TwinCount {
  /** Posts are counted from here on: at the commit point or before it, where no twin came up, as far as ages can tell. */
  readonly from: Date;
  /** Those whose ages a post made since then could have. */
  readonly alike: number;
  /** Those of them that were seen, and whose ages surely are such. */
  readonly up: number;
  /** Whether `up` are all of those that were seen: only then does their number prove anything. */
  readonly isSure: boolean;
}

/**
 * Ages are whole minutes, so a twin that came up less than three minutes before may be counted or not. Looking so far back
 * takes it in for certain, and those before it; what other hands made meanwhile is taken for ours the sooner, though.
 */
const LOOKS_BACK_MS = 15 * 60_000;

export function countTwins(twins: readonly Twin[], since: Date): TwinCount {
  const now = new Date();
  const from = countedFrom(twins, { since, now });
  const alike = twinsSince(twins, { since: from, now });
  const seen = alike.filter(({ isUp }) => isUp);
  const up = seen.filter(({ upFrom }) => sinceSurely(upFrom, from));
  return { from, alike: alike.length, up: up.length, isSure: up.length === seen.length };
}

interface Span {
  readonly since: Date;
  readonly now: Date;
}

/** @returns those whose ages a post made since then could have. */
function twinsSince(twins: readonly Twin[], { since, now }: Span): readonly Twin[] {
  return twins.filter(({ upUntil }) => mayBeSince(shownAge(upUntil, now), since, now));
}

/** Goes back from twin to twin, to where there is none for a while. */
function countedFrom(twins: readonly Twin[], { since, now }: Span): Date {
  const back = twins.filter(({ isUp, upFrom }) => isUp && since.getTime() - upFrom.getTime() <= LOOKS_BACK_MS);
  for (let from = since; ; ) {
    const earliest = Math.min(...twinsSince(back, { since: from, now }).map(({ upFrom }) => upFrom.getTime()));
    if (earliest >= from.getTime()) return from;
    from = new Date(earliest);
  }
}

/** Whether a post that looks like this attempt's is too young to be one of the others. */
export function isNoTwin(age: Age | null, twins: readonly Twin[]): boolean {
  const now = new Date();
  return age !== null && !twins.some(({ upUntil }) => mayBeUntil(age, upUntil, now));
}

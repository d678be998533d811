import type { LookResult, TaskReconcile } from '../contract/reconcile.ts';
import type { TaskRow } from '../storage/tasks.ts';

/** As the task's row keeps it. */
export interface StoredReconcile {
  /** What the setting said when the looks began. */
  readonly windowMs: number;
  readonly looks: number;
  readonly history: readonly LookEntry[];
}

export interface LookEntry {
  readonly at: string;
  readonly result: LookResult;
  readonly message: string;
}

/**
 * The gaps before each look, as shares of the whole: most posts come up soon, some reels take a quarter of an hour. Each
 * counts from the look before it, so that a phone that was away has all of them still before it.
 */
const GAPS = Object.freeze([1, 2, 4, 5, 8, 10]);
const WHOLE = GAPS.reduce((sum, gap) => sum + gap, 0);

/**
 * After this share of the time, a post that neither shows nor is on its way is not coming: uploads of big files and reels
 * that are still being processed take up to 15 minutes to show (facts 5.6), of the 30 that are usual.
 */
const CERTAIN_SHARE = 2 / 3;

/** How long after its commit point a post that does not show counts as not sent. */
export function certainAfterMs(windowMs: number): number {
  return windowMs * CERTAIN_SHARE;
}

/** When the next look is due; null when all were made, or none are wanted. */
export function nextLookAt(now: Date, { looks, windowMs }: Pick<StoredReconcile, 'looks' | 'windowMs'>): Date | null {
  const gap = GAPS[looks];
  if (gap === undefined || windowMs === 0) return null;
  return new Date(now.getTime() + (windowMs * gap) / WHOLE);
}

export interface LookColumns {
  readonly reconcile: StoredReconcile | null;
  readonly reconcile_at: Date | null;
  readonly reconcile_token: null;
}

/** For a task of which nothing is unknown. */
export const NO_LOOKS: LookColumns = Object.freeze({ reconcile: null, reconcile_at: null, reconcile_token: null });

/** What was seen stays on the task. */
export const NO_MORE_LOOKS = Object.freeze({ reconcile_at: null, reconcile_token: null });

export interface LooksWanted {
  readonly now: Date;
  readonly windowMs: number;
  /** Nobody has looked at all yet: the first look comes as soon as the phone is free. */
  readonly atOnce: boolean;
}

/** What a task says from the moment on when it failed and nobody knows whether it was published. */
export function firstLooks({ now, windowMs, atOnce }: LooksWanted): LookColumns {
  if (windowMs === 0) return NO_LOOKS;
  const reconcile = { windowMs, looks: 0, history: [] };
  return { reconcile, reconcile_at: atOnce ? now : nextLookAt(now, reconcile), reconcile_token: null };
}

/** As the API shows it. */
export function viewReconcile(row: Pick<TaskRow, 'reconcile' | 'reconcile_at'>): TaskReconcile | null {
  const stored = row.reconcile as StoredReconcile | null;
  if (stored === null) return null;
  const { looks, windowMs, history } = stored;
  const next = row.reconcile_at;
  const leftMs = (windowMs * GAPS.slice(looks + 1).reduce((sum, gap) => sum + gap, 0)) / WHOLE;
  return {
    looks,
    next_look_at: next?.toISOString() ?? null,
    ends_at: next === null ? null : new Date(next.getTime() + leftMs).toISOString(),
    history: [...history],
  };
}

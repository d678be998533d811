import type { CreatedTasks } from '../contract/create-task.ts';
import { PostwrightError } from '../errors.ts';
import type { Reader, Tx } from '../storage/database.ts';
import { findAnswered, forgetKey, lockIdempotencyKey } from '../storage/requests.ts';

/** How long an Idempotency-Key is remembered. */
export const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000;

export interface KeyedRequest {
  readonly key: string;
  readonly hash: string;
  readonly now: Date;
}

/**
 * What a request under this key was answered before.
 * @throws STATE_CONFLICT when it was a request with another body.
 */
export async function earlierAnswer(db: Reader, { key, hash, now }: KeyedRequest): Promise<CreatedTasks | undefined> {
  const earlier = await findAnswered(db, { key, since: lifetimeBefore(now) });
  if (earlier === undefined) return undefined;
  if (earlier.body_hash !== hash) {
    const sentence =
      'This Idempotency-Key was used with another body within 24 hours. Send a new key with a new request.';
    throw new PostwrightError('STATE_CONFLICT', sentence);
  }
  return earlier.answer as CreatedTasks;
}

/** The same, and when there is no answer yet, nobody else can give one before this transaction ends. */
export async function claimKey(tx: Tx, request: KeyedRequest): Promise<CreatedTasks | undefined> {
  await lockIdempotencyKey(tx, request.key);
  const answer = await earlierAnswer(tx, request);
  if (answer === undefined) await forgetKey(tx, { key: request.key, since: lifetimeBefore(request.now) });
  return answer;
}

export function lifetimeBefore(now: Date): Date {
  return new Date(now.getTime() - KEY_LIFETIME_MS);
}

/** What an error that ended an attempt comes to. */
import { PostwrightError } from '../errors.ts';
import type { Plan, Verdict } from '../scripts/script.ts';
import { isDatabaseAway } from '../storage/away.ts';
import type { DurableAttemptLedger } from './attempt-ledger.ts';
import { type AttemptEnd, describeFailure } from './settle.ts';

/** What really ended the work that threw `error`. */
export function reasonOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof PostwrightError || !isDatabaseAway(error)) return error;
  // No fault of the task or the phone: as if the server itself had gone away for a moment.
  return new PostwrightError('SERVER_STOPPED', 'The database could not be reached.', { cause: error });
}

export function isNamed(error: unknown, name: PostwrightError['errorName']): boolean {
  return error instanceof PostwrightError && error.errorName === name;
}

/** UPLOAD_FAILED after the commit point means that the app itself said so and the profile does not show the post. */
export function isSureNotPublished(error: unknown): boolean {
  return isNamed(error, 'UPLOAD_FAILED');
}

/** The doubt that ended the attempt is gone: the profile and the app agree that nothing went out. */
function notSent(doubt: unknown): PostwrightError {
  return new PostwrightError('UPLOAD_FAILED', 'The app did not send the post, and the profile does not show it.', {
    cause: doubt,
  });
}

export function failed(error: unknown, ledger: DurableAttemptLedger, published: 'no' | 'unknown'): AttemptEnd {
  return { outcome: 'failed', failure: describeFailure(error, ledger.currentStep, published) };
}

/** The phone was asked, and could not tell. */
export function leftOpen(error: PostwrightError, ledger: DurableAttemptLedger): AttemptEnd {
  return { outcome: 'failed', failure: describeFailure(error, ledger.currentStep, 'unknown'), wasLookedFor: true };
}

export function endOfVerdict(
  verdict: Verdict<Plan>,
  { ledger, error }: { readonly ledger: DurableAttemptLedger; readonly error: unknown },
): AttemptEnd {
  switch (verdict.published) {
    case 'yes':
      return { outcome: 'completed', receipt: verdict.receipt };
    case 'no':
      return failed(isNamed(error, 'OUTCOME_UNKNOWN') ? notSent(error) : error, ledger, 'no');
    case 'unknown':
      return leftOpen(new PostwrightError('OUTCOME_UNKNOWN', verdict.reason, { cause: error }), ledger);
  }
}

import { sql } from 'kysely';

import { TASK_STATUS } from '../../contract/task-states.ts';
import type { Tx } from '../database.ts';
import { jsonText } from '../json.ts';

export interface Held {
  /** Pending tasks that were due, which now wait for a decision. */
  readonly due: number;
  /** Tasks that were being carried out, of which nobody knows how that ended. */
  readonly interrupted: number;
}

/** How a task that was running ends, but for the step it was in. */
const INTERRUPTED = Object.freeze({
  code: 'OUTCOME_UNKNOWN',
  message: 'The task was being carried out when the backup was taken; how that ended is not in it.',
  retryable: false,
  published: 'unknown',
  fingerprint: null,
});

/**
 * The server that a backup was taken from has gone on for a while: what was due or running by then may be published. So
 * nothing of it begins by itself. What was due waits for a decision, what was running is unknown, and no look at a phone
 * that does not find the post lets it be tried again unasked.
 */
export async function holdRestored(tx: Tx, now: Date): Promise<Held> {
  const failure = sql`${jsonText(INTERRUPTED)}::jsonb || jsonb_build_object('step', coalesce(
    (select steps->-1->>'name' from attempts a where a.task_id = tasks.id and a.outcome = 'running'), 'prepare'))`;
  const interrupted = await sql`
    update tasks set status = ${TASK_STATUS.failed}, finished_at = ${now}, progress = null, error = ${failure}
    where status = ${TASK_STATUS.running}`.execute(tx);
  await sql`
    update attempts set outcome = 'failed', finished_at = ${now}, error = (select error from tasks where tasks.id = task_id)
    where outcome = 'running'`.execute(tx);
  await sql`
    update tasks set retries_used = greatest(retries_used, max_retries)
    where status = ${TASK_STATUS.failed} and error->>'published' = 'unknown'`.execute(tx);
  const due = await sql`
    update tasks set held_for = 'restored', held_since = ${now}
    where status = ${TASK_STATUS.pending} and scheduled_at <= ${now}`.execute(tx);
  return { due: Number(due.numAffectedRows ?? 0), interrupted: Number(interrupted.numAffectedRows ?? 0) };
}

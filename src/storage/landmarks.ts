import { sql } from 'kysely';

import type { Reader } from './database.ts';

export interface PostTexts {
  readonly title: string | null;
  readonly caption: string;
}

export interface LandmarkFilter {
  /** The attempt that passed its commit point after all of them. */
  readonly attemptId: number;
  readonly account: string;
}

/** Enough to find some of them on a profile, beneath what came after. */
const MOST_LANDMARKS = 20;

/**
 * What posts said that the same phone made as the account and that were up before an attempt passed its commit point: on a profile, what
 * stands beneath them is older still. Texts that the attempt, or anything since, may have published as well are left out.
 * By number and not by time alone, since a clock may have been set.
 */
export async function listLandmarks(db: Reader, { attemptId, account }: LandmarkFilter): Promise<PostTexts[]> {
  const { rows } = await sql<PostTexts>`
    select tasks.plan->>'title' as title, tasks.plan->>'caption' as caption
    from attempts as own
    join tasks as own_task on own_task.id = own.task_id
    join attempts on attempts.id < own.id and attempts.outcome = 'completed' and attempts.finished_at < own.committed_at
      and lower(attempts.account) = lower(${account}) and attempts.committed_at is not null
    join tasks on tasks.id = attempts.task_id and tasks.platform = own_task.platform and tasks.serial = own_task.serial
    where own.id = ${attemptId}
      and tasks.plan->>'kind' is distinct from 'story'
      and tasks.plan->>'rehearsal' is distinct from 'true'
      and tasks.plan->>'caption' <> ''
      and not exists (
        select from attempts as later join tasks as later_task on later_task.id = later.task_id
        where later.committed_at >= own.committed_at
          and lower(later.account) = lower(${account})
          and later_task.plan->>'caption' = tasks.plan->>'caption'
      )
    order by attempts.id desc
    limit ${MOST_LANDMARKS}`.execute(db);
  return rows;
}

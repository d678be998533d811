import { sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import type { Reader } from './database.ts';

export interface TaskCounts {
  readonly pending: number;
  readonly running: number;
  readonly late: number;
  readonly waiting_for_decision: number;
  readonly unknown_outcomes: number;
}

/** What is to be done and what waits for somebody. @param lateBefore pending tasks that were due before this are late. */
export async function countOpenTasks(db: Reader, lateBefore: Date): Promise<TaskCounts> {
  const open = await db
    .selectFrom('tasks')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('status', '=', TASK_STATUS.pending).as('pending'),
      fn.countAll<number>().filterWhere('status', '=', TASK_STATUS.running).as('running'),
      fn
        .countAll<number>()
        .filterWhere((where) =>
          where.and([
            where('status', '=', TASK_STATUS.pending),
            where('held_for', 'is', null),
            where('scheduled_at', '<', lateBefore),
          ]),
        )
        .as('late'),
      fn.countAll<number>().filterWhere('held_for', 'is not', null).as('waiting_for_decision'),
    ])
    .where('status', 'in', [TASK_STATUS.pending, TASK_STATUS.running])
    .executeTakeFirstOrThrow();
  const { unknown_outcomes } = await db
    .selectFrom('tasks')
    .select(({ fn }) => fn.countAll<number>().as('unknown_outcomes'))
    .where('status', '=', TASK_STATUS.failed)
    .where(sql`error->>'published'`, '=', 'unknown')
    .executeTakeFirstOrThrow();
  return { ...open, unknown_outcomes };
}

/** How many phones there are in each state. */
export async function countDevices(db: Reader): Promise<Readonly<Record<string, number>>> {
  const rows = await db
    .selectFrom('devices')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .groupBy('state')
    .orderBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

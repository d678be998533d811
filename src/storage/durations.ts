import { sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import { anyText } from './arrays.ts';
import type { Reader } from './database.ts';

/** So many say what is usual, and so few that they are read at once. */
const LATELY = 2_000;

export interface UsualDuration {
  readonly scriptName: string;
  readonly platform: 'tiktok' | 'instagram' | null;
  /** Of attempts that passed no commit point. */
  readonly isRehearsal: boolean;
  readonly medianMs: number;
}

/** How long the last completed attempts took, by what they did. */
export async function listUsualDurations(db: Reader): Promise<UsualDuration[]> {
  const { rows } = await sql<UsualDuration>`
    select tasks.script_name as "scriptName", tasks.platform, lately.committed_at is null as "isRehearsal",
      (percentile_cont(0.5) within group (
        order by extract(epoch from lately.finished_at - lately.started_at) * 1000
      ))::float8 as "medianMs"
    from (
      select task_id, started_at, finished_at, committed_at from attempts
      where outcome = 'completed' and finished_at is not null order by id desc limit ${LATELY}
    ) as lately join tasks on tasks.id = lately.task_id
    group by 1, 2, 3`.execute(db);
  return rows;
}

/** What a phone has to do, or is doing. */
export interface Waiting {
  readonly serial: string;
  readonly scriptName: string;
  readonly platform: 'tiktok' | 'instagram' | null;
  readonly isRehearsal: boolean;
  readonly scheduledAt: Date;
}

const MAX_WAITING = 20_000;

/** What comes before something that is due on these phones at `until`, the earliest first. */
export async function listWaiting(db: Reader, serials: readonly string[], until: Date): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select serial, script_name as "scriptName", platform, coalesce((plan->>'rehearsal')::boolean, false) as "isRehearsal",
      scheduled_at as "scheduledAt"
    from tasks
    where serial = ${anyText(serials)} and status in (${TASK_STATUS.pending}, ${TASK_STATUS.running})
      and scheduled_at <= ${until} and held_for is null
    order by scheduled_at, id limit ${MAX_WAITING}`.execute(db);
  return rows;
}

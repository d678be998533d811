import { createHash } from 'node:crypto';

import { sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import { anyText, textArray } from './arrays.ts';
import type { Reader, Tx } from './database.ts';

/** A post that was made, may have been made, or is still to be made. */
export interface EarlierPost {
  readonly taskId: number;
  readonly postKey: string;
  readonly platform: 'tiktok' | 'instagram';
  readonly accountKey: string;
  readonly serial: string;
  /** Made for whoever was current on the phone. */
  readonly byCurrent: boolean;
  /** Null when the task was deleted after it was published, or may have been. */
  readonly status: number | null;
  readonly createdAt: Date;
}

export interface EarlierFilter {
  readonly postKeys: readonly string[];
  /** What was created or ended before is not looked for. */
  readonly since: Date;
  /** What falls due later and was created before `since` is not looked for. */
  readonly until: Date;
}

/** Tasks of these files, newest last: not those that surely published nothing and will not by themselves, nor rehearsals. */
export async function listEarlierPosts(db: Reader, { postKeys, since, until }: EarlierFilter): Promise<EarlierPost[]> {
  const { rows } = await sql<EarlierPost>`
    select distinct on (uses.of_task)
      uses.of_task as "taskId", uses.post_key as "postKey", uses.platform, uses.account_key as "accountKey",
      uses.serial, uses.by_current as "byCurrent", tasks.status, uses.created_at as "createdAt"
    from material_uses as uses left join tasks on tasks.id = uses.task_id
    where uses.post_key = ${anyText(postKeys)} and not uses.rehearsal and uses.of_task is not null
      and case
        when tasks.id is null then uses.created_at >= ${since}
        when tasks.status in (${TASK_STATUS.pending}, ${TASK_STATUS.running})
          then uses.created_at >= ${since} or tasks.scheduled_at <= ${until}
        else greatest(uses.created_at, tasks.finished_at) >= ${since}
          and (tasks.status = ${TASK_STATUS.completed} or tasks.error->>'published' = 'unknown' or exists (
            select from attempts where attempts.task_id = tasks.id
              and (attempts.outcome = 'completed' or attempts.error->>'published' = 'unknown')
          ))
      end
    order by uses.of_task`.execute(db);
  return rows;
}

/** So many that requests for different accounts seldom wait for each other, so few that 10,000 targets find room. */
const LOCKS = 64;

/** One request at a time decides for a publisher, until its transaction ends. */
export async function lockPublishers(tx: Tx, names: readonly string[]): Promise<void> {
  const locks = new Set(names.map((name) => (createHash('sha256').update(name).digest()[0] ?? 0) % LOCKS));
  const inOrder = [...locks].sort((a, b) => a - b);
  await sql`select pg_advisory_xact_lock(hashtext('postwright.duplicates'), number)
    from unnest(${inOrder}::integer[]) as number`.execute(tx);
}

export interface CurrentAccount {
  readonly serial: string;
  readonly platform: 'tiktok' | 'instagram';
  /** In lower case. */
  readonly username: string;
}

/**
 * Who is most likely current in the apps of these phones: whom the last attempt found or left there, or the only account
 * that is registered on the phone. A phone of which nothing is known is missing.
 */
export async function listCurrentAccounts(db: Reader, serials: readonly string[]): Promise<CurrentAccount[]> {
  const { rows } = await sql<CurrentAccount>`
    with phones as (
      select serial, platform
      from unnest(${textArray(serials)}) as serial, unnest(array['tiktok', 'instagram']) as platform
    )
    select phones.serial, phones.platform, coalesce(last.username, registered.username) as username
    from phones
    left join lateral (
      select lower(attempts.account) as username
      from tasks join attempts on attempts.task_id = tasks.id
      where tasks.serial = phones.serial and tasks.platform = phones.platform and attempts.account is not null
      order by attempts.id desc limit 1
    ) as last on true
    left join lateral (
      select min(lower(username)) as username from accounts
      where accounts.serial = phones.serial and accounts.platform = phones.platform
      having count(*) = 1
    ) as registered on true
    where coalesce(last.username, registered.username) is not null`.execute(db);
  return rows;
}

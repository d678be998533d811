import { sql } from 'kysely';

import type { Db, Tx } from '../../src/storage/database.ts';

/**
 * Writes so many tasks, as wide as real ones, straight into the database: of twenty phones and fifty accounts, most of
 * them completed, one in ten failed, one in a hundred pending.
 */
export async function insertManyTasks(db: Db, count: number): Promise<void> {
  for (let first = 1; first <= count; first += CHUNK)
    await db.transaction().execute(async (tx) => {
      // Vacuum takes for visible to all only what is surely on the disk.
      await sql`set local synchronous_commit = on`.execute(tx);
      await insertRange(tx, { first, last: Math.min(count, first + CHUNK - 1), count });
    });
  await sql`vacuum analyze tasks`.execute(db);
}

/** One statement may take 15 s. */
const CHUNK = 10_000;

interface Range {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

async function insertRange(tx: Tx, { first, last, count }: Range): Promise<void> {
  await sql`
    insert into tasks (request_id, serial, username, platform, script_name, script_config, plan, search_text, source, priority,
      status, max_retries, scheduled_at, created_at, started_at, finished_at, error, result)
    select 'r' || n, 'PHONE' || n % 20, 'account' || n % 50, case n % 2 when 0 then 'tiktok' else 'instagram' end, 'post',
      jsonb_build_object('captions', 'Caption ' || n || ' ' || filler.words, 'material_list', jsonb_build_array('clip.mp4')),
      jsonb_build_object('caption', 'Caption ' || n || ' ' || filler.words, 'materials', jsonb_build_array(jsonb_build_object('sha256', file.sha256, 'name', 'clip.mp4'))),
      lower('Caption ' || n || ' ' || filler.words), 'api', 0, state.status, 0, due.at, due.at - interval '1 hour',
      case when state.status > 0 then due.at end, case when state.status > 1 then due.at + interval '40 seconds' end,
      case when state.status = 3 then jsonb_build_object('code', case n % 3 when 0 then 'DEVICE_LOST' else 'UPLOAD_TIMEOUT' end,
        'message', 'It went away.', 'step', 'media', 'retryable', true, 'published', 'no', 'fingerprint', null) end,
      case when state.status = 2 then jsonb_build_object('rehearsal', false, 'published_at', to_char(due.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'post_url', null,
        'caption', 'Caption ' || n, 'title', null, 'account', 'account' || n % 50, 'materials', jsonb_build_array(), 'screenshot', null) end
    from generate_series(${first}::int, ${last}::int) as n,
      lateral (select repeat('some words that a caption has #tag' || n % 7 || ' ', 8) as words) as filler,
      lateral (select encode(sha256((n % 500)::text::bytea), 'hex') as sha256) as file,
      lateral (select case when n % 100 = 0 then 0 when n % 10 = 0 then 3 else 2 end as status) as state,
      lateral (select date_trunc('milliseconds', now()) - (${count}::int - n) * interval '1 minute' + case state.status when 0 then interval '1 year' else interval '0' end as at) as due
  `.execute(tx);
}

/** How long a backup and a restore take, and what memory they need. */
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { openConfiguredDatabase } from '../src/app/database.ts';
import { readConfig } from '../src/config.ts';
import { silentLog } from '../src/kit/log.ts';
import type { Db } from '../src/storage/database.ts';
import { machineLine } from './kit/machine-line.ts';
import { startProgram } from './kit/program.ts';
import { mebibytes, printTable } from './kit/table.ts';

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '10000' },
    'media-mib': { type: 'string', default: '256' },
  },
});
const [tasks, mediaMib] = [Number(values.tasks), Number(values['media-mib'])];
/** Of one material. */
const MATERIAL_BYTES = 16 * 1024 ** 2;
/** A screenshot of the rack has about this size. */
const SCREENSHOT_BYTES = 12_000;
const MS = 1_000;

/** Finished tasks with an attempt each, its seven steps, a tree and a screenshot. */
async function fill(db: Db, dataDir: string): Promise<void> {
  await sql`
    insert into tasks (request_id, serial, platform, script_name, script_config, plan, search_text, source, priority, status,
      max_retries, scheduled_at, started_at, finished_at, result)
    select 'r' || n, 'PHONE' || n % 50, 'tiktok', 'post', jsonb_build_object('captions', repeat('A caption. ', 10)),
      jsonb_build_object('caption', repeat('A caption. ', 10), 'materials', jsonb_build_array(jsonb_build_object('sha256', md5(n::text)))),
      repeat('a caption. ', 10), 'api', 0, 2, 0, now(), now(), now(), '{"rehearsal": false}'
    from generate_series(1, ${tasks}) as n`.execute(db);
  await sql`
    insert into attempts (task_id, number, token, server_id, started_at, finished_at, outcome, steps, evidence)
    select id, 1, 'token-' || id, 's1', now(), now(), 'completed',
      (select jsonb_agg(jsonb_build_object('name', step, 'label', step, 'started_at', now(), 'finished_at', now(), 'error', null))
        from unnest(array['prepare', 'account', 'media', 'compose', 'commit', 'confirm', 'cleanup']) as step),
      jsonb_build_array(
        jsonb_build_object('kind', 'screenshot', 'name', 'published', 'path', id || '/1-01-published.png', 'at', now()),
        jsonb_build_object('kind', 'tree', 'name', 'published', 'path', id || '/1-02-published.xml', 'at', now()))
    from tasks`.execute(db);
  const screenshot = Buffer.alloc(SCREENSHOT_BYTES, 'screenshot');
  for (let id = 1; id <= tasks; id += 1) {
    const folder = join(dataDir, 'evidence', String(id));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '1-01-published.png'), screenshot);
    await writeFile(join(folder, '1-02-published.xml'), '<hierarchy/>');
  }
  for (let number = 0; number * MATERIAL_BYTES < mediaMib * 1024 ** 2; number += 1) {
    const sha256 = number.toString(16).padStart(64, '0');
    await mkdir(join(dataDir, 'materials', sha256.slice(0, 2)), { recursive: true });
    await writeFile(
      join(dataDir, 'materials', sha256.slice(0, 2), `${sha256}.mp4`),
      Buffer.alloc(MATERIAL_BYTES, number),
    );
    await sql`
      insert into materials (sha256, kind, mime, extension, size_bytes, original_name)
      values (${sha256}, 'video', 'video/mp4', '.mp4', ${MATERIAL_BYTES}, 'clip.mp4')`.execute(db);
  }
}

async function timed(
  home: string,
  args: readonly string[],
): Promise<{ readonly tookMs: number; readonly said: string }> {
  const startedAt = performance.now();
  const program = startProgram(args, home);
  const said = await program.says(/([\s\S]*)attempts/);
  await program.stop();
  return { tookMs: performance.now() - startedAt, said };
}

const home = await mkdtemp(join(tmpdir(), 'postwright-bench-backup-'));
try {
  const [dataDir, file] = [join(home, 'data'), join(home, 'backup.tar')];
  const config = readConfig({ flags: { 'data-dir': dataDir }, env: {} });
  const { signal } = new AbortController();
  const database = await openConfiguredDatabase({ config, log: silentLog, signal, onProgress: () => {} });
  await fill(database.db, dataDir);
  await database.close();
  console.log(
    `${machineLine()}\n${tasks} tasks with an attempt, a screenshot and a tree each; ${mediaMib} MiB of media\n`,
  );
  const backup = await timed(home, ['backup', file, '--data-dir', dataDir]);
  const { size } = await stat(file);
  const restore = await timed(home, ['restore', file, '--data-dir', join(home, 'restored')]);
  const row = (what: string, tookMs: number) => [what, `${(tookMs / MS).toFixed(1)} s`, `${mebibytes(size)} MiB`];
  printTable(['', 'took', 'file'], [row('backup', backup.tookMs), row('restore, with all checks', restore.tookMs)]);
} finally {
  await rm(home, { recursive: true, force: true, maxRetries: 3 });
}

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { sql } from 'kysely';

import type { Status } from '../../src/contract/status.ts';
import type { CrashPoint } from '../../src/kit/crash-points.ts';
import type { Db } from '../../src/storage/database.ts';
import { insertMaterial } from '../../src/storage/materials.ts';
import { taskOf } from '../storage/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { startProgram } from '../support/program.ts';
import { Caller, Not, waitFor } from './world.ts';

const POINTS: readonly CrashPoint[] = ['retention.forgotten', 'retention.unnamed', 'retention.material'];
const KEEP_DAYS = 5;
/** A thousand bytes or so: each task's evidence is more. */
const KEEP_GIB = '0.000001';
const EVIDENCE_BYTES = 2_000;

async function addTask(db: Db, { status, daysAgo }: { status: number; daysAgo: number }): Promise<number> {
  const finished_at = status === 2 ? new Date(Date.now() - daysAgo * 86_400_000) : null;
  const result = status === 2 ? JSON.stringify({ screenshot: 'x' }) : null;
  const row = { ...taskOf('PHONE1', status), scheduled_at: new Date(Date.now() + 86_400_000), finished_at, result };
  return (await db.insertInto('tasks').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

test('a server that is killed while it clears away leaves nothing that the next one would not mend', async (t) => {
  const { db, url } = await freshDatabase(t);
  const dataDir = await mkdtemp(join(tmpdir(), 'postwright-cleared-'));
  t.after(async () => await rm(dataDir, { recursive: true, force: true }));
  const fileOf = (digit: string): string => join(dataDir, 'materials', digit.repeat(2), `${digit.repeat(64)}.mp4`);
  const old = [await addTask(db, { status: 2, daysAgo: 30 }), await addTask(db, { status: 2, daysAgo: 20 })];
  const recent = [await addTask(db, { status: 2, daysAgo: 2 }), await addTask(db, { status: 2, daysAgo: 1 })];
  const pending = await addTask(db, { status: 0, daysAgo: 0 });
  for (const id of [...old, ...recent]) {
    await mkdir(join(dataDir, 'evidence', String(id)), { recursive: true });
    await writeFile(join(dataDir, 'evidence', String(id), '1-01-published.png'), Buffer.alloc(EVIDENCE_BYTES));
  }
  for (const digit of ['a', 'b', 'c']) {
    const material = {
      kind: 'video',
      mime: 'video/mp4',
      extension: '.mp4',
      size_bytes: 1,
      original_name: 'x',
    } as const;
    await insertMaterial(db, { sha256: digit.repeat(64), ...material });
    await mkdir(join(fileOf(digit), '..'), { recursive: true });
    await writeFile(fileOf(digit), 'x');
    await utimes(fileOf(digit), 0, 0);
  }
  await sql`update materials set wanted_at = now() - interval '2 days'`.execute(db);
  const use = {
    sha256: 'c'.repeat(64),
    task_id: pending,
    platform: 'tiktok',
    account_key: 'ana',
    serial: 'PHONE1',
  } as const;
  await db.insertInto('material_uses').values(use).execute();

  const flags = ['--data-dir', dataDir, '--database-url', url, '--adb', '127.0.0.1:1', '--port', '0'];
  const args = ['serve', ...flags, '--keep-days', String(KEEP_DAYS), '--keep-gib', KEEP_GIB];
  for (const point of POINTS) {
    const program = startProgram(t, { cwd: dataDir, args, env: { POSTWRIGHT_CRASH_POINT: point } });
    await program.ended();
    assert.equal(program.child.signalCode, 'SIGKILL', program.output());
  }
  const last = startProgram(t, { cwd: dataDir, args });
  const api = new Caller(await last.found(/listens on (http:\S+)/));
  const { last_run: cleared, ...kept } = await waitFor('the round to be over', async () => {
    const { retention } = (await api.call<Status>('GET', '/status')).data;
    return retention.last_run === null ? new Not('not yet') : retention;
  });
  assert.ok(
    cleared !== null && cleared.tasks === 0,
    'the first kill came after the old tasks were out of the database',
  );
  assert.deepEqual([kept.evidence_bytes, kept.materials], [0, 1]);
  const rows = await db.selectFrom('tasks').select(['id', 'result']).orderBy('id').execute();
  assert.deepEqual(rows, [
    ...recent.map((id) => ({ id, result: { screenshot: null } })),
    { id: pending, result: null },
  ]);
  assert.deepEqual(await readdir(join(dataDir, 'evidence')), []);
  for (const digit of ['a', 'b']) await assert.rejects(stat(fileOf(digit)), { code: 'ENOENT' });
  await stat(fileOf('c'));
  await last.stop();
});

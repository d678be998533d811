import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { sql } from 'kysely';

import { restoreBackup, takeBackup } from '../../src/app/backup/commands.ts';
import type { Db } from '../../src/storage/database.ts';
import { configOf, MATERIAL, type MadeBackup, madeBackup } from '../support/backup.ts';
import { freshDatabase } from '../support/database.ts';

const quiet = (t: TestContext) => ({ signal: t.signal, onProgress: () => {} });

/** A database nobody has made a table in. */
async function emptyDatabase(t: TestContext): Promise<{ readonly url: string; readonly db: Db }> {
  const fresh = await freshDatabase(t);
  await sql`drop schema public cascade`.execute(fresh.db);
  await sql`create schema public`.execute(fresh.db);
  return fresh;
}

async function tablesOf(db: Db): Promise<unknown> {
  const { rows } = await sql`select relname from pg_class where relnamespace = 'public'::regnamespace`.execute(db);
  return rows;
}

test('a backup is restored into another database and directory, whole; what was due or running waits', async (t) => {
  const { home, file, db: source } = await madeBackup(t);
  const { url, db } = await emptyDatabase(t);
  const dataDir = join(home, 'restored');
  const { end, held } = await restoreBackup({ config: configOf(dataDir, url), path: file, ...quiet(t) });
  assert.deepEqual([end.rows.tasks, end.rows.attempts, end.rows.materials], [4, 3, 1]);
  assert.deepEqual([end.files, end.missing], [4, 1], 'the evidence of one attempt had gone');
  assert.deepEqual(held, { due: 1, interrupted: 1 });
  assert.deepEqual((await readdir(dataDir)).sort(), ['evidence', 'flows', 'materials']);
  assert.equal(
    Buffer.compare(await readFile(join(dataDir, MATERIAL)), await readFile(join(home, 'data', MATERIAL))),
    0,
  );
  assert.equal(await readFile(join(dataDir, 'evidence', '2', '1-01-seen.xml'), 'utf8'), '<seen by="2"/>');

  const settled = await db.selectFrom('tasks').selectAll().where('status', 'in', [2, 3]).orderBy('id').execute();
  const before = await source.selectFrom('tasks').selectAll().where('status', 'in', [2, 3]).orderBy('id').execute();
  assert.deepEqual(settled.slice(1), before, 'what had ended is as it was');
  const [interrupted] = settled;
  assert.deepEqual([interrupted?.status, interrupted?.retries_used], [3, 2]);
  assert.partialDeepStrictEqual(interrupted?.error, { code: 'OUTCOME_UNKNOWN', published: 'unknown', step: 'prepare' });
  const [pending] = await db.selectFrom('tasks').selectAll().where('status', '=', 0).execute();
  assert.equal(pending?.held_for, 'restored');
  const running = await db.selectFrom('attempts').selectAll().where('outcome', '=', 'running').execute();
  assert.deepEqual(running, []);
  const materials = (from: Db) => from.selectFrom('materials').selectAll().execute();
  assert.deepEqual(await materials(db), await materials(source));
  const next = await sql<{ id: number }>`select nextval(pg_get_serial_sequence('tasks', 'id')) as id`.execute(db);
  assert.equal(next.rows[0]?.id, 6, 'the number of a deleted task was given again');
});

test('what is not empty is left alone, and no backup is overwritten', async (t) => {
  const { home, file, config, db } = await madeBackup(t);
  await assert.rejects(takeBackup({ config, path: file, ...quiet(t) }), { errorName: 'FILE_UNUSABLE' });
  const other = await emptyDatabase(t);
  const onData = { config: configOf(config.dataDir, other.url), path: file, ...quiet(t) };
  await assert.rejects(restoreBackup(onData), { errorName: 'NOT_EMPTY', message: /is not empty \(it holds/ });
  assert.deepEqual((await readdir(config.dataDir)).sort(), ['evidence', 'flows', 'license.jwt', 'materials']);
  const intoOld = { ...onData, config: configOf(join(home, 'new'), config.databaseUrl ?? '') };
  await assert.rejects(restoreBackup(intoOld), { errorName: 'NOT_EMPTY', message: /database-url holds tables/ });
  await assert.rejects(stat(join(home, 'new')), { code: 'ENOENT' });
  assert.equal((await db.selectFrom('tasks').select('id').execute()).length, 4);
});

/** A copy of a backup in which something was changed. */
async function spoiled({ home, file }: MadeBackup, name: string, spoil: (bytes: Buffer) => Buffer): Promise<string> {
  const path = join(home, `${name}.tar`);
  await writeFile(path, spoil(await readFile(file)));
  return path;
}

const replaced = (from: string, to: string) => (bytes: Buffer) =>
  Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');

function flipped(after: string, offset: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const at = bytes.indexOf(after) + offset;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };
}

test('a flipped byte, a cut, a newer version and what is no backup are refused in a sentence, and nothing is left', async (t) => {
  const made = await madeBackup(t);
  const { url, db } = await emptyDatabase(t);
  const target = join(made.home, 'target');
  const cases: readonly [string, (bytes: Buffer) => Buffer, string, RegExp][] = [
    ['media', flipped('mediamedia', 1_000_000), 'BACKUP_INVALID', /files\/materials\/\S+ is not as it was written/],
    ['rows', flipped('tables/tasks/', 512 + 40), 'BACKUP_INVALID', /tables\/tasks\/\S+ is not as it was written/],
    ['name', flipped('files/evidence/', 16), 'BACKUP_INVALID', /damaged/],
    ['list', flipped('"sha256":"', 10), 'BACKUP_INVALID', /is not as it was written/],
    ['cut', (bytes) => bytes.subarray(0, bytes.length / 2), 'BACKUP_INVALID', /damaged/],
    [
      'without its end',
      (bytes) => bytes.subarray(0, bytes.lastIndexOf('end.json')),
      'BACKUP_INVALID',
      /cut off|truncated/,
    ],
    [
      'form',
      replaced('"postwright_backup":1', '"postwright_backup":2'),
      'DATABASE_TOO_NEW',
      /a form that this version/,
    ],
    ['schema', replaced('"schema":"00', '"schema":"99'), 'DATABASE_TOO_NEW', /newer version of Postwright/],
    ['no tar', () => Buffer.alloc(2_000, 'x'), 'BACKUP_INVALID', /damaged/],
    ['nothing', () => Buffer.alloc(0), 'BACKUP_INVALID', /empty|damaged/],
  ];
  for (const [name, spoil, errorName, message] of cases) {
    const path = await spoiled(made, name, spoil);
    const restoring = restoreBackup({ config: configOf(target, url), path, ...quiet(t) });
    await assert.rejects(restoring, { errorName, message }, name);
    await assert.rejects(stat(target), { code: 'ENOENT' }, name);
    assert.deepEqual(await tablesOf(db), [], name);
  }
  const nowhere = restoreBackup({ config: configOf(target, url), path: join(made.home, 'nowhere.tar'), ...quiet(t) });
  await assert.rejects(nowhere, { errorName: 'FILE_UNUSABLE' });
});

test('paths and links that lead out of the data directory stay out of a backup', async (t) => {
  const { home, config, db, file } = await madeBackup(t);
  await writeFile(join(home, 'secret.txt'), 'secret');
  await mkdir(join(config.dataDir, 'scripts'));
  await symlink(join(home, 'secret.txt'), join(config.dataDir, 'scripts', 'link.txt'));
  const evidence = JSON.stringify([{ path: '../../secret.txt' }, { path: '2/../../license.jwt' }]);
  await db.updateTable('attempts').set({ evidence }).where('task_id', '=', 3).execute();
  const second = `${file}.second`;
  const { missing } = await takeBackup({ config, path: second, ...quiet(t) });
  assert.equal(missing, 3);
  assert.equal((await readFile(second)).includes('secret'), false);
  assert.equal((await readFile(second)).includes('files/scripts/link.txt'), false);
  assert.equal(
    (await readdir(home)).some((name) => name.includes('unfinished')),
    false,
  );
});

test('an interrupted backup and an interrupted restore leave nothing', async (t) => {
  const { home, config, file } = await madeBackup(t);
  const interrupted = (phase: string) => {
    const stop = new AbortController();
    const onProgress = (now: string): void => {
      if (now === phase) stop.abort(new Error('Ctrl-C'));
    };
    return { signal: stop.signal, onProgress };
  };
  for (const phase of ['rows', 'files']) {
    const path = join(home, 'second.tar');
    await assert.rejects(takeBackup({ config, path, ...interrupted(phase) }), /Ctrl-C/);
    assert.deepEqual((await readdir(home)).sort(), ['backup.tar', 'data']);
  }
  const { url, db } = await emptyDatabase(t);
  const target = join(home, 'target');
  const restoring = restoreBackup({ config: configOf(target, url), path: file, ...interrupted('restore') });
  await assert.rejects(restoring, /Ctrl-C/);
  assert.deepEqual([(await readdir(home)).sort(), await tablesOf(db)], [['backup.tar', 'data'], []]);
});

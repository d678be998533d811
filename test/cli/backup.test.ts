import assert from 'node:assert/strict';

import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { sql } from 'kysely';

import type { TaskDetail } from '../../src/contract/types.ts';
import { CRASH_POINTS } from '../../src/kit/crash-points.ts';
import { type Rack, startRack } from '../../src/simulator/rack.ts';
import { type Db, openDatabase } from '../../src/storage/database.ts';
import { findRunningPostgres } from '../../src/storage/embedded.ts';
import { Caller, EXAMPLES, Not, PHOTOS, videoPost, waitFor } from '../e2e/world.ts';
import { madeBackup } from '../support/backup.ts';
import { type Program, startProgram } from '../support/program.ts';
import { TEST_RACK, usedPhones } from '../support/rack.ts';

const HOUR_MS = 60 * 60 * 1000;
const SLOW = { kind: 'slow', ms_per_request: 60, times: 100_000 } as const;

interface Ground {
  readonly rack: Rack;
  readonly home: string;
  command(...args: string[]): Program;
  serve(dataDir: string): Promise<{ readonly program: Program; readonly api: Caller }>;
}

async function ground(t: TestContext): Promise<Ground> {
  const home = await mkdtemp(join(tmpdir(), 'postwright-backup-'));
  const rack = await startRack({ ...TEST_RACK, phones: 2, phoneOverrides: usedPhones(2) });
  t.after(async () => {
    await rack.stop();
    await rm(home, { recursive: true, force: true });
  });
  const command = (...args: string[]): Program => startProgram(t, { cwd: home, args });
  const serve = async (dataDir: string): Promise<{ program: Program; api: Caller }> => {
    const flags = { port: '0', 'data-dir': dataDir, adb: `127.0.0.1:${rack.adbPort}`, 'material-roots': EXAMPLES };
    const program = command('serve', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]));
    const api = new Caller(await program.found(/listens on (http:\S+)/));
    await api.deviceIs('RACK0001', 'device');
    return { program, api };
  };
  return { rack, home, command, serve };
}

async function withDatabaseOf<T>(dataDir: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = openDatabase((await findRunningPostgres(dataDir)) ?? '', { maxConnections: 1 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** All rows of some tables, as text. */
async function rowsOf(db: Db, names: readonly string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const name of names) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t order by 1`.execute(db);
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}

/** `HH:MM` of the system's time zone. */
function clockIn(ms: number): string {
  const at = new Date(Date.now() + ms);
  return [at.getHours(), at.getMinutes()].map((number) => String(number).padStart(2, '0')).join(':');
}

async function succeeds(program: Program): Promise<string> {
  assert.equal(await program.ended(), 0, program.output());
  return program.output();
}

async function refused(program: Program, why: RegExp): Promise<void> {
  assert.equal(await program.ended(), 1, program.output());
  assert.match(program.output(), why);
}

test('what a running server holds is backed up, and comes back elsewhere without publishing anything twice', async (t) => {
  const { rack, home, command, serve } = await ground(t);
  const [data, next, file] = [join(home, 'data'), join(home, 'next'), join(home, 'monday.tar')];
  await mkdir(join(data, 'flows', 'tiktok'), { recursive: true });
  await mkdir(join(data, 'scripts', 'demo'), { recursive: true });
  await writeFile(join(data, 'flows', 'tiktok', 'notes.txt'), 'mine');
  await writeFile(join(data, 'scripts', 'demo', 'notes.txt'), 'also mine');
  const first = await serve(data);
  await first.api.deviceIs('RACK0002', 'device');
  await first.api.call('POST', '/account', { platform: 'tiktok', username: 'ana.backed.up', notes: 'Señal 😀' });
  const [published = 0] = await first.api.createTasks(videoPost(['RACK0001'], 'done before'));
  assert.equal((await first.api.finished(published)).status_text, 'completed');
  rack.phone('RACK0002')?.unplug();
  await first.api.deviceIs('RACK0002', 'absent');
  const photos = { content_type: 1, material_list: PHOTOS };
  const [due = 0] = await first.api.createTasks(videoPost(['RACK0002'], 'due', { script_config: photos }));
  const later = { start_time: clockIn(2 * HOUR_MS), script_config: photos };
  const [future = 0] = await first.api.createTasks(
    videoPost(['RACK0001'], 'later', { ...later, allow_duplicate: true }),
  );
  rack.phone('RACK0001')?.faults.order(SLOW);
  const [running = 0] = await first.api.createTasks(
    videoPost(['RACK0001'], 'under way', { allow_duplicate: true, max_retries: 3 }),
  );
  await first.api.taskWhen(running, ({ progress }) => progress?.step === 'compose');

  const said = await succeeds(command('backup', file, '--data-dir', data));
  assert.match(said, /4 tasks, 2 attempts, 1 accounts, 4 materials/);
  assert.match(said, /Not in it: the licence token/);
  assert.equal((await stat(file)).mode & 0o077, 0);
  await refused(command('backup', file, '--data-dir', data), /is there already/);
  await refused(command('restore', file, '--data-dir', data), /in use by the Postwright server/);
  rack.phone('RACK0001')?.faults.clear();
  // What the first server does after the backup: the very reason for caution.
  assert.equal((await first.api.finished(running)).status_text, 'completed');
  const unchanged = ['accounts', 'requests', 'materials', 'material_uses'];
  const before = await withDatabaseOf(data, async (db) => await rowsOf(db, unchanged));
  const proof = await first.api.task(published);
  assert.equal(await first.program.stop(), 0);

  assert.match(
    await succeeds(command('restore', file, '--data-dir', next)),
    /1 pending tasks were due[\s\S]*1 tasks were being/,
  );
  assert.deepEqual((await readdir(next)).sort(), ['evidence', 'flows', 'materials', 'postgres', 'scripts']);
  assert.equal(await readFile(join(next, 'flows', 'tiktok', 'notes.txt'), 'utf8'), 'mine');
  assert.equal(await readFile(join(next, 'scripts', 'demo', 'notes.txt'), 'utf8'), 'also mine');
  rack.phone('RACK0002')?.plug();
  const second = await serve(next);
  await second.api.deviceIs('RACK0002', 'device');
  assert.deepEqual(await withDatabaseOf(next, async (db) => await rowsOf(db, unchanged)), before);
  const kept = await second.api.task(published);
  assert.deepEqual(kept, proof);
  const [picture] = kept.attempts[0]?.evidence ?? [];
  assert.equal((await fetch(new URL(picture?.url ?? '', second.api.url))).status, 200);
  const unknown = await second.api.task(running);
  assert.equal(unknown.error?.published ?? 'yes, it was found', unknown.status === 2 ? 'yes, it was found' : 'unknown');
  // New numbers begin after those of the backup, and a new task of the same phone does not wait for the held one.
  const [fresh = 0] = await second.api.createTasks(videoPost(['RACK0002'], 'new', { allow_duplicate: true }));
  assert.equal(fresh, running + 1);
  assert.equal((await second.api.finished(fresh)).status_text, 'completed');
  const held = await second.api.task(due);
  assert.deepEqual([held.status_text, held.needs_decision?.reason], ['pending', 'restored']);
  assert.equal((await second.api.task(future)).needs_decision, null);
  assert.deepEqual(
    rack.posts
      .list()
      .map(({ caption }) => caption)
      .sort(),
    ['done before', 'new', 'under way'],
  );
  const decided = await second.api.call('POST', `/task/${due}/overdue`, { decision: 'run' });
  assert.equal(decided.code, 0, decided.message);
  assert.equal((await second.api.finished(due)).status_text, 'completed');
  assert.equal(await second.program.stop(), 0);
});

test('a restore killed half-way is never taken for a whole one, and can be run again', async (t) => {
  const { home, command, serve } = await ground(t);
  const { file } = await madeBackup(t);
  const target = join(home, 'target');
  await mkdir(target);
  const restoring = command('restore', file, '--data-dir', target);
  await waitFor('a restore under way', async () => {
    const names: string[] = await readdir(join(target, 'restore.unfinished')).catch(() => []);
    return names.includes('postgres') ? true : new Not(names.join());
  });
  restoring.child.kill('SIGKILL');
  await once(restoring.child, 'close');
  await refused(command('serve', '--port', '0', '--data-dir', target), /was cut short\. Run "restore" again/);
  const args = ['restore', file, '--data-dir', target];
  const points = Object.keys(CRASH_POINTS).filter((point) => point.startsWith('restore.'));
  assert.deepEqual(points, ['restore.unpacked', 'restore.committed', 'restore.moved']);
  for (const point of points) {
    const crashing = startProgram(t, { cwd: home, args, env: { POSTWRIGHT_CRASH_POINT: point } });
    await crashing.found(new RegExp(`crash point ${point}: SIGKILL`));
    await crashing.ended();
    await refused(command('serve', '--port', '0', '--data-dir', target), /was cut short/);
  }
  await succeeds(command('restore', file, '--data-dir', target));
  const { program, api } = await serve(target);
  assert.equal((await api.call<{ tasks: TaskDetail[] }>('GET', '/task')).data.tasks.length, 4);
  assert.equal(await program.stop(), 0);
  assert.equal((await readdir(target)).includes('restore.unfinished'), false);
});

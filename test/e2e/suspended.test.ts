import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import type { CrashPoint } from '../../src/kit/crash-points.ts';
import { type Rack, startRack } from '../../src/simulator/rack.ts';
import { freshDatabase } from '../support/database.ts';
import { type Program, startProgram } from '../support/program.ts';
import { TEST_RACK, USED_PHONE } from '../support/rack.ts';
import { Caller, EXAMPLES, Not, videoPost, waitFor } from './world.ts';

const SERIAL = 'RACK0001';
/** The promise of docs/task.md for another server on the same database; a look at the phone takes as long as the app does. */
const SETTLED_WITHIN_MS = 30_000;
/** What may reach the phone from a server that has nothing to do on it: the question whether the phone lives. */
const HARMLESS = /^(?:echo\b|getprop\b)/;

interface Server {
  readonly program: Program;
  readonly api: Caller;
}

/** One database, one rack and one folder of materials, and servers of different places on all of them. */
async function prepareGround(t: TestContext) {
  const { url } = await freshDatabase(t);
  const directory = await mkdtemp(join(tmpdir(), 'postwright-suspended-'));
  await mkdir(join(directory, 'materials'));
  const rack = await startRack({ ...TEST_RACK, phoneOverrides: [USED_PHONE] });
  t.after(async () => {
    await rack.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const adb = `127.0.0.1:${rack.adbPort}`;
  const serve = async (name: string, special: { crashPoint?: string; adb?: string } = {}): Promise<Server> => {
    await mkdir(join(directory, name), { mode: 0o700 });
    await symlink(join(directory, 'materials'), join(directory, name, 'materials'));
    const flags = {
      port: '0',
      'data-dir': join(directory, name),
      'database-url': url,
      adb: special.adb ?? adb,
      'material-roots': EXAMPLES,
    };
    const args = ['serve', ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value])];
    const program = startProgram(t, {
      cwd: directory,
      args,
      env: { POSTWRIGHT_CRASH_POINT: special.crashPoint ?? '' },
    });
    const api = new Caller(await program.found(/listens on (http:\S+)/));
    if (special.adb === undefined) await api.deviceIs(SERIAL, 'device');
    return { program, api };
  };
  return { rack, serve };
}

function acts(rack: Rack): readonly string[] {
  const log = rack.phone(SERIAL)?.log() ?? [];
  return log
    .filter(({ kind, what }) => (kind === 'shell' || kind === 'uia2') && !HARMLESS.test(what))
    .map(({ kind, what }) => `${kind} ${what}`);
}

/** A server is suspended at a point of an attempt for longer than its lease, another one takes over, and it is woken. */
async function suspendAt(t: TestContext, point: CrashPoint): Promise<void> {
  const { rack, serve } = await prepareGround(t);
  const first = await serve('first', { crashPoint: `${point}:pause` });
  const [id = 0] = await first.api.createTasks(videoPost([SERIAL], `suspended at ${point}`));
  await first.program.found(new RegExp(`crash point ${point}`));
  assert.equal(rack.posts.list().length, 0);

  const second = await serve('second');
  const watchedSince = Date.now();
  const taken = await second.api.taskWhen(id, ({ attempts }) => attempts[0]?.outcome !== 'running');
  const tookMs = Date.now() - watchedSince;
  t.diagnostic(`settled within ${tookMs} ms`);
  if (point === 'commit.recording') assert.ok(tookMs < SETTLED_WITHIN_MS, `it took ${tookMs} ms`);
  assert.equal(taken.attempts[0]?.error?.published, 'no');
  const task = await second.api.finished(id);
  assert.deepEqual([task.status_text, task.attempt], ['completed', 2], JSON.stringify(task.error));

  const before = { acts: acts(rack).length, task: JSON.stringify(await second.api.task(id)) };
  first.program.child.kill('SIGCONT');
  await first.program.found(/taken away from this server/);
  // Its lane is done with the attempt when the server, asked to end, has nothing to wait for.
  assert.equal(await first.program.stop(), 0);
  assert.deepEqual(acts(rack).slice(before.acts), [], 'it acted on the phone after it was woken');
  assert.equal(JSON.stringify(await second.api.task(id)), before.task, 'it wrote after it was woken');
  assert.equal(rack.posts.list().length, 1);
  assert.equal(await second.program.stop(), 0);
}

test('a server that was suspended past its lease touches nothing when it wakes', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('before its commit point', async (inner) => await suspendAt(inner, 'commit.recording')),
    t.test('between its commit point and the tap', async (inner) => await suspendAt(inner, 'commit.recorded')),
  ]);
});

test('a task that another server carries out is stopped by its row, and shows it at once', async (t) => {
  const { rack, serve } = await prepareGround(t);
  // It has no phone, and is asked for one of another server.
  const second = await serve('second', { adb: '127.0.0.1:1' });
  const first = await serve('first');
  rack.phone(SERIAL)?.faults.order({ kind: 'slow', ms_per_request: 60, times: 100_000 });
  const [id = 0] = await first.api.createTasks(videoPost([SERIAL], 'stopped from elsewhere'));
  await first.api.taskWhen(id, ({ progress }) => progress?.step === 'media' || progress?.step === 'compose');
  const stopping = second.api.call<{ error: { code: string; published: string } | null }>('POST', `/task/${id}/stop`);
  const seen = waitFor('the task to say that it stops', async () => {
    const { progress, status } = await second.api.task(id);
    return progress?.stopping === true || status > 1 ? true : new Not(JSON.stringify(progress));
  });
  const { code, data } = await stopping;
  await seen;
  assert.deepEqual([code, data.error?.code, data.error?.published], [0, 'STOPPED', 'no']);
  assert.equal(rack.posts.list().length, 0);
  for (const { program } of [first, second]) assert.equal(await program.stop(), 0);
});

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Rack, startRack } from '../../src/simulator/rack.ts';
import { readPostmasterFile } from '../../src/storage/embedded/postmaster.ts';
import { discardCluster } from '../../src/storage/embedded.ts';
import { type Program, startProgram } from '../support/program.ts';
import { TEST_RACK, usedPhones } from '../support/rack.ts';
import { Caller, EXAMPLES, Not, videoPost, waitFor } from './world.ts';

const PHONES = 2;
const SLOW = { kind: 'slow', ms_per_request: 20, times: 100_000 } as const;

interface Ground {
  readonly rack: Rack;
  readonly program: Program;
  readonly api: Caller;
  killPostgres(): Promise<void>;
}

/** A server in a process of its own, with the embedded PostgreSQL, and a rack. */
async function ground(t: TestContext): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), 'postwright-database-killed-'));
  const rack = await startRack({ ...TEST_RACK, phones: PHONES, phoneOverrides: usedPhones(PHONES) });
  const flags = { port: '0', 'data-dir': dataDir, adb: `127.0.0.1:${rack.adbPort}`, 'material-roots': EXAMPLES };
  const args = ['serve', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])];
  const program = startProgram(t, { cwd: dataDir, args });
  t.after(async () => {
    // Wherever the test has failed: a server that is killed leaves its PostgreSQL running.
    program.child.kill('SIGKILL');
    await program.ended();
    await discardCluster(dataDir);
    await rack.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const api = new Caller(await program.found(/listens on (http:\S+)/));
  for (const { serial } of rack.phones) await api.deviceIs(serial, 'device');
  const killPostgres = async (): Promise<void> => {
    const file = await readPostmasterFile(join(dataDir, 'postgres'));
    assert.ok(file !== undefined);
    process.kill(file.pid, 'SIGKILL');
  };
  return { rack, program, api, killPostgres };
}

/** Asks again and again until `signal`. @returns each kind of answer there was. */
async function askOn({ url }: Caller, signal: AbortSignal): Promise<Set<string>> {
  const seen = new Set<string>();
  while (!signal.aborted) {
    const response = await fetch(`${url}/api/v1/task`);
    const { code } = (await response.json()) as { code: number };
    seen.add(`${response.status} ${code} ${response.headers.get('retry-after') ?? '-'}`);
    const ready = await fetch(`${url}/readyz`);
    if (!ready.ok)
      seen.add(
        ((await ready.json()) as { checks: { database_write: { message: string } } }).checks.database_write.message,
      );
    await sleep(5);
  }
  return seen;
}

test('PostgreSQL killed twice under running tasks: 50301 meanwhile, and every task is published once', async (t) => {
  const { rack, program, api, killPostgres } = await ground(t);
  for (const { serial } of rack.phones) rack.phone(serial)?.faults.order(SLOW);
  const serials = rack.phones.map(({ serial }) => serial);
  const ids = await api.createTasks(videoPost(serials, 'through it all', { allow_duplicate: true }));
  const stop = new AbortController();
  const asking = askOn(api, stop.signal);
  for (const step of ['account', 'confirm']) {
    await waitFor(`the step ${step}`, async () => {
      const tasks = await Promise.all(ids.map((id) => api.task(id).catch(() => undefined)));
      const steps = tasks.map((task) => task?.progress?.step);
      return steps.includes(step as never) ? true : new Not(steps.join());
    });
    await killPostgres();
    await waitFor('the database', async () => {
      const { code } = await api.call('GET', '/task');
      return code === 0 ? true : new Not(String(code));
    });
  }
  for (const id of ids) {
    const task = await api.taskWhen(id, (found) => (found as typeof found | null) !== null && found.status >= 2);
    assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  }
  stop.abort();
  const answers = [...(await asking)];
  const unexpected = answers.filter(
    (answer) => !/^(200 0 -|503 50301 \d+|PostgreSQL has ended|last succeeded)/.test(answer),
  );
  assert.deepEqual(unexpected, []);
  assert.ok(
    answers.some((answer) => answer.startsWith('503 50301')),
    answers.join(),
  );
  assert.ok(
    answers.some((answer) => answer.startsWith('PostgreSQL has ended')),
    answers.join(),
  );
  assert.equal(rack.posts.list().length, ids.length);
  const lines = program
    .output()
    .split('\n')
    .filter((line) => /PostgreSQL/.test(line));
  assert.equal(lines.filter((line) => line.includes('starting it again')).length, 2, lines.join('\n'));
  assert.equal(await program.stop(), 0);
});

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleepMs } from 'node:timers/promises';
import { findAdb } from '../support/adb.ts';
import { limits, named, watch } from './support.ts';

/** The first version line an `adb` server of any Debian release answers since platform-tools 28. */
const ADB_VERSION = 41;

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function startAdb(t: TestContext, path: string, options: { port: number; home: string }): ChildProcess {
  const argv = ['-P', String(options.port), 'nodaemon', 'server'];
  const child = spawn(path, argv, { env: { HOME: options.home }, stdio: 'ignore' });
  t.after(() => child.kill());
  return child;
}

test('follows a real ADB server through its death and return', async (t) => {
  const path = findAdb();
  if (path === null) return t.skip('no adb on this machine: name one in ADB_PATH');
  const home = await mkdtemp(join(tmpdir(), 'postwright-adb-'));
  t.after(() => rm(home, { recursive: true, force: true }));
  const port = await freePort();
  const { tracker } = await watch(t, `127.0.0.1:${port}`);
  await assert.rejects(tracker.ping(limits()), named('ADB_UNAVAILABLE'));

  for (let life = 0; life < 2; life += 1) {
    const adb = startAdb(t, path, { port, home });
    const before = tracker.lastAnswerAt;
    while (tracker.lastAnswerAt === before) await sleepMs(10);
    assert.equal(await tracker.ping(limits()), ADB_VERSION);
    assert.deepEqual(tracker.list(), []);
    assert.throws(() => tracker.phone('NOSUCH'), named('DEVICE_LOST'));
    const died = once(adb, 'exit');
    adb.kill();
    await died;
  }
});

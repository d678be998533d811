import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { lockDataDirectory } from '../../src/storage/data-directory.ts';

async function directory(t: TestContext): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'postwright-lock-'));
  t.after(() => rm(home, { recursive: true }));
  return join(home, 'data');
}

/** Another process that takes the lock and holds it until it is killed. */
async function holder(t: TestContext, path: string) {
  const module = JSON.stringify(join(import.meta.dirname, '../../src/storage/data-directory.ts'));
  const code = `const { lockDataDirectory } = await import(${module});
    await lockDataDirectory(${JSON.stringify(path)});
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

test('a directory is held by one server at a time, and leaves nothing behind', async (t) => {
  const path = await directory(t);
  const lock = await lockDataDirectory(path);
  const message = new RegExp(`in use by the Postwright server with process id ${process.pid}`);
  await assert.rejects(lockDataDirectory(path), { errorName: 'DATA_DIR_IN_USE', message });
  await lock.release();
  await lock.release();
  assert.deepEqual(await readdir(path), []);
  await (await lockDataDirectory(path)).release();
});

test("another process's lock counts while it lives, and is taken over when it was killed", async (t) => {
  const path = await directory(t);
  const child = await holder(t, path);
  await assert.rejects(lockDataDirectory(path), {
    errorName: 'DATA_DIR_IN_USE',
    message: new RegExp(` ${child.pid}\\b`),
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = await lockDataDirectory(path);
  await lock.release();
});

test('a lock whose number now belongs to a stranger, or that is no lock, is taken over', async (t) => {
  const path = await directory(t);
  for (const text of [JSON.stringify({ pid: process.pid, startedAt: 'long ago' }), '', '{"pid":"x"}']) {
    const lock = await lockDataDirectory(path);
    await writeFile(join(path, 'server.lock'), text);
    await lock.release();
    assert.equal(await readFile(join(path, 'server.lock'), 'utf8'), text, 'a lost lock is not released');
    await (await lockDataDirectory(path)).release();
  }
});

test('of many servers that find a stale lock at once, one gets it', async (t) => {
  const path = await directory(t);
  const first = await lockDataDirectory(path);
  await first.release();
  await writeFile(join(path, 'server.lock'), JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDirectory(path)));
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.deepEqual(await readdir(path), ['server.lock']);
});

test('a place where nothing can be written is refused', async (t) => {
  const path = await directory(t);
  await (await lockDataDirectory(path)).release();
  await writeFile(join(path, 'file'), '');
  await assert.rejects(lockDataDirectory(join(path, 'file')), { errorName: 'DATA_DIR_UNUSABLE' });
});

test('a lock that cannot be read is refused, not waited for', { timeout: 10_000 }, async (t) => {
  const path = await directory(t);
  await mkdir(join(path, 'server.lock'), { recursive: true });
  await assert.rejects(lockDataDirectory(path), { errorName: 'DATA_DIR_UNUSABLE', message: /EISDIR/ });
});

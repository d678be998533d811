import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it, type TestContext } from 'node:test';
import { startRack } from '../../src/simulator/rack.ts';
import { freshDatabase } from '../support/database.ts';
import { startProgram } from '../support/program.ts';
import { TEST_RACK } from '../support/rack.ts';

const cwd = mkdtempSync(join(tmpdir(), 'postwright-serve-'));
after(() => rmSync(cwd, { recursive: true, force: true }));

const KEY = 'a-key-nobody-guesses';

async function adbOf(t: TestContext): Promise<string> {
  const rack = await startRack(TEST_RACK);
  t.after(() => rack.stop());
  return `127.0.0.1:${rack.adbPort}`;
}

async function serve(t: TestContext, name: string, ...flags: readonly string[]) {
  const { url } = await freshDatabase(t);
  const args = [
    'serve',
    '--port',
    '0',
    '--data-dir',
    join(cwd, name),
    '--database-url',
    url,
    '--adb',
    await adbOf(t),
    ...flags,
  ];
  return startProgram(t, { cwd, args });
}

it('a server says what it is, logs JSON where nobody watches, and stops on SIGTERM', async (t) => {
  const server = await serve(t, 'one', '--api-key', KEY);
  const url = await server.found(/^Postwright \S+ listens on (http:\/\/127\.0\.0\.1:\d+)$/m);
  await server.found(/Ctrl-C stops it/);
  assert.match(server.output(), /Phones +(RACK0001 \(device\)|none yet)/);
  assert.equal((await fetch(new URL('/healthz', url))).status, 200);
  assert.equal((await fetch(new URL('/api/v1/task', url))).status, 401);
  assert.equal(await server.stop(), 0, server.output());
  const logged = server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  for (const line of logged) assert.equal(typeof (JSON.parse(line) as { msg: unknown }).msg, 'string');
  assert.doesNotMatch(server.output(), new RegExp(KEY));
});

it('a server asked to stop while it starts ends well', async (t) => {
  const server = await serve(t, 'early', '--log-level', 'debug');
  // The first line of the log: it is on its way.
  await server.found(/^\{/m);
  assert.equal(await server.stop(), 0, server.output());
});

it('a server whose port is taken says so in a sentence', async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => other.close(resolve)));
  const address = other.address();
  assert.ok(typeof address === 'object' && address !== null);
  const server = await serve(t, 'taken', '--port', String(address.port));
  assert.equal(await server.ended(), 1);
  assert.match(
    server.output(),
    new RegExp(`error: The port is already in use\\. \\(PORT_TAKEN\\)[\\s\\S]*${address.port}[\\s\\S]*→ .*--port`),
  );
  assert.doesNotMatch(server.output(), /^\s+at /m);
});

it('a second server on the same data directory says so in a sentence', async (t) => {
  const first = await serve(t, 'shared');
  await first.found(/Ctrl-C stops it/);
  const second = await serve(t, 'shared');
  assert.equal(await second.ended(), 1);
  assert.match(second.output(), /\(DATA_DIR_IN_USE\)[\s\S]*--data-dir/);
  assert.equal(await first.stop(), 0, first.output());
});

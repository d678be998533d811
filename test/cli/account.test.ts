import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { openWorld } from '../http/world.ts';
import { runCaptured } from './captured.ts';

const KEY = 'a-key-of-32-characters-for-tests';

async function cliWorld(t: TestContext) {
  const { url, parts } = await openWorld(t, { apiKey: KEY });
  const directory = await mkdtemp(join(tmpdir(), 'postwright-account-'));
  t.after(async () => await rm(directory, { recursive: true, force: true }));
  const { port } = new URL(url);
  const where = ['--port', port, '--api-key', KEY];
  return {
    port,
    accounts: parts.accounts,
    path: (name: string) => join(directory, name),
    run: async (...argv: string[]) => await runCaptured('account', ...argv, ...where),
  };
}

test('a sheet goes in, first as a dry run, and comes out again', async (t) => {
  const { accounts, path, run } = await cliWorld(t);
  await writeFile(path('in.csv'), 'usuario;etiquetas;colour\nmaria;ventas;red\n@pedro;;\n');
  const argv = ['import', path('in.csv'), '--platform', 'tiktok'];
  const dry = await run(...argv, '--dry-run');
  assert.equal(dry.err, '');
  assert.match(dry.out, /Column "colour" is not read\n {2}row 2 {2}tiktok maria {2}created\n {2}row 3 /);
  assert.match(dry.out, /A dry run, nothing was changed\. 2 rows: 2 created, 0 updated/);
  assert.deepEqual(await accounts.list(), []);
  assert.deepEqual((await run(...argv)).exitCode, 0);
  assert.deepEqual(
    (await accounts.list()).map(({ username }) => username),
    ['maria', 'pedro'],
  );
  for (const name of ['out.csv', 'out.xlsx']) {
    assert.match((await run('export', path(name))).out, /The accounts are in/);
    assert.match((await run('import', path(name))).out, /2 rows: 0 created, 0 updated, 2 unchanged/);
  }
  assert.match(await readFile(path('out.csv'), 'utf8'), /tiktok,maria,/);
});

test('what is wrong with a sheet is said row by row, and passwords are not', async (t) => {
  const { accounts, path, run } = await cliWorld(t);
  await writeFile(path('bad.csv'), 'username,platform,device\nmaria,tiktok,NOPE\nana,tiktok,\n');
  const refused = await run('import', path('bad.csv'));
  assert.deepEqual([refused.exitCode, refused.out], [1, '']);
  assert.match(refused.err, /bad\.csv was refused; nothing was changed\.\n {2}rows\.2\.device: names a phone/);
  const partly = await run('import', path('bad.csv'), '--skip-invalid');
  assert.equal(partly.exitCode, 1);
  assert.match(partly.out, /row 3 {2}tiktok ana {2}created\n2 rows: 1 created, .* 1 with errors/);
  assert.match(partly.err, /row 2, column device names a phone that was never seen here\. Connect/);
  await writeFile(path('secret.csv'), 'username,platform,pwd\neva,tiktok,s3cret\n');
  const secret = await run('import', path('secret.csv'), '--verbose');
  assert.equal(secret.exitCode, 1);
  assert.match(secret.err, /columns\.pwd: holds passwords/);
  assert.doesNotMatch(secret.out + secret.err, /s3cret/);
  assert.equal((await accounts.list()).length, 1);
});

test('a file or a server that cannot be reached is told with what to do', async (t) => {
  const { path, run, port } = await cliWorld(t);
  assert.match((await run('import', path('none.csv'))).err, /FILE_UNUSABLE.*\n.*none\.csv cannot be read/);
  assert.match((await run('export', path('out.pdf'))).err, /ends neither in \.csv nor in \.xlsx/);
  const away = await runCaptured('account', 'export', path('out.csv'), '--port', '1');
  assert.equal(away.exitCode, 1);
  assert.match(away.err, /SERVER_UNREACHABLE/);
  const keyless = await runCaptured('account', 'export', path('out.csv'), '--port', port);
  assert.match(keyless.err, /^error: The server refused GET \/account\/export.* 40101: The API key is missing/);
});

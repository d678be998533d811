import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { sql } from 'kysely';

import { openDatabase } from '../../src/storage/database.ts';
import { chooseAccount } from '../../src/storage/embedded/account.ts';
import { findPackage, reachable } from '../../src/storage/embedded/binaries.ts';
import { isPostmasterOf, readPostmasterFile } from '../../src/storage/embedded/postmaster.ts';
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/storage/embedded.ts';

const MODULE = join(import.meta.dirname, '../../src/storage/embedded.ts');
const asRoot = process.geteuid?.() === 0;

/** A data directory of this test's own; whatever PostgreSQL still runs in it at the end is ended. */
async function dataDirectory(t: TestContext, below = 'data'): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'postwright-embedded-'));
  const path = join(home, below);
  await mkdir(path, { recursive: true });
  t.after(async () => {
    const file = await readPostmasterFile(join(path, 'postgres'));
    if (file !== undefined && (await isPostmasterOf(join(path, 'postgres'), file.pid)))
      process.kill(file.pid, 'SIGQUIT');
    while (file !== undefined && (await isPostmasterOf(join(path, 'postgres'), file.pid).catch(() => false)))
      await tick();
    await rm(home, { recursive: true });
  });
  return path;
}

async function start(t: TestContext, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres(options);
  t.after(() => postgres.stop());
  return postgres;
}

async function query<T>(url: string, text: string): Promise<T[]> {
  const db = openDatabase(url, { maxConnections: 1 });
  try {
    return (await sql.raw<T>(text).execute(db)).rows;
  } finally {
    await db.destroy();
  }
}

async function postmasterOf(path: string): Promise<number> {
  const file = await readPostmasterFile(join(path, 'postgres'));
  assert.ok(file !== undefined);
  return file.pid;
}

function processGroup(pid: number): string {
  return execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' }).trim();
}

const tick = () => new Promise((resolve) => setImmediate(resolve));
const socketDirectories = async () => (await readdir('/tmp')).filter((name) => /^postwright-[a-z2-7]{12}$/.test(name));

/** A server in a process of its own, so that it can be killed. It says `ready URL` when it is up. */
function serverIn(t: TestContext, path: string): { child: ChildProcess; ready: Promise<string> } {
  const code = `const { startEmbeddedPostgres } = await import(${JSON.stringify(MODULE)});
    const postgres = await startEmbeddedPostgres({ dataDirectory: ${JSON.stringify(path)}, onProgress: (it) => console.log(it) });
    console.log('ready ' + postgres.url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  return { child, ready: said(child, /ready (.+)/) };
}

function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  let text = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const match = pattern.exec(text);
    if (match !== null) resolve(match[1] ?? '');
  });
  child.once('exit', () => reject(new Error(`It ended having said: ${text}`)));
  promise.catch(() => {});
  return promise;
}

test('what is written is there after a restart; a stop leaves no process, lock or socket', async (t) => {
  // Longer than the path of a socket may be.
  const path = await dataDirectory(t, join('a'.repeat(100), 'b'.repeat(100)));
  const sentences: string[] = [];
  const first = await start(t, { dataDirectory: path, onProgress: (sentence) => sentences.push(sentence) });
  await query(first.url, "create table t as select 'kept' as word");
  const [settings] = await query<Record<string, string>>(
    first.url,
    "select current_setting('fsync') as fsync, current_setting('listen_addresses') as listen",
  );
  assert.deepEqual(settings, { fsync: 'on', listen: '' });
  const pid = await postmasterOf(path);
  const socket = new URL(first.url).searchParams.get('host') ?? '';
  assert.equal((await stat(socket)).mode & 0o777, 0o700);
  assert.equal(first.stop(), first.stop());
  await first.stop();
  assert.equal(await isPostmasterOf(join(path, 'postgres'), pid), false);
  await assert.rejects(stat(socket), { code: 'ENOENT' });
  assert.deepEqual(await readdir(path), ['postgres']);
  const second = await start(t, { dataDirectory: path });
  assert.deepEqual(await query(second.url, 'select word from t'), [{ word: 'kept' }]);
  assert.deepEqual(sentences.length, 2);
});

test('the postmaster of a killed server is stopped before the next one starts; nothing is lost', async (t) => {
  const path = await dataDirectory(t);
  const { child, ready } = serverIn(t, path);
  const url = await ready;
  await query(url, "create table t as select 'kept' as word");
  const left = await postmasterOf(path);
  // So Ctrl-C in the terminal, which goes to the whole process group, reaches Postwright only.
  assert.notEqual(processGroup(left), processGroup(child.pid ?? 0));
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(await isPostmasterOf(join(path, 'postgres'), left), true, 'it outlives its server');
  const before = await socketDirectories();
  const { url: next } = await start(t, { dataDirectory: path });
  assert.equal(await isPostmasterOf(join(path, 'postgres'), left), false);
  assert.notEqual(await postmasterOf(path), left);
  assert.deepEqual(await query(next, 'select word from t'), [{ word: 'kept' }]);
  assert.equal((await socketDirectories()).length, before.length, "the killed server's socket directory is gone");
});

test('a postmaster left dead by a killed server is recovered from, also when its file was cut off', async (t) => {
  const path = await dataDirectory(t);
  for (const cut of [false, true]) {
    const { child, ready } = serverIn(t, path);
    await query(await ready, "create table if not exists t as select 'kept' as word");
    child.kill('SIGKILL');
    await once(child, 'exit');
    process.kill(await postmasterOf(path), 'SIGKILL');
    if (cut) await writeFile(join(path, 'postgres', 'postmaster.pid'), '');
    const postgres = await startEmbeddedPostgres({ dataDirectory: path });
    assert.deepEqual(await query(postgres.url, 'select word from t'), [{ word: 'kept' }]);
    await postgres.stop();
  }
});

test("a postmaster.pid with a stranger's number does not keep it from starting, and the stranger is left alone", async (t) => {
  const path = await dataDirectory(t);
  await (await start(t, { dataDirectory: path })).stop();
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  t.after(() => stranger.kill('SIGKILL'));
  await once(stranger, 'spawn');
  await writeFile(join(path, 'postgres', 'postmaster.pid'), `${stranger.pid}\n/elsewhere\n1\n5432\n/tmp\n\n\nready\n`);
  const { url } = await start(t, { dataDirectory: path });
  assert.deepEqual(await query(url, 'select 1 as one'), [{ one: 1 }]);
  assert.equal(stranger.exitCode ?? stranger.signalCode, null);
});

test('Ctrl-C in the middle of the first start leaves nothing, and the next start works', async (t) => {
  const path = await dataDirectory(t);
  const ctrlC = new AbortController();
  const starting = startEmbeddedPostgres({
    dataDirectory: path,
    signal: ctrlC.signal,
    onProgress: () => setTimeout(() => ctrlC.abort(new Error('Ctrl-C')), 100),
  });
  await assert.rejects(starting, /Ctrl-C/);
  assert.deepEqual(await readdir(path), []);
  const { url } = await start(t, { dataDirectory: path });
  assert.deepEqual(await query(url, 'select 1 as one'), [{ one: 1 }]);
});

test('a server killed in the middle of its first start leaves a half-made cluster, which the next start replaces', async (t) => {
  const path = await dataDirectory(t);
  const { child } = serverIn(t, path);
  while (!(await readdir(path)).some((name) => name.startsWith('postgres.new-'))) await tick();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { url } = await start(t, { dataDirectory: path });
  assert.deepEqual(await query(url, 'select 1 as one'), [{ one: 1 }]);
  assert.deepEqual(
    (await readdir(path)).filter((name) => name.startsWith('postgres.new-')),
    [],
  );
});

test('data of a newer PostgreSQL, of an older one, and what is no data at all are refused in their own words', async (t) => {
  const path = await dataDirectory(t);
  await mkdir(join(path, 'postgres'));
  const version = join(path, 'postgres', 'PG_VERSION');
  await writeFile(version, '19\n');
  await assert.rejects(startEmbeddedPostgres({ dataDirectory: path }), {
    errorName: 'DATABASE_TOO_NEW',
    message: /PostgreSQL 19/,
  });
  await writeFile(version, '17\n');
  await assert.rejects(startEmbeddedPostgres({ dataDirectory: path }), {
    errorName: 'DATABASE_UNAVAILABLE',
    message: /pg_dump of 17/,
  });
  await rm(version);
  await writeFile(join(path, 'postgres', 'notes.txt'), '');
  await assert.rejects(startEmbeddedPostgres({ dataDirectory: path }), { errorName: 'DATA_DIR_UNUSABLE' });
});

test('why PostgreSQL does not start is told in its own words', async (t) => {
  const path = await dataDirectory(t);
  const settings = { shared_buffers: 'lots' };
  await assert.rejects(startEmbeddedPostgres({ dataDirectory: path, settings }), {
    errorName: 'DATABASE_UNAVAILABLE',
    message: /did not start: .*shared_buffers/,
  });
});

if (asRoot) {
  test('root starts it as another user, below a directory that only root may enter', async (t) => {
    const path = await dataDirectory(t, join('closed', 'data'));
    await chmod(join(path, '..'), 0o700);
    const { url } = await start(t, { dataDirectory: path });
    assert.deepEqual(await query(url, 'select 1 as one'), [{ one: 1 }]);
    assert.notEqual((await stat(`/proc/${await postmasterOf(path)}`)).uid, 0);
  });

  test('a cluster that root has restored from a copy is given to its user again', async (t) => {
    const path = await dataDirectory(t);
    const postgres = await start(t, { dataDirectory: path });
    await query(postgres.url, "create table t as select 'kept' as word");
    await postgres.stop();
    const copy = await dataDirectory(t);
    await cp(path, copy, { recursive: true });
    assert.equal((await stat(join(copy, 'postgres'))).uid, 0);
    const { url } = await start(t, { dataDirectory: copy });
    assert.deepEqual(await query(url, 'select word from t'), [{ word: 'kept' }]);
  });

  test('programs where only root can reach them are copied to where their user can', async (t) => {
    const home = await realpath(await mkdtemp(join(tmpdir(), 'postwright-binaries-')));
    t.after(() => rm(home, { recursive: true }));
    const account = await chooseAccount(join(home, 'none'));
    assert.ok(account !== undefined);
    const [installed, cache] = [join(home, 'installed'), join(home, 'cache')];
    await cp(await findPackage(), installed, { recursive: true, verbatimSymlinks: true });
    await chmod(home, 0o755);
    await chmod(installed, 0o755);
    assert.equal(await reachable(installed, account, cache), join(installed, 'native'));
    await chmod(installed, 0o700);
    const copy = await reachable(installed, account, cache);
    assert.ok(copy.startsWith(join(cache, 'postgresql-')));
    assert.equal(await reachable(installed, account, cache), copy);
    await chmod(copy, 0o777);
    await assert.rejects(reachable(installed, account, cache), {
      message: /can be changed by others/,
    });
  });
}

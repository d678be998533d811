import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { sql } from 'kysely';

import type { Log } from '../../src/kit/log.ts';
import { type Db, openDatabase } from '../../src/storage/database.ts';
import { isPostmasterOf, readPostmasterFile } from '../../src/storage/embedded/postmaster.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/storage/embedded.ts';
import { describeProcess } from '../../src/storage/process-identity.ts';

const POLL_MS = 20;

interface Ground {
  readonly postgres: EmbeddedPostgres;
  readonly db: Db;
  readonly cluster: string;
  /** Sentences of the log. */
  readonly told: string[];
}

/** A supervised PostgreSQL with one table, and a pool as the server has one. */
async function ground(t: TestContext): Promise<Ground> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'postwright-supervised-'));
  const told: string[] = [];
  const tell = (_: object, sentence: string): void => void told.push(sentence);
  const log: Log = { debug() {}, info: tell, warn: tell, error: tell, child: () => log };
  const postgres = await startEmbeddedPostgres({ dataDirectory, log });
  const db = openDatabase(postgres.url, { maxConnections: 2 });
  t.after(async () => {
    await db.destroy();
    await postgres.stop();
    await rm(dataDirectory, { recursive: true });
  });
  await sql`create table t as select 'kept' as word`.execute(db);
  return { postgres, db, cluster: join(dataDirectory, 'postgres'), told };
}

async function postmasterOf(cluster: string): Promise<number> {
  const file = await readPostmasterFile(cluster);
  assert.ok(file !== undefined);
  return file.pid;
}

/** Through the same pool, as soon as it can be read again. */
async function words(db: Db): Promise<string[]> {
  for (;;) {
    try {
      return (await sql<{ word: string }>`select word from t`.execute(db)).rows.map(({ word }) => word);
    } catch {
      await sleep(POLL_MS);
    }
  }
}

async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await sleep(POLL_MS);
}

test('a killed postmaster comes back at the same address, again and again, with two log lines an outage', async (t) => {
  const { postgres, db, cluster, told } = await ground(t);
  for (const time of [1, 2]) {
    const killed = await postmasterOf(cluster);
    process.kill(killed, 'SIGKILL');
    await until(() => postgres.trouble !== null || told.length === 2 * time);
    assert.deepEqual(await words(db), ['kept']);
    await until(() => postgres.trouble === null);
    assert.notEqual(await postmasterOf(cluster), killed);
  }
  const outage = ['PostgreSQL has ended unexpectedly; starting it again', 'PostgreSQL runs again'];
  assert.deepEqual(told, [...outage, ...outage]);
});

test('orphaned backends that are suspended, and a socket directory that was cleaned away, hold nothing up', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const { postgres, db, cluster } = await ground(t);
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  const backend = rows[0]?.pid ?? 0;
  process.kill(backend, 'SIGSTOP');
  process.kill(await postmasterOf(cluster), 'SIGKILL');
  await rm(new URL(postgres.url).searchParams.get('host') ?? '', { recursive: true });
  assert.deepEqual(await words(db), ['kept']);
  assert.equal(await describeProcess(backend), undefined);
});

test('a killed backend is mended by its postmaster, which stays', async (t) => {
  const { postgres, db, cluster, told } = await ground(t);
  const before = await postmasterOf(cluster);
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
  assert.deepEqual(await words(db), ['kept']);
  assert.equal(await postmasterOf(cluster), before);
  assert.deepEqual([postgres.trouble, told], [null, []]);
});

test('one that cannot be started says why, once, and is tried again until it can; a stop ends that', async (t) => {
  const { postgres, db, cluster, told } = await ground(t);
  const conf = join(cluster, 'postgresql.conf');
  const good = await readFile(conf, 'utf8');
  await appendFile(conf, "shared_buffers = 'lots'\n");
  process.kill(await postmasterOf(cluster), 'SIGKILL');
  // The third failed start, by what it leaves in the log of PostgreSQL.
  const complaints = async () => (await readFile(join(cluster, 'postgres.log'), 'utf8')).split('"lots"').length - 1;
  await until(async () => (await complaints()) >= 3);
  assert.match(postgres.trouble ?? '', /starting it again fails: .*shared_buffers/);
  assert.equal(told.length, 2, told.join('\n'));
  await writeFile(conf, good);
  assert.deepEqual(await words(db), ['kept']);

  await appendFile(conf, "shared_buffers = 'lots'\n");
  const last = await postmasterOf(cluster);
  process.kill(last, 'SIGKILL');
  await until(() => postgres.trouble !== null);
  await postgres.stop();
  assert.equal(await isPostmasterOf(cluster, last), false);
});

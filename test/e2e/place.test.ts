import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { pingWrite } from '../../src/storage/servers.ts';
import { attemptOf, taskOf } from '../storage/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { quietLog } from './world.ts';

const HOUR_MS = 60 * 60 * 1_000;

test('a server leaves alone what one of another machine carries out, though names and paths are the same', async (t) => {
  const { url: databaseUrl, db } = await freshDatabase(t);
  const dataDir = await mkdtemp(join(tmpdir(), 'postwright-place-'));
  t.after(async () => await rm(dataDir, { recursive: true, force: true }));
  const other = { id: 'other', host: `${hostname()}:${dataDir}`, pid: 1, startedAt: new Date() };
  await pingWrite(db, other, new Date(Date.now() + HOUR_MS));
  const { id } = await db.insertInto('tasks').values(taskOf('A1', 1)).returning('id').executeTakeFirstOrThrow();
  await db
    .insertInto('attempts')
    .values(attemptOf(id, { number: 1, outcome: 'running', server: other.id }))
    .execute();
  const flags = { port: '0', 'data-dir': dataDir, 'database-url': databaseUrl, adb: '127.0.0.1:1' };
  const app = buildApp({ config: readConfig({ flags, env: {}, cwd: dataDir }), log: quietLog });
  await app.start();
  await app.stop();
  const { status } = await db.selectFrom('tasks').select('status').where('id', '=', id).executeTakeFirstOrThrow();
  assert.equal(status, 1);
});

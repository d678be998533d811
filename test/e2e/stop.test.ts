import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { sql } from 'kysely';

import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { freshDatabase } from '../support/database.ts';
import { quietLog, startWorld, videoPost } from './world.ts';

/** The server promises its running attempts 5 s; callers that keep it waiting get no more. */
const STOPPED_WITHIN_MS = 10_000;

test('a caller that never ends its request does not hold up the stop', async (t) => {
  const { api, stop } = await startWorld(t);
  const { hostname, port } = new URL(api.url);
  const caller = net.connect(Number(port), hostname);
  caller.on('error', () => {});
  t.after(() => caller.destroy());
  await once(caller, 'connect');
  caller.write(
    'POST /api/v1/task HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
  );
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'interrupted'));
  await api.taskWhen(id, ({ status }) => status === 1);
  const startedAt = Date.now();
  await stop();
  const tookMs = Date.now() - startedAt;
  assert.ok(tookMs < STOPPED_WITHIN_MS, `it took ${tookMs} ms`);
});

test('a start that fails says why, even if what had started does not stop cleanly', async (t) => {
  const { url: databaseUrl, db } = await freshDatabase(t);
  await sql`create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end'`.execute(
    db,
  );
  await sql`create trigger refuse before delete on servers for each row execute function refuse()`.execute(db);
  const taken = net.createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const dataDir = await mkdtemp(join(tmpdir(), 'postwright-stop-'));
  t.after(async () => {
    taken.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const { port } = taken.address() as net.AddressInfo;
  const flags = { port: `${port}`, 'data-dir': dataDir, 'database-url': databaseUrl, adb: '127.0.0.1:1' };
  const app = buildApp({ config: readConfig({ flags, env: {}, cwd: dataDir }), log: quietLog });
  await assert.rejects(app.start(), { errorName: 'PORT_TAKEN' });
});

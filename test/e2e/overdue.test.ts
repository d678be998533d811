import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { sql } from 'kysely';

import { type App, buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { startRack } from '../../src/simulator/rack.ts';
import { freshDatabase } from '../support/database.ts';
import { TEST_RACK, USED_PHONE } from '../support/rack.ts';
import { Caller, EXAMPLES, quietLog, videoPost } from './world.ts';

test('a post for the morning waits for a decision when the server comes back in the evening, and is published once', async (t) => {
  const { db, url: databaseUrl } = await freshDatabase(t);
  const dataDir = await mkdtemp(join(tmpdir(), 'postwright-overdue-'));
  const rack = await startRack({ ...TEST_RACK, keepContent: true, phoneOverrides: [USED_PHONE] });
  const running: App[] = [];
  t.after(async () => {
    for (const app of running) await app.stop();
    await rack.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const adb = `127.0.0.1:${rack.adbPort}`;
  const flags = { port: '0', 'data-dir': dataDir, 'database-url': databaseUrl, adb, 'material-roots': EXAMPLES };
  const serve = async (): Promise<{ readonly app: App; readonly api: Caller }> => {
    const app = buildApp({ config: readConfig({ flags, env: {}, cwd: dataDir }), log: quietLog });
    running.push(app);
    return { app, api: new Caller((await app.start()).url) };
  };

  const first = await serve();
  await first.api.deviceIs('RACK0001', 'device');
  await first.api.finished((await first.api.createTasks(videoPost(['RACK0001'], 'last night')))[0] ?? 0);
  const tomorrow = new Date(Date.now() + 3_600_000).toISOString();
  const [id = 0] = await first.api.createTasks(videoPost(['RACK0001'], 'good morning', { start_at: tomorrow }));
  await first.app.stop();
  // Ten hours go by, in which nobody runs; the post was due in the second of them.
  await sql`update devices set served_at = now() - interval '10 hours'`.execute(db);
  await sql`update tasks set scheduled_at = now() - interval '9 hours' where id = ${id}`.execute(db);

  const { api } = await serve();
  const waiting = await api.taskWhen(id, ({ needs_decision }) => needs_decision !== null);
  assert.deepEqual([waiting.status_text, waiting.needs_decision?.reason], ['pending', 'overdue']);
  const { data } = await api.call<{ tasks: { waiting_for_decision: number } }>('GET', '/status');
  assert.equal(data.tasks.waiting_for_decision, 1);
  const decided = await api.call('POST', '/task/overdue', { decision: 'run' });
  assert.deepEqual(decided.data, { decided_count: 1, task_ids: [id], skipped: [] });
  assert.equal((await api.finished(id)).status_text, 'completed');
  assert.deepEqual(
    rack.posts.list().map(({ caption }) => caption),
    ['last night', 'good morning'],
  );
});

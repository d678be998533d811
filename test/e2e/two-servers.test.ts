import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { readEvents } from '../http/event-reader.ts';
import { quietLog, startWorld, videoPost } from './world.ts';

test('the events of one server tell of a task that another one on the same database carries out', async (t) => {
  const { api, databaseUrl } = await startWorld(t);
  const dataDir = await mkdtemp(join(tmpdir(), 'postwright-e2e-'));
  t.after(async () => await rm(dataDir, { recursive: true, force: true }));
  // Where no ADB server listens: it has no phones.
  const flags = { port: '0', 'data-dir': dataDir, 'database-url': databaseUrl, adb: '127.0.0.1:1' };
  const config = readConfig({ flags: { ...flags, 'log-level': 'silent' }, env: {}, cwd: dataDir });
  const other = buildApp({ config, log: quietLog });
  t.after(async () => await other.stop());
  const { url } = await other.start();
  const reader = await readEvents(`${url}/api/v1/event?types=task.created,task.changed,task.progressed`);
  t.after(() => reader.leave());
  // The first server has noticed the second one.
  for (let name = ''; name !== 'reset'; ) name = (await reader.next())[0]?.name ?? '';

  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'Seen from afar'));
  const heard: string[] = [];
  for (let isOver = false; !isOver; ) {
    const [event] = await reader.next();
    assert.equal(event?.data.task_id, id);
    heard.push(event?.name === 'task.changed' ? `${event.name} ${event.data.status}` : (event?.name ?? ''));
    isOver = event?.data.status === 2;
  }
  assert.deepEqual([heard[0], heard[1], heard.at(-1)], ['task.created', 'task.changed 1', 'task.changed 2']);
  assert.ok(heard.includes('task.progressed'));
});

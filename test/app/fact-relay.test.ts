import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';

import { FactRelay } from '../../src/app/fact-relay.ts';
import { Heartbeat } from '../../src/app/heartbeat.ts';
import { EventBus } from '../../src/events/bus.ts';
import { Untold } from '../../src/events/other-servers.ts';
import { RecentFacts } from '../../src/events/recent-facts.ts';
import { systemClock } from '../../src/kit/clock.ts';
import { type Log, silentLog } from '../../src/kit/log.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { freshDatabase } from '../support/database.ts';
import { postgresWire } from '../support/postgres-wire.ts';

/** What a server of the database has of this, without the rest of it. */
async function startServer(t: TestContext, url: string) {
  const db = openDatabase(url);
  const bus = new EventBus((error) => {
    throw error;
  });
  const events = new RecentFacts({ bus, clock: systemClock });
  const warnings: string[] = [];
  const log: Log = { ...silentLog, warn: (_, sentence) => void warnings.push(sentence) };
  const id = randomUUID();
  const server = { id, host: `here:${id}`, pid: process.pid, startedAt: new Date() };
  const heartbeat = new Heartbeat({ db, server, clock: systemClock, log: silentLog });
  const relay = new FactRelay({ db, url, serverId: id, bus, events, clock: systemClock, log, lookEveryMs: 50 });
  await heartbeat.start();
  await relay.start();
  t.after(async () => {
    await relay.stop();
    await heartbeat.stop();
    await db.destroy();
  });
  const heard = (): { name: string; data: Record<string, unknown> }[] =>
    Array.from({ length: events.last }, (_, index) => events.at(index + 1)).map((fact) => ({
      name: fact?.name ?? '',
      data: JSON.parse(fact?.json ?? '{}') as Record<string, unknown>,
    }));
  const count = (name: string): number => heard().filter((fact) => fact.name === name).length;
  return { id, bus, heard, count, warnings };
}

type Server = Awaited<ReturnType<typeof startServer>>;

/** Whether what happens on one is told on the other by now. */
function hears(reader: Server, teller: Server): boolean {
  teller.bus.publish('device.updated', { serial: teller.id });
  return reader.heard().some(({ data }) => data.serial === teller.id);
}

test('servers on one database hear of each other, and that they missed something while it was away', async (t) => {
  const { url } = await freshDatabase(t);
  const wire = await postgresWire(t, url);
  const one = await startServer(t, url);
  const other = await startServer(t, wire.url);
  await t.waitFor(() => assert.deepEqual([hears(one, other), hears(other, one)], [true, true]), { timeout: 20_000 });
  const step = (percent: number) => ({ step: 'media', label: 'Copying', percent, stopping: false });
  one.bus.publish('device.health', { serial: 'PHONE1', health: 'ok' });
  one.bus.publish('task.changed', { taskId: 7, serial: 'PHONE1', status: 1 });
  for (const percent of [10, 20, 30])
    one.bus.publish('task.progressed', { taskId: 7, serial: 'PHONE1', ...step(percent) });
  await t.waitFor(() => assert.equal(other.count('task.progressed'), 1), { timeout: 20_000 });
  const told = other.heard().filter(({ name }) => name.startsWith('task'));
  assert.deepEqual(
    told.map(({ name, data: { at, ...data } }) => [name, typeof at, data]),
    [
      ['task.changed', 'string', { task_id: 7, serial: 'PHONE1', status: 1 }],
      ['task.progressed', 'string', { task_id: 7, serial: 'PHONE1', ...step(30) }],
    ],
    'nothing of what only the other knows, and of the steps the last',
  );
  assert.equal(one.count('task.changed'), 1, 'nobody hears itself');

  const resets = [one.count('reset'), other.count('reset')] as const;
  wire.cut();
  await t.waitFor(() => assert.equal(other.warnings.length, 1), { timeout: 20_000 });
  other.bus.publish('task.deleted', { taskId: 7, serial: 'PHONE1' });
  wire.mend();
  await t.waitFor(() => assert.ok(one.count('reset') > resets[0] && other.count('reset') > resets[1]), {
    timeout: 20_000,
  });
  other.bus.publish('task.created', { taskId: 8, serial: 'PHONE2' });
  await t.waitFor(() => assert.equal(one.count('task.created'), 1), { timeout: 20_000 });
  assert.equal(other.warnings.length, 1, 'an outage is told once');
  assert.deepEqual(one.warnings, []);
});

test('what is told at once fits into messages, and what is too much is told as missed', () => {
  const untold = new Untold(100);
  const fact = (id: number, label = 'é') => ({ name: 'task.created', data: { task_id: id, label } }) as const;
  for (let id = 1; id <= 100; id += 1) untold.add(fact(id));
  const texts = untold.take('here', 1_000);
  assert.ok(texts.length > 1 && texts.every((text) => Buffer.byteLength(text) <= 1_000));
  const messages = texts.map((text) => JSON.parse(text) as { missed: boolean; facts: { data: { task_id: number } }[] });
  const ids = messages.flatMap(({ facts }) => facts.map(({ data }) => data.task_id));
  assert.deepEqual([ids.length, ids[0], ids.at(-1), messages.some(({ missed }) => missed)], [100, 1, 100, false]);
  assert.ok(untold.isEmpty);
  untold.add(fact(1, 'x'.repeat(2_000)));
  assert.deepEqual(untold.take('here', 1_000), ['{"from":"here","missed":true,"facts":[]}']);
  for (let id = 1; id <= 101; id += 1) untold.add(fact(id));
  assert.deepEqual(untold.take('here', 1_000), ['{"from":"here","missed":true,"facts":[]}']);
});

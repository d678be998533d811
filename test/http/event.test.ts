import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';

import { checker } from '../../src/contract/check.ts';
import { EVENTS } from '../../src/contract/event.ts';
import { EventBus } from '../../src/events/bus.ts';
import { RecentFacts } from '../../src/events/recent-facts.ts';
import { EventStream } from '../../src/http/event-stream.ts';
import { buildHttp } from '../../src/http/server.ts';
import { systemClock } from '../../src/kit/clock.ts';
import { readEvents } from './event-reader.ts';
import { openWorld, videoRequest } from './world.ts';

const PATH = '/api/v1/event';

function makeBus(): EventBus {
  return new EventBus((error) => {
    throw error;
  });
}

test('who follows the events hears what happens, as the contract says', async (t) => {
  const world = await openWorld(t);
  const reader = await readEvents(`${world.url}${PATH}`);
  const changesOnly = await readEvents(`${world.url}${PATH}?types=task.changed,task.deleted`);
  const [id = 0] = await world.create(videoRequest());
  await world.call('POST', `/api/v1/task/${id}/stop`);
  world.parts.tasks.bus.publish('attempt.ended', { taskId: id, serial: 'PHONE1', code: null });
  await world.call('DELETE', `/api/v1/task/${id}`);

  const heard = await reader.next(5);
  assert.deepEqual(
    heard.map(({ name }) => name),
    ['hello', 'task.created', 'task.changed', 'attempt.ended', 'task.deleted'],
  );
  for (const { name, data } of heard) checker(EVENTS[name as keyof typeof EVENTS])(data);
  const { at: _, ...changed } = heard[2]?.data ?? {};
  assert.deepEqual(changed, { task_id: id, serial: 'PHONE1', status: 3 });
  const numbers = heard.map((event) => Number(event.id.split('-')[1]));
  assert.deepEqual(numbers, [0, 1, 2, 3, 4], 'ids increase');

  const filtered = await changesOnly.next(3);
  assert.deepEqual(
    filtered.map(({ name }) => name),
    ['hello', 'task.changed', 'task.deleted'],
  );
  reader.leave();
  changesOnly.leave();
  const refused = await world.call('GET', `${PATH}?types=task.changed,task.eaten`);
  assert.deepEqual([refused.code, refused.paths], [40001, ['query.types']]);
});

test('who comes back with the last id misses nothing and hears nothing twice', async (t) => {
  const world = await openWorld(t);
  const tell = (percent: number) =>
    world.parts.tasks.bus.publish('task.progressed', {
      taskId: 1,
      serial: 'PHONE1',
      step: 'media',
      label: 'Copying',
      percent,
      stopping: false,
    });
  const first = await readEvents(`${world.url}${PATH}`);
  const [hello] = await first.next();
  tell(1);
  const [last] = await first.next();
  first.leave();
  tell(2);
  tell(3);
  for (const [query, headers] of [
    ['', { 'Last-Event-ID': last?.id ?? '' }],
    [`?last_event_id=${last?.id}`, {}],
    // A browser that comes back by itself keeps the address and sends what it has read since.
    [`?last_event_id=${hello?.id}`, { 'Last-Event-ID': last?.id ?? '' }],
  ] as const) {
    const again = await readEvents(`${world.url}${PATH}${query}`, headers);
    const heard = await again.next(2);
    assert.deepEqual(
      heard.map(({ name, data }) => [name, data.percent]),
      [
        ['task.progressed', 2],
        ['task.progressed', 3],
      ],
    );
    again.leave();
  }
  const quiet = await readEvents(`${world.url}${PATH}`, { 'Last-Event-ID': hello?.id ?? '' });
  assert.equal((await quiet.next(3)).at(-1)?.data.percent, 3, 'an id from before the first fact counts too');
  quiet.leave();
});

test('after a restart of the server an old id is answered with a reset, and the new one goes on from there', async (t) => {
  const world = await openWorld(t);
  const first = await readEvents(`${world.url}${PATH}`);
  await world.create(videoRequest());
  const [, created] = await first.next(2);
  const bus = makeBus();
  const restarted = buildHttp({ ...world.parts, events: new RecentFacts({ bus, clock: world.clock }) });
  const url = await restarted.listen({ host: '127.0.0.1', port: 0 });
  t.after(async () => await restarted.close());
  const again = await readEvents(`${url}${PATH}`, { 'Last-Event-ID': created?.id ?? '' });
  bus.publish('device.changed', { serial: 'PHONE1', state: 'offline' });
  const [reset, changed] = await again.next(2);
  assert.deepEqual([reset?.name, changed?.name], ['reset', 'device.changed']);
  again.leave();
  const third = await readEvents(`${url}${PATH}`, { 'Last-Event-ID': reset?.id ?? '' });
  assert.equal((await third.next())[0]?.name, 'device.changed', 'the id of the reset can be resumed from');
  third.leave();
  first.leave();
});

test('streams end when the server closes, do not keep it, and are not without number', async (t) => {
  const world = await openWorld(t);
  const app = buildHttp(world.parts);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const head = await fetch(`${url}${PATH}`, { method: 'HEAD' });
  assert.equal(head.status, 200);
  const readers = await Promise.all(Array.from({ length: 100 }, async () => await readEvents(`${url}${PATH}`)));
  const refused = await fetch(`${url}${PATH}`);
  assert.equal(refused.status, 503);
  assert.equal(((await refused.json()) as { code: number }).code, 50301);
  readers[0]?.leave();
  await t.waitFor(async () => (await readEvents(`${url}${PATH}`)).leave(), { timeout: 5000 });
  await app.close();
  for (const reader of readers.slice(1))
    assert.deepEqual(
      (await reader.rest()).map(({ name }) => name),
      ['hello'],
    );
});

test('what fell out of the ring is answered with a reset', () => {
  const bus = makeBus();
  const facts = new RecentFacts({ bus, clock: systemClock, kept: 3 });
  const start = facts.idOf(facts.last);
  for (let taskId = 1; taskId <= 3; taskId += 1) bus.publish('task.created', { taskId, serial: 'PHONE1' });
  assert.equal(facts.after(start), 0);
  bus.publish('task.created', { taskId: 4, serial: 'PHONE1' });
  assert.equal(facts.after(start), undefined);
  assert.equal(facts.after(facts.idOf(1)), 1);
  for (const strange of ['', 'x', '00000000-1', facts.idOf(5), `${facts.idOf(1)}0`, '-1'])
    assert.equal(facts.after(strange), undefined, strange);
});

test('a slow reader costs a small buffer and is cut off', async () => {
  const bus = makeBus();
  const facts = new RecentFacts({ bus, clock: systemClock, kept: 100 });
  const slow = new EventStream({ facts, types: null, lastEventId: undefined });
  slow.read(0);
  for (let taskId = 1; taskId <= 5000; taskId += 1) bus.publish('task.created', { taskId, serial: 'PHONE1' });
  assert.ok(slow.readableLength < 70_000, `${slow.readableLength} characters are held`);
  slow.resume();
  await once(slow, 'close');
  assert.equal(slow.readableEnded, false, 'it is cut off, so that it asks again and hears of the reset');
});

test('heartbeats move the place of a reader on, and cut off who takes nothing', async () => {
  const bus = makeBus();
  const facts = new RecentFacts({ bus, clock: systemClock });
  const types = new Set(['task.deleted']);
  const reader = new EventStream({ facts, types, lastEventId: undefined, heartbeatMs: 5 });
  bus.publish('task.created', { taskId: 1, serial: 'PHONE1' });
  let text = '';
  for await (const chunk of reader) {
    text += chunk;
    if (text.includes(`: still here\nid: ${facts.idOf(1)}\n\n`)) break;
  }
  assert.doesNotMatch(text, /task\.created/);
  const absent = new EventStream({ facts, types: null, lastEventId: facts.idOf(0), heartbeatMs: 5 });
  for (let taskId = 1; taskId <= 2000; taskId += 1) bus.publish('task.created', { taskId, serial: 'PHONE1' });
  absent.read(0);
  await once(absent, 'close');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { listIncidents } from '../../src/storage/incidents.ts';
import { careWorld } from './world.ts';

test('six phones that drop at once are one incident, told once, which ends when all are back', async (t) => {
  const world = await careWorld(t, { phones: 7 });
  const told: boolean[] = [];
  world.bus.on('device.incident', ({ over }) => told.push(over));
  for (const { serial } of world.rack.phones.slice(0, 5)) world.rack.phone(serial)?.unplug();
  await world.until('five are away', () => world.tracker.list().filter(({ state }) => state === 'absent').length === 5);
  assert.equal(world.care.incident(), null);
  for (const { serial } of world.rack.phones.slice(5)) world.rack.phone(serial)?.unplug();
  await world.until('it is told', () => world.care.incident()?.serials.length === 7);
  assert.match(world.care.incident()?.cause ?? '', /USB hub|ADB server/);
  for (const phone of world.rack.phones) phone.plug();
  await world.until('it is over', () => world.care.incident() === null);
  assert.deepEqual(told, [false, true]);
  assert.deepEqual(
    world.log.lines.filter((line) => /incident/.test(line)),
    ['6 phones dropped within 10 s: one incident; their tasks wait', 'the incident is over: all are back'],
  );
  await world.until('its end is written down', async () => (await listIncidents(world.db, 9))[0]?.ended_at != null);
  const [incident, ...others] = await listIncidents(world.db, 9);
  assert.deepEqual([incident?.serials.length, others.length], [7, 0]);
});

test('an ADB server that ends takes all phones with it: one incident, and all are back by themselves', async (t) => {
  const world = await careWorld(t, { phones: 6 });
  await world.rack.restartAdb();
  await world.until('it is over', async () => (await listIncidents(world.db, 9))[0]?.ended_at != null);
  const [incident] = await listIncidents(world.db, 9);
  assert.match(incident?.cause ?? '', /ADB server has ended/);
  assert.equal(incident?.serials.length, 6);
  assert.ok(world.rack.phones.every(({ serial }) => world.care.healthOf(serial).health === 'ok'));
});

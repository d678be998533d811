import assert from 'node:assert/strict';
import { test } from 'node:test';

import { careWorld } from './world.ts';

const SERIAL = 'RACK0001';

test('a phone that hangs is held back while ADB still lists it, and a new connection brings it back', async (t) => {
  const world = await careWorld(t);
  assert.equal(world.holds.reasonFor(SERIAL), null);
  assert.ok((world.care.healthOf(SERIAL).answerAgeMs ?? 1_000) < 1_000);
  world.rackPhone.faults.order({ kind: 'adb_hang' });
  await world.until('it is held back', () => world.holds.reasonFor(SERIAL) !== null);
  assert.equal(world.tracker.get(SERIAL)?.state, 'device');
  assert.match(world.holds.reasonFor(SERIAL) ?? '', /does not answer/);
  await world.until('it is well', () => world.care.healthOf(SERIAL).health === 'ok' && world.health.length >= 4);
  assert.equal(world.holds.reasonFor(SERIAL), null);
  assert.deepEqual(
    world.health.map(({ health }) => health),
    ['silent', 'ok', 'silent', 'repairing', 'ok'],
  );
  await world.until('all is written down', async () => (await world.history()).length >= 4);
  const [came, silent, ...more] = await world.history();
  assert.deepEqual([came, silent], ['came: It is connected.', 'silent: ADB lists it, but it does not answer.']);
  assert.ok(more.includes('repair: Its connection was made anew; it answers'), more.join());
});

test('a phone that nothing brings back gets into quarantine, also after a restart, and its first answer gets it out', async (t) => {
  const world = await careWorld(t, { timing: { reconnectWithinMs: 1_000 } });
  const hangs = (): void => world.rackPhone.faults.order({ kind: 'adb_hang' });
  const hangsAgain = world.bus.on('device.changed', ({ state }) => (state === 'device' ? hangs() : undefined));
  hangs();
  await world.until('it is given up', () => world.care.healthOf(SERIAL).health === 'quarantined');
  const { quarantine } = world.care.healthOf(SERIAL);
  assert.equal(quarantine?.by, 'postwright');
  assert.match(world.holds.reasonFor(SERIAL) ?? '', /quarantine: .*does not answer, also after a new connection/);
  assert.match(world.care.troubleOf(SERIAL) ?? '', /quarantine/);
  const care = await world.restartCare();
  assert.deepEqual(care.healthOf(SERIAL).quarantine, quarantine);

  hangsAgain();
  world.rackPhone.faults.clear();
  // As the tracker tells a new server.
  world.bus.publish('device.changed', { serial: SERIAL, state: 'device' });
  await world.until('it is out', () => care.healthOf(SERIAL).health === 'ok');
  assert.equal(world.holds.reasonFor(SERIAL), null);
  const history = await world.history();
  assert.ok(history.includes('repair: Its connection was made anew; it does not answer'), history.join('\n'));
  await world.until('its release is written down', async () =>
    (await world.history()).includes('released: It has passed its self-test.'),
  );
});

test('a phone that ADB calls offline is reconnected by itself', async (t) => {
  const world = await careWorld(t);
  world.rackPhone.faults.order({ kind: 'offline' });
  await world.until('it is offline', () => world.care.healthOf(SERIAL).health === 'away');
  await world.until('it is back', () => world.care.healthOf(SERIAL).health === 'ok');
});

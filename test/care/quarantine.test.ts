import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type CareWorld, careWorld } from './world.ts';

const SERIAL = 'RACK0001';

function ended(world: CareWorld, codes: readonly (string | null)[]): void {
  for (const [index, code] of codes.entries())
    world.bus.publish('attempt.ended', { serial: SERIAL, taskId: index + 1, code });
}

test('an attempt that met a lock leads to a self-test; the phone waits for its owner, and is given tasks again when it passes', async (t) => {
  const world = await careWorld(t);
  world.rackPhone.change({ lock: 'pin' });
  ended(world, ['DEVICE_LOCKED']);
  assert.match(world.holds.reasonFor(SERIAL) ?? '', /DEVICE_LOCKED/);
  await world.until('it is in quarantine', () => world.care.healthOf(SERIAL).health === 'quarantined');
  assert.match(world.care.healthOf(SERIAL).quarantine?.reason ?? '', /PIN/);
  world.rackPhone.change({ lock: 'none' });
  await world.until('it is out', () => world.care.healthOf(SERIAL).health === 'ok');
  assert.equal(world.holds.reasonFor(SERIAL), null);
});

test('one attempt that failed for the sake of its own is no evidence, nor are some between others that went well', async (t) => {
  const world = await careWorld(t);
  ended(world, ['DEVICE_TIMEOUT', null, 'DEVICE_TIMEOUT', 'SOUND_NOT_FOUND', 'STOPPED', 'APP_CRASHED', 'APP_CRASHED']);
  assert.equal(world.care.healthOf(SERIAL).health, 'ok');
  ended(world, ['APP_CRASHED']);
  assert.equal(world.care.healthOf(SERIAL).health, 'repairing');
  await world.until('it is well', () => world.care.healthOf(SERIAL).health === 'ok');
  await world.until('all is written down', async () => (await world.history()).length >= 4);
  assert.deepEqual((await world.history()).slice(1), [
    'failing: 3 attempts in a row failed here, the last with APP_CRASHED.',
    'self-test: Passed.',
    'repair: UiAutomator2 was ended, to begin anew; it answers',
  ]);
});

test('rung by rung, each on evidence: a phone whose UiAutomator2 never sees is restarted, rebooted and given up', async (t) => {
  const world = await careWorld(t, { rebootPhones: true });
  world.rackPhone.faults.order({ kind: 'uia2_crash', when: { request: 'GET /source' }, times: 10_000 });
  ended(world, ['UIA2_UNAVAILABLE', 'UIA2_UNAVAILABLE']);
  await world.until('it is given up', () => world.care.healthOf(SERIAL).health === 'quarantined');
  await world.until('all is written down', async () =>
    (await world.history()).some((line) => line.startsWith('quarantined')),
  );
  const history = (await world.history()).map((line) => line.replace(/: (Failed at \w+).*/, ': $1'));
  assert.deepEqual(
    history.filter((line) => !/^(came|went)/.test(line)).map((line) => line.replace(/^quarantined.*/, 'quarantined')),
    [
      'failing: 2 attempts in a row failed here, the last with UIA2_UNAVAILABLE.',
      'self-test: Failed at uiautomator2',
      'repair: UiAutomator2 was ended, to begin anew; it answers',
      'repair: Its apps were stopped; it answers',
      'repair: It was rebooted; it answers',
      'quarantined',
    ],
  );
  world.rackPhone.faults.clear();
  await world.until('it is out', () => world.care.healthOf(SERIAL).health === 'ok');
});

test('what an operator put into quarantine, only an operator lets out', async (t) => {
  const world = await careWorld(t);
  await world.care.quarantine(SERIAL, 'The screen is broken.');
  assert.equal(world.holds.reasonFor(SERIAL), 'An operator has put it into quarantine: The screen is broken.');
  const { passed, released, checks } = await world.care.selfTest(SERIAL);
  assert.deepEqual([passed, released], [true, false]);
  assert.deepEqual(
    checks.map(({ check }) => check),
    ['answer', 'android', 'storage', 'screen', 'app', 'uiautomator2'],
  );
  const care = await world.restartCare();
  assert.equal(care.healthOf(SERIAL).quarantine?.by, 'operator');
  await care.release(SERIAL);
  assert.equal(world.holds.reasonFor(SERIAL), null);
  assert.equal((await world.restartCare()).healthOf(SERIAL).quarantine, null);
});

test('a phone that is too hot or nearly empty gets no tasks until it is well again', async (t) => {
  const world = await careWorld(t, { timing: { batteryEveryMs: 50 } });
  const held = (words: RegExp) => () => words.test(world.holds.reasonFor(SERIAL) ?? '');
  world.rackPhone.change({ batteryTemperature: 452 });
  await world.until('it is held for its heat', held(/45\.2 °C/));
  world.rackPhone.change({ batteryTemperature: 430 });
  world.rackPhone.change({ batteryPercent: 3, charging: false });
  await world.until('its battery is told too', () => world.holds.list().length === 2);
  assert.ok(held(/45\.2 °C/)(), 'cooler, but not cool');
  world.rackPhone.change({ batteryTemperature: 300, charging: true });
  await world.until('it is cool', held(/3 %/));
  world.rackPhone.change({ batteryPercent: 20 });
  await world.until('it is well', () => world.holds.reasonFor(SERIAL) === null);
});

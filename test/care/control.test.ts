import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Controls } from '../../src/care/control.ts';
import { systemClock } from '../../src/kit/clock.ts';
import { careWorld } from './world.ts';

const SERIAL = 'RACK0001';

test('a lost browser, a phone that goes away and a server that stops each give the phone back', async (t) => {
  const world = await careWorld(t);
  const told: string[] = [];
  const begin = (leaseMs: number) =>
    new Controls({
      clock: systemClock,
      holds: world.holds,
      borrow: world.borrow,
      screens: { open: () => assert.fail('Nothing is written here.') },
      pictures: { size: async () => ({ widthPx: 1080, heightPx: 2400 }) },
      phone: (serial) => world.tracker.phone(serial),
      runningTask: () => undefined,
      note: (_serial, _event, message) => told.push(message.replace(/ It was in hand.*/, '')),
      leaseMs,
    });
  const hasty = begin(200);
  t.after(async () => await hasty.stop());
  await hasty.take(SERIAL, { by: null, waitMs: 0 });
  assert.match(world.holds.reasonFor(SERIAL) ?? '', /in hand/);
  await world.until('the lease is over', () => hasty.of(SERIAL) === null);
  await world.until('it is not held', () => world.holds.reasonFor(SERIAL) === null);

  const controls = begin(60_000);
  t.after(async () => await controls.stop());
  const { token } = await controls.take(SERIAL, { by: null, waitMs: 0 });
  world.rackPhone.unplug();
  await world.until('it is given back', () => controls.of(SERIAL) === null);
  await assert.rejects(controls.tap(SERIAL, token, { x: 0, y: 0 }), { errorName: 'STATE_CONFLICT' });
  await assert.rejects(controls.take(SERIAL, { by: null, waitMs: 0 }), { errorName: 'STATE_CONFLICT' });
  world.rackPhone.plug();
  await world.until('it answers', () => world.care.healthOf(SERIAL).health === 'ok');
  await controls.take(SERIAL, { by: null, waitMs: 0 });
  await controls.stop();
  assert.equal(controls.of(SERIAL), null);
  await assert.rejects(controls.take(SERIAL, { by: null, waitMs: 0 }), { errorName: 'UNAVAILABLE' });
  const taken = 'It was taken in hand.';
  assert.deepEqual(told, [
    taken,
    'It was not renewed for 0 s.',
    taken,
    'The phone went away.',
    taken,
    'The server stopped.',
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onRack } from './rack.ts';
import { limits, named } from './support.ts';

test('phones come and go with their cables and their states', async (t) => {
  const { tracker, rackPhone, phone, until } = await onRack(t, {
    phones: 3,
    phoneOverrides: [{}, { state: 'unauthorized' }],
  });
  assert.deepEqual(
    tracker.list().map(({ serial, state }) => `${serial} ${state}`),
    ['RACK0001 device', 'RACK0002 unauthorized', 'RACK0003 device'],
  );
  assert.throws(() => tracker.phone('RACK0002'), named('DEVICE_UNAUTHORIZED'));

  rackPhone.change({ state: 'offline' });
  await until('RACK0001 offline');
  named('DEVICE_LOST')(phone.gone.reason);
  rackPhone.unplug();
  await until('RACK0001 absent');
  rackPhone.plug();
  await until('RACK0001 device');
  const again = tracker.phone('RACK0001');
  assert.notEqual(again, phone);
  assert.equal((await again.shell(['echo', 'back'], limits())).stdout, 'back\n');
  await assert.rejects(phone.shell(['echo', 'dead'], limits()), named('DEVICE_LOST'));
});

test('a restart of the ADB server loses every phone and finds it again', async (t) => {
  const { tracker, rack, phone, until } = await onRack(t, { phones: 2 });
  const shell = phone.shell(['sleep', '20'], limits(20_000));
  const restarted = rack.restartAdb();
  await assert.rejects(shell, named('DEVICE_LOST'));
  await until('RACK0001 absent');
  await restarted;
  await until('RACK0001 device');
  await until('RACK0002 device');
  assert.equal((await tracker.phone('RACK0001').shell(['echo', 'back'], limits())).stdout, 'back\n');
});

test('a running command ends with its phone', async (t) => {
  const { rackPhone, phone } = await onRack(t);
  const process = await phone.startShell(['sleep', '20'], limits());
  rackPhone.unplug();
  assert.deepEqual(await process.ended, { output: '', exitCode: null });
});

test('a running command ends when its caller ends it, or by itself', async (t) => {
  const { phone } = await onRack(t);
  const sleeping = await phone.startShell(['sleep', '20'], limits());
  await sleeping.end();
  assert.equal((await sleeping.ended).exitCode, null);
  const echo = await phone.startShell(['echo', 'done'], limits());
  assert.deepEqual(await echo.ended, { output: 'done\n', exitCode: 0 });
  await echo.end();
});

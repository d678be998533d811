import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEVICE_LINE, startRawAdb } from './raw-adb.ts';
import { limits, named, watch } from './support.ts';

const line = (serial: string, rest: string): string => `${serial.padEnd(22)} ${rest}\n`;

test('every state of the list is told once, in its order', async (t) => {
  const adb = await startRawAdb();
  t.after(() => adb.stop());
  const { tracker, told, until } = await watch(t, adb.address);
  assert.deepEqual(
    tracker.list().map(({ serial, state, model }) => ({ serial, state, model })),
    [{ serial: 'TEST01', state: 'device', model: 'SM_A536B' }],
  );
  assert.equal(tracker.adbVersion, 41);

  // Several lists within one packet's time, some of them the same, as a server sends them when a phone is plugged.
  adb.list(line('TEST01', 'offline transport_id:7'));
  adb.list(line('TEST01', 'offline transport_id:7'));
  adb.list('');
  adb.list(line('TEST01', 'unauthorized usb:1-4 transport_id:8'));
  adb.list(line('TEST01', 'unauthorized usb:1-4 transport_id:8'));
  adb.list(
    line('TEST01', 'no permissions (user in plugdev group); see [http://x.y/device.html] usb:1-4 transport_id:9'),
  );
  await until('TEST01 no permissions');
  assert.throws(() => tracker.phone('TEST01'), named('DEVICE_LOST', /user in plugdev group/));
  adb.list(DEVICE_LINE);
  await until('TEST01 device');
  assert.deepEqual(told, [
    'TEST01 device',
    'TEST01 offline',
    'TEST01 absent',
    'TEST01 unauthorized',
    'TEST01 no permissions',
    'TEST01 device',
  ]);
});

test('a handle lasts as long as its connection', async (t) => {
  const adb = await startRawAdb();
  t.after(() => adb.stop());
  const { tracker, told, until } = await watch(t, adb.address);
  const first = tracker.phone('TEST01');
  assert.equal(tracker.phone('TEST01'), first);

  adb.list(DEVICE_LINE.replace('transport_id:7', 'transport_id:8'));
  await new Promise((resolve) => first.gone.addEventListener('abort', resolve, { once: true }));
  named('DEVICE_LOST')(first.gone.reason);
  assert.notEqual(tracker.phone('TEST01'), first);
  assert.deepEqual(told, ['TEST01 device', 'TEST01 device'], 'a reconnection is told even when the state is the same');

  adb.list(line('TEST01', 'unauthorized transport_id:8'));
  await until('TEST01 unauthorized');
  assert.throws(() => tracker.phone('TEST01'), named('DEVICE_UNAUTHORIZED'));
  assert.throws(() => tracker.phone('NOSUCH'), named('DEVICE_LOST', /not connected/));
});

test('while the server is away every phone is absent, and back when it is back', async (t) => {
  const first = await startRawAdb();
  const { tracker, until } = await watch(t, first.address);
  const phone = tracker.phone('TEST01');
  await first.stop();
  await until('TEST01 absent');
  assert.equal(phone.gone.aborted, true);
  await assert.rejects(tracker.ping(limits()), named('ADB_UNAVAILABLE', new RegExp(first.address)));

  const second = await startRawAdb({ port: first.port });
  t.after(() => second.stop());
  await until('TEST01 device');
  assert.notEqual(tracker.phone('TEST01'), phone);
  assert.equal(await tracker.ping(limits()), 41);
});

test('a server that hangs with its connections open counts as gone', async (t) => {
  const adb = await startRawAdb();
  t.after(() => adb.stop());
  const { told, until } = await watch(t, adb.address, { heartbeatMs: 20, answerWithinMs: 200 });
  adb.hang(true);
  await until('TEST01 absent');
  adb.hang(false);
  await until('TEST01 device');
  assert.deepEqual(told, ['TEST01 device', 'TEST01 absent', 'TEST01 device']);
});

test('a tracker without a server starts, says so, and ends', async (t) => {
  const adb = await startRawAdb();
  await adb.stop();
  const { tracker } = await watch(t, adb.address);
  assert.deepEqual(tracker.list(), []);
  assert.equal(tracker.lastAnswerAt, null);
  await assert.rejects(tracker.ping(limits()), named('ADB_UNAVAILABLE', /ECONNREFUSED/));
  await Promise.all([tracker.stop(), tracker.stop()]);
});

test('stop ends the handles, and the tracker can be started again', async (t) => {
  const adb = await startRawAdb();
  t.after(() => adb.stop());
  const { tracker, told, until } = await watch(t, adb.address);
  const phone = tracker.phone('TEST01');
  assert.equal(tracker.start(limits().signal), tracker.start(limits().signal));
  await tracker.stop();
  assert.equal(phone.gone.aborted, true);
  assert.equal(tracker.get('TEST01')?.state, 'absent');
  const ending = new AbortController();
  await tracker.start(ending.signal);
  assert.equal(tracker.get('TEST01')?.state, 'device');
  ending.abort();
  await until('TEST01 absent');
  assert.deepEqual(told, ['TEST01 device', 'TEST01 absent', 'TEST01 device', 'TEST01 absent']);
});

test('an address that is none is refused by name', async (t) => {
  for (const address of ['localhost', ':5037', '127.0.0.1:0', '127.0.0.1:70000', 'a b:1']) {
    await assert.rejects(watch(t, address), named('CONFIG_INVALID', /host:port/), address);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestRack } from './support/test-rack.ts';
import { ask, openDeviceService, openWire } from './support/wire.ts';

test('unauthorized: listed, refused, whoever plugs or reconnects it, until it is lifted', async (t) => {
  const rack = await startTestRack(t);
  const phone = rack.phone('RACK0001');
  const waiting = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: 'shell:sleep 1000' });
  phone?.faults.order({ kind: 'unauthorized' });
  await waiting.rest();
  const refusal = /^FAIL....device unauthorized\.\nThis adb server's \$ADB_VENDOR_KEYS is not set\n/;
  assert.match(await ask(t, rack.adbPort, 'host:transport:RACK0001'), refusal);
  const line = 'RACK0001               unauthorized usb:1-1 transport_id:2\n';
  assert.equal((await ask(t, rack.adbPort, 'host:devices-l')).slice(8), line);
  phone?.unplug();
  phone?.plug();
  assert.equal(phone?.summary().state, 'unauthorized');
  await ask(t, rack.adbPort, 'host-serial:RACK0001:reconnect');
  await phone?.reboot();
  assert.equal(phone?.summary().state, 'unauthorized');
  assert.deepEqual(phone?.faults.pending(), [{ kind: 'unauthorized', times: 0, lasts: true }]);
  phone?.faults.clear();
  assert.equal(phone?.summary().state, 'device');
  assert.deepEqual(phone?.faults.pending(), []);
});

test('a cable that is out for a time goes back in by itself, and not when it was put back before', async (t) => {
  const rack = await startTestRack(t);
  const phone = rack.phone('RACK0001');
  const back = await openWire(t, rack.adbPort);
  phone?.faults.order({ kind: 'unplug', for_ms: 20 });
  assert.equal(phone?.summary().state, 'absent');
  assert.equal(await back.request('host-serial:RACK0001:wait-for-any-device').text(8), 'OKAYOKAY');
  phone?.faults.order({ kind: 'unplug', for_ms: 20 });
  phone?.plug();
  assert.deepEqual(phone?.faults.pending(), []);
});

test('adb_hang of a phone: taken and not answered, old streams and new ones; what was asked is answered when it ends', async (t) => {
  const rack = await startTestRack(t, { phones: 2 });
  const phone = rack.phone('RACK0001');
  const old = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: 'tcp:6790' });
  assert.equal(String(await old.send('before').bytes(6)), 'before');
  phone?.faults.order({ kind: 'adb_hang' });
  const fresh = await openWire(t, rack.adbPort);
  assert.equal(await fresh.request('host:transport:RACK0001').text(4), 'OKAY', 'the server itself answers');
  fresh.request('shell:echo late');
  old.send('during');
  const other = await openDeviceService(t, rack.adbPort, { serial: 'RACK0002', service: 'shell:echo well' });
  assert.equal(String(await other.rest()), 'well\n');
  assert.equal(await ask(t, rack.adbPort, 'host-serial:RACK0001:get-state'), 'OKAY0006device');
  assert.equal(fresh.receivedBytes + old.receivedBytes, 0);
  phone?.faults.clear();
  assert.equal(String(await fresh.rest()), 'OKAYlate\n');
  assert.equal(String(await old.bytes(6)), 'during');
});

test('adb_hang of a phone: reconnecting it helps', async (t) => {
  const rack = await startTestRack(t);
  const phone = rack.phone('RACK0001');
  phone?.faults.order({ kind: 'adb_hang' });
  const stuck = await openWire(t, rack.adbPort);
  await stuck.request('host:transport:RACK0001').text(4);
  stuck.request('shell:echo never');
  const answer = await ask(t, rack.adbPort, 'host-serial:RACK0001:reconnect');
  assert.match(answer, /reconnecting RACK0001 \[device\]/);
  assert.equal((await stuck.rest()).length, 0);
  const shell = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: 'shell:echo well' });
  assert.equal(String(await shell.rest()), 'well\n');
  assert.deepEqual(phone?.faults.pending(), []);
});

test('an ADB server that hangs takes connections and answers none, until it goes on or is restarted', async (t) => {
  const rack = await startTestRack(t);
  const tracker = await openWire(t, rack.adbPort);
  await tracker.request('host:track-devices').bytes(8);
  const told = await tracker.bytes('RACK0001\tdevice\n'.length);
  assert.equal(String(told), 'RACK0001\tdevice\n');
  rack.hangAdb();
  const version = await openWire(t, rack.adbPort);
  version.request('host:version');
  rack.phone('RACK0001')?.unplug();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(version.receivedBytes + tracker.receivedBytes, 0);
  rack.unhangAdb();
  assert.equal(String(await version.rest()), 'OKAY00040029');
  assert.equal(await tracker.text(4), '0000');
  rack.hangAdb();
  await rack.restartAdb();
  assert.equal(await ask(t, rack.adbPort, 'host:version'), 'OKAY00040029');
});

/** The ADB server's answers byte for byte (facts 1.2 to 1.8). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ECHO_PORT } from './support/plain-front.ts';
import { startTestRack } from './support/test-rack.ts';
import { ask, openDeviceService, openWire } from './support/wire.ts';

const LINE_1 = 'RACK0001               device usb:1-1 product:a53xnaxx model:SM_A536B device:a53x transport_id:1\n';

test('requests without a phone', async (t) => {
  const rack = await startTestRack(t, { phoneOverrides: [{ state: 'absent' }] });
  const answers: [string, string][] = [
    ['host:version', 'OKAY00040029'],
    ['host:devices', 'OKAY0000'],
    ['host:devices-l', 'OKAY0000'],
    ['host:features', 'FAIL001ano devices/emulators found'],
    ['host:transport:NOPE', "FAIL0017device 'NOPE' not found"],
    ['host:tport:serial:NOPE', "FAIL0017device 'NOPE' not found"],
    ['host:transport-id:7', "FAIL001fno device with transport id '7'"],
    ['host:transport-local', 'FAIL0012no emulators found'],
    ['host:transport-usb', 'FAIL0010no devices found'],
    ['host:foo', 'FAIL0014unknown host service'],
    ['shell:ls', 'FAIL001ddevice offline (no transport)'],
    ['host-serial:NOPE:forward:tcp:1;tcp:2', 'FAIL0000'],
    ['host-serial:NOPE:killforward:tcp:1', 'FAIL0000'],
    ['host-serial:NOPE:killforward-all', 'OKAYOKAY'],
    ['host-transport-id:7:wait-for-any-disconnect', 'OKAYOKAY'],
    ['host:wait-for-any-nonsense', 'FAIL0017unknown state: nonsense'],
    ['host:connect:127.0.0.1:1', "OKAY0036failed to connect to '127.0.0.1:1': Connection refused"],
    ['host:disconnect:1.2.3.4:5', "FAIL001ano such device '1.2.3.4:5'"],
    ['host:disconnect:', 'OKAY0017disconnected everything'],
    ['host:reconnect-offline', 'OKAY0000'],
    ['host-serial:NOPE:reconnect', "OKAY0017device 'NOPE' not found"],
    ['host:list-forward', 'OKAY0000'],
  ];
  for (const [request, expected] of answers) {
    await t.test(request, async (step) => assert.equal(await ask(step, rack.adbPort, request), expected));
  }
});

test('a length of zero or of no hexadecimal digits closes without a word', async (t) => {
  const rack = await startTestRack(t);
  for (const head of ['0000', 'zzzz']) {
    assert.equal((await (await openWire(t, rack.adbPort)).send(head).rest()).length, 0);
  }
});

test('requests about a phone', async (t) => {
  const rack = await startTestRack(t);
  const answers: [string, string][] = [
    ['host-serial:RACK0001:get-state', 'OKAY0006device'],
    ['host-serial:RACK0001:get-serialno', 'OKAY0008RACK0001'],
    ['host-transport-id:1:get-devpath', 'OKAY0007usb:1-1'],
    ['host-usb:get-state', 'OKAY0006device'],
    ['host:get-state', 'OKAY0006device'],
  ];
  for (const [request, expected] of answers) {
    await t.test(request, async (step) => assert.equal(await ask(step, rack.adbPort, request), expected));
  }
});

test('features are those that phone and server share', async (t) => {
  const rack = await startTestRack(t, { phones: 2, phoneOverrides: [{ sdk: 35 }, { sdk: 28 }] });
  const host = (await ask(t, rack.adbPort, 'host:host-features')).slice(8).split(',');
  for (const feature of ['shell_v2', 'cmd', 'stat_v2', 'ls_v2', 'abb_exec', 'push_sync'])
    assert.ok(host.includes(feature), feature);
  const modern = (await ask(t, rack.adbPort, 'host-serial:RACK0001:features')).slice(8).split(',');
  assert.ok(modern.includes('sendrecv_v2') && !modern.includes('sendrecv_v2_brotli') && !modern.includes('push_sync'));
  assert.equal(
    await ask(t, rack.adbPort, 'host-serial:RACK0002:features'),
    'OKAY0025cmd,stat_v2,shell_v2,fixed_push_mkdir',
  );
});

test('tport answers with the transport id in eight bytes, and the connection goes on', async (t) => {
  const rack = await startTestRack(t);
  const wire = await openWire(t, rack.adbPort);
  assert.equal(await wire.request('host:tport:serial:RACK0001').text(4), 'OKAY');
  assert.equal((await wire.bytes(8)).readBigUInt64LE(), 1n);
  assert.equal(await wire.request('host:get-serialno').text(4), 'OKAY');
  assert.equal(await wire.counted(), 'RACK0001');
});

test('a tracker gets the whole list at each change', async (t) => {
  const rack = await startTestRack(t);
  const wire = (await openWire(t, rack.adbPort)).request('host:track-devices-l');
  assert.equal(await wire.text(4), 'OKAY');
  assert.equal(await wire.counted(), LINE_1);
  const phone = rack.phone('RACK0001');
  phone?.unplug();
  assert.equal(await wire.counted(), '');
  phone?.change({ state: 'unauthorized' });
  assert.equal(await wire.counted(), 'RACK0001               unauthorized usb:1-1 transport_id:2\n');
  phone?.plug();
  assert.equal(await wire.counted(), LINE_1.replace(':1\n', ':3\n'));
  assert.equal((await wire.send('x').rest()).length, 0);
});

test('wait-for answers twice, the second time when the state is there', async (t) => {
  const rack = await startTestRack(t, { phoneOverrides: [{ state: 'absent' }] });
  const arrival = (await openWire(t, rack.adbPort)).request('host-serial:RACK0001:wait-for-any-device');
  assert.equal(await arrival.text(4), 'OKAY');
  rack.phone('RACK0001')?.plug();
  assert.equal(await arrival.text(4), 'OKAY');
  const departure = (await openWire(t, rack.adbPort)).request('host-transport-id:1:wait-for-any-disconnect');
  assert.equal(await departure.text(4), 'OKAY');
  rack.phone('RACK0001')?.unplug();
  assert.equal(await departure.text(4), 'OKAY');
});

test('forward answers twice and names a new port, a second time without it', async (t) => {
  const rack = await startTestRack(t);
  const first = await ask(t, rack.adbPort, `host-serial:RACK0001:forward:tcp:0;tcp:${ECHO_PORT}`);
  const port = /^OKAYOKAY000.(\d+)$/.exec(first)?.[1];
  assert.ok(port, first);
  assert.equal(await ask(t, rack.adbPort, `host-serial:RACK0001:forward:tcp:${port};tcp:1`), 'OKAYOKAY');
  assert.equal(
    await ask(t, rack.adbPort, `host-serial:RACK0001:forward:norebind:tcp:${port};tcp:2`),
    'FAIL001dcannot rebind existing socket',
  );
  assert.equal(
    await ask(t, rack.adbPort, `host-serial:RACK0001:forward:tcp:${rack.adbPort};tcp:1`),
    'FAIL002ccannot bind listener: Address already in use',
  );
  rack.phone('RACK0001')?.unplug();
  assert.equal(await ask(t, rack.adbPort, 'host:list-forward'), 'OKAY0000');
});

test('a phone that went between choice and service', async (t) => {
  const rack = await startTestRack(t);
  const wire = await openWire(t, rack.adbPort);
  assert.equal(await wire.request('host:transport:RACK0001').text(4), 'OKAY');
  rack.phone('RACK0001')?.unplug();
  assert.equal(await wire.request('shell:id').text(4), 'FAIL');
  assert.equal(await wire.counted(), 'device offline (transport offline)');
});

test('a port that nobody listens on, and a service that is none', async (t) => {
  const rack = await startTestRack(t);
  for (const service of ['tcp:9', 'nonsense:', 'localabstract:x']) {
    await assert.rejects(openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service }), /: FAIL0006closed$/);
  }
});

test('tcp: carries bytes both ways', async (t) => {
  const rack = await startTestRack(t);
  const wire = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: `tcp:${ECHO_PORT}` });
  assert.equal(await wire.send('hello').text(5), 'hello');
});

test('unplugging ends every stream of the phone', async (t) => {
  const rack = await startTestRack(t, { phones: 2 });
  const gone = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: 'shell:sleep 1000' });
  const stays = await openDeviceService(t, rack.adbPort, { serial: 'RACK0002', service: `tcp:${ECHO_PORT}` });
  rack.phone('RACK0001')?.unplug();
  assert.equal((await gone.rest()).length, 0);
  assert.equal(await stays.send('on').text(2), 'on');
});

test('shell v2 comes in packets, the exit code last', async (t) => {
  const rack = await startTestRack(t);
  const wire = await openDeviceService(t, rack.adbPort, {
    serial: 'RACK0001',
    service: 'shell,v2,raw:echo a; echo b >&2; exit 300',
  });
  assert.deepEqual(await wire.rest(), Buffer.from('\x01\x02\0\0\0a\n\x02\x02\0\0\0b\n\x03\x01\0\0\0\x2c', 'latin1'));
});

test('the ADB server comes back on its port after a kill', async (t) => {
  const rack = await startTestRack(t);
  const tracker = (await openWire(t, rack.adbPort)).request('host:track-devices');
  assert.equal(await tracker.text(4), 'OKAY');
  await tracker.counted();
  await rack.restartAdb();
  assert.equal((await tracker.rest()).length, 0);
  assert.equal(await ask(t, rack.adbPort, 'host:version'), 'OKAY00040029');
});

test('host:kill is obeyed, and somebody starts the server again', async (t) => {
  const rack = await startTestRack(t);
  const tracker = (await openWire(t, rack.adbPort)).request('host:track-devices');
  assert.equal(await ask(t, rack.adbPort, 'host:kill'), 'OKAY');
  await tracker.rest();
  let version = '';
  while (version === '') version = await ask(t, rack.adbPort, 'host:version').catch(() => '');
  assert.equal(version, 'OKAY00040029');
});

test('what a client still sends does not cost it the answer', async (t) => {
  const rack = await startTestRack(t);
  const wire = await openDeviceService(t, rack.adbPort, {
    serial: 'RACK0001',
    service: 'exec:cmd package install --pkg',
  });
  wire.send(Buffer.alloc(4 * 1024 * 1024));
  assert.match(String(await wire.rest()), /^Error: Argument expected after "--pkg"/);
});

test('reconnect gives an offline phone a new transport', async (t) => {
  const rack = await startTestRack(t);
  rack.phone('RACK0001')?.change({ state: 'offline' });
  assert.equal(await ask(t, rack.adbPort, 'host-serial:RACK0001:features'), 'FAIL000edevice offline');
  assert.equal(await ask(t, rack.adbPort, 'host:reconnect-offline'), 'OKAY0020reconnecting RACK0001 [offline]\n');
  assert.match(await ask(t, rack.adbPort, 'host:devices-l'), / device usb:1-1 .* transport_id:2\n$/);
});

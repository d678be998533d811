/** Debian's own client against the rack. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { SERVER_APK_PATH, TEST_APK_PATH } from 'appium-uiautomator2-server';
import { adbClient } from '../support/adb.ts';
import { ECHO_PORT } from './support/plain-front.ts';
import { startTestRack } from './support/test-rack.ts';

/** What the project promises to carry through unchanged. */
const BIG_BYTES = 50 * 1024 * 1024;

test('devices, state and serial', async (t) => {
  const rack = await startTestRack(t, {
    phones: 3,
    phoneOverrides: [{}, { state: 'unauthorized' }, { state: 'absent' }],
  });
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  assert.deepEqual((await adb.text('devices', '-l')).split('\n'), [
    'List of devices attached',
    'RACK0001               device usb:1-1 product:a53xnaxx model:SM_A536B device:a53x transport_id:1',
    'RACK0002               unauthorized usb:1-2 transport_id:2',
    '',
    '',
  ]);
  assert.equal(await adb.text('-s', 'RACK0001', 'get-state'), 'device\n');
  assert.equal(await adb.text('-s', 'RACK0001', 'get-serialno'), 'RACK0001\n');
  const missing = await adb.run(['-s', 'NOPE', 'shell', 'id']);
  assert.deepEqual([missing.code, missing.stderr], [1, "error: device 'NOPE' not found\n"]);
  const refused = await adb.run(['-s', 'RACK0002', 'shell', 'id']);
  assert.match(refused.stderr, /^error: device unauthorized\.\nThis adb server's \$ADB_VENDOR_KEYS is not set\n/);
  assert.equal((await adb.run(['shell', 'id'])).stderr, 'error: more than one device/emulator\n');
});

test('shell: exit codes, both streams, standard input', async (t) => {
  const rack = await startTestRack(t);
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  const mixed = await adb.run(['shell', 'echo out; echo err >&2; exit 7']);
  assert.deepEqual([mixed.code, mixed.stdout.toString(), mixed.stderr], [7, 'out\n', 'err\n']);
  assert.equal((await adb.run(['shell', 'cat'], 'line\nélan\n')).stdout.toString(), 'line\nélan\n');
  assert.equal((await adb.run(['shell'], 'echo scripted; exit 5\necho never\n')).stdout.toString(), 'scripted\n');
  const unknown = await adb.run(['shell', 'nothing-here']);
  assert.deepEqual([unknown.code, unknown.stderr], [127, '/system/bin/sh: nothing-here: inaccessible or not found\n']);
});

test('exec-out carries bytes unchanged', async (t) => {
  const rack = await startTestRack(t);
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  const { stdout } = await adb.run(['exec-out', 'screencap', '-p']);
  assert.equal(stdout.toString('hex'), '89504e470d0a1a0a0000000d49484452');
});

test('50 MB go up and come down byte by byte', async (t) => {
  const rack = await startTestRack(t, { keepContent: true });
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  const sent = randomBytes(BIG_BYTES);
  const [there, back] = [join(adb.directory, 'sent.bin'), join(adb.directory, 'back.bin')];
  await writeFile(there, sent);
  await adb.text('push', there, '/sdcard/Download/new/big.bin');
  assert.equal(await adb.text('shell', 'stat -c %s /sdcard/Download/new/big.bin'), `${BIG_BYTES}\n`);
  await adb.text('pull', '/sdcard/Download/new/big.bin', back);
  assert.ok((await readFile(back)).equals(sent));
});

test('without keepContent a big file keeps its size and hash, and a small one its bytes', async (t) => {
  const rack = await startTestRack(t);
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  const [big, small] = [join(adb.directory, 'big'), join(adb.directory, 'small')];
  await writeFile(big, Buffer.alloc(100_000));
  await writeFile(small, 'hello');
  await adb.text('push', big, '/data/local/tmp/big');
  await adb.text('push', small, '/sdcard/Download');
  const hash = createHash('sha256').update(Buffer.alloc(100_000)).digest('hex');
  assert.equal(await adb.text('shell', 'sha256sum /data/local/tmp/big'), `${hash}  /data/local/tmp/big\n`);
  assert.equal(await adb.text('exec-out', 'cat /sdcard/Download/small'), 'hello');
  const failed = await adb.run(['pull', '/data/local/tmp/big', join(adb.directory, 'back')]);
  assert.match(failed.stderr + failed.stdout, /failed to copy .* remote read failed: I\/O error/);
});

for (const [sdk, streams] of [
  [33, true],
  [28, true],
  [33, false],
] as const) {
  test(`the UiAutomator2 server installs on API level ${sdk}, ${streams ? 'streamed' : 'pushed'}`, async (t) => {
    const rack = await startTestRack(t, { phoneOverrides: [{ sdk }] });
    const adb = await adbClient(t, rack.adbPort);
    if (!adb) return;
    const how = streams ? [] : ['--no-streaming'];
    assert.match(await adb.text('install', ...how, '-r', SERVER_APK_PATH), /Success\n$/);
    assert.match(await adb.text('install', ...how, '-r', TEST_APK_PATH), /Success\n$/);
    assert.equal(
      await adb.text('shell', 'pm list instrumentation'),
      'instrumentation:io.appium.uiautomator2.server.test/androidx.test.runner.AndroidJUnitRunner (target=io.appium.uiautomator2.server)\n',
    );
    assert.match(
      await adb.text('shell', 'dumpsys package io.appium.uiautomator2.server'),
      /^ {4}versionName=10\.\d+\.\d+$/m,
    );
    assert.equal(await adb.text('uninstall', 'io.appium.uiautomator2.server'), 'Success\n');
    assert.equal((await adb.run(['shell', 'pm path io.appium.uiautomator2.server'])).code, 1);
  });
}

test('install-multiple and an APK that is none', async (t) => {
  const rack = await startTestRack(t);
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  assert.match(await adb.text('install-multiple', '-r', TEST_APK_PATH), /Success/);
  const fake = join(adb.directory, 'fake.apk');
  await writeFile(fake, 'not a zip at all');
  const refused = await adb.run(['install', fake]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /Failure \[INSTALL_PARSE_FAILED_NOT_APK: /);
});

test('forward leads to a port of the phone, is listed and taken away', async (t) => {
  const rack = await startTestRack(t);
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  const port = (await adb.text('forward', 'tcp:0', `tcp:${ECHO_PORT}`)).trim();
  assert.equal(await adb.text('forward', '--list'), `RACK0001 tcp:${port} tcp:${ECHO_PORT}\n\n`);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('ping');
  const [answer] = await once(socket, 'data');
  assert.equal(String(answer), 'ping');
  socket.destroy();
  await adb.text('forward', '--remove', `tcp:${port}`);
  assert.equal((await adb.text('forward', '--list')).trim(), '');
  const again = await adb.run(['forward', '--remove', `tcp:${port}`]);
  assert.match(again.stderr, new RegExp(`listener 'tcp:${port}' not found`));
});

test('reverse is listed and taken away', async (t) => {
  const rack = await startTestRack(t);
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  await adb.text('reverse', 'tcp:7001', 'tcp:7002');
  assert.equal(await adb.text('reverse', '--list'), 'UsbFfs tcp:7001 tcp:7002\n\n');
  await adb.text('reverse', '--remove-all');
  assert.equal((await adb.text('reverse', '--list')).trim(), '');
});

test('a reboot comes back under a new transport id', { timeout: 60_000 }, async (t) => {
  const rack = await startTestRack(t);
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  await adb.text('reboot');
  await adb.text('wait-for-disconnect');
  await adb.text('wait-for-device');
  assert.match(await adb.text('devices', '-l'), / transport_id:2\n/);
  // A phone is in the list before its Android is there.
  while ((await adb.text('shell', 'getprop sys.boot_completed')) !== '1\n');
  assert.ok(rack.fronts[0]?.told.includes('power off'));
});

test('the text of a full phone', async (t) => {
  const rack = await startTestRack(t, { phoneOverrides: [{ freeBytes: 50_000 }] });
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  const file = join(adb.directory, 'big.bin');
  await writeFile(file, Buffer.alloc(300_000));
  const { code, stdout } = await adb.run(['push', file, '/sdcard/x.bin']);
  assert.equal(code, 1);
  assert.match(
    String(stdout),
    /^adb: error: failed to copy '.*big\.bin' to '\/sdcard\/x\.bin': remote write failed: No space left on device$/m,
  );
  assert.equal((await adb.run(['shell', 'ls /sdcard/x.bin'])).code, 1);
});

test('logcat -d ends', async (t) => {
  const rack = await startTestRack(t);
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  assert.match(await adb.text('logcat', '-d'), /^--------- beginning of system\n/);
});

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { SERVER_APK_PATH, TEST_APK_PATH, version } from 'appium-uiautomator2-server';
import { startRack } from '../../src/simulator/rack.ts';
import { adbClient } from '../support/adb.ts';
import { USED_PHONE } from '../support/rack.ts';
import { startTestRack } from './support/test-rack.ts';
import { ask, openDeviceService, openWire } from './support/wire.ts';

const DEFAULTS = { phones: 4, adbPort: 0, controlPort: 0, pace: 'instant', seed: 1 } as const;
/** What rack.md promises for a process with 500 phones without media. */
const FIVE_HUNDRED_PHONES_BYTES = 1024 ** 3;

test('the phones of a rack that nobody set up', async (t) => {
  const rack = await startRack(DEFAULTS);
  t.after(() => rack.stop());
  assert.ok(rack.adbPort > 0 && rack.controlPort > 0);
  assert.deepEqual(
    rack.phones.map((phone) => [phone.serial, phone.summary().release]),
    [
      ['RACK0001', '13'],
      ['RACK0002', '15'],
      ['RACK0003', '11'],
      ['RACK0004', '9'],
    ],
  );
  const [phone] = rack.phones;
  assert.deepEqual(phone?.summary().apps, {
    'com.instagram.android': '410.0.0.45.88',
    'com.zhiliaoapp.musically': '43.7.3',
  });
  assert.equal(phone?.front.accounts().tiktok[0], 'rack0001_one');
  assert.ok(phone?.machine.packages.hasPermission('com.zhiliaoapp.musically', 'android.permission.READ_MEDIA_VIDEO'));
  assert.ok(!phone?.machine.packages.hasPermission('com.zhiliaoapp.musically', 'android.permission.READ_CONTACTS'));
});

test('a phone that was automated before has its APKs, and their instrumentation is listed', async (t) => {
  const rack = await startTestRack(t, { phoneOverrides: [USED_PHONE] });
  const { packages } = rack.phone('RACK0001')?.machine ?? {};
  assert.equal(packages?.versionName('io.appium.uiautomator2.server'), version);
  const service = 'exec:pm list instrumentation';
  const listed = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service });
  assert.match((await listed.rest()).toString(), /^instrumentation:io\.appium\.uiautomator2\.server\.test\/androidx/);
});

test('a phone starts as it is set up', async (t) => {
  const rack = await startTestRack(t, {
    phoneOverrides: [
      {
        serial: 'DESK7',
        sdk: 28,
        language: 'es',
        apps: { 'com.instagram.android': null, 'com.zhiliaoapp.musically': '44.0.0' },
        permissions: { 'com.zhiliaoapp.musically': [] },
        freeBytes: 5,
        lock: 'swipe',
        batteryPercent: 12,
      },
    ],
  });
  const phone = rack.phone('DESK7');
  const { release, language, apps, freeBytes, locked, batteryPercent } = phone?.summary() ?? {};
  assert.deepEqual(
    { release, language, apps, freeBytes, locked, batteryPercent },
    {
      release: '9',
      language: 'es',
      apps: { 'com.zhiliaoapp.musically': '44.0.0' },
      freeBytes: 5,
      locked: true,
      batteryPercent: 12,
    },
  );
  assert.ok(!phone?.machine.packages.hasPermission('com.zhiliaoapp.musically', 'android.permission.CAMERA'));
  phone?.change({ language: 'en', lock: 'none', charging: false });
  assert.deepEqual(rack.fronts[0]?.told, ['power disconnected']);
  assert.throws(() => phone?.change({ batteryPercent: 101 }), /^Error: batteryPercent: /);
});

test('overrides that make no sense start nothing', async () => {
  await assert.rejects(
    startRack({ ...DEFAULTS, phoneOverrides: [{ sdk: 12 }] }),
    /^Error: sdk 12: the rack has 28, 30, 33 and 35/,
  );
  await assert.rejects(
    startRack({ ...DEFAULTS, phoneOverrides: [{ serial: 'A' }, { serial: 'A' }] }),
    /two phones have the same serial/,
  );
});

test('a taken port is an error, and nothing stays behind', async (t) => {
  const taken = createServer();
  await new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', resolve));
  t.after(() => taken.close());
  const { port } = taken.address() as { port: number };
  await assert.rejects(startRack({ ...DEFAULTS, controlPort: port }), { code: 'EADDRINUSE' });
  await assert.rejects(startRack({ ...DEFAULTS, adbPort: port }), { code: 'EADDRINUSE' });
});

test('stop may be called twice and leaves the port free', async (t) => {
  const rack = await startTestRack(t);
  const { adbPort } = rack;
  await Promise.all([rack.stop(), rack.stop()]);
  const again = await startTestRack(t, { adbPort });
  assert.equal(await ask(t, again.adbPort, 'host:version'), 'OKAY00040029');
});

test('the same seed gives the same draws, phone by phone', async (t) => {
  const draws = async (seed: number, phones: number): Promise<number[]> => {
    const rack = await startTestRack(t, { seed, phones });
    return rack.phones.slice(0, 2).map(({ machine }) => machine.random.integer(0, 1e9));
  };
  const first = await draws(7, 2);
  assert.deepEqual(await draws(7, 5), first);
  assert.notDeepEqual(await draws(8, 2), first);
  assert.notEqual(first[0], first[1]);
});

test('a reboot forgets what runs and keeps what is stored', async (t) => {
  const rack = await startTestRack(t, { phoneOverrides: [{ lock: 'pin' }] });
  const phone = rack.phone('RACK0001');
  assert.equal(phone?.summary().transportId, 1);
  await phone?.reboot();
  const { transportId, state, locked, apps } = phone?.summary() ?? {};
  assert.deepEqual({ transportId, state, locked }, { transportId: 2, state: 'device', locked: true });
  assert.ok(apps?.['com.zhiliaoapp.musically']);
});

test('a phone that boots is in the list before Android is there', async (t) => {
  const waits: (() => void)[] = [];
  let isHeld = false;
  const wait = async (): Promise<void> =>
    await new Promise<void>((resolve) => void (isHeld ? waits.push(resolve) : resolve()));
  const rack = await startTestRack(t, { time: { now: () => new Date(), wait } });
  const phone = rack.phone('RACK0001');
  const back = await openWire(t, rack.adbPort);
  isHeld = true;
  const rebooting = phone?.reboot();
  assert.equal(phone?.summary().state, 'absent');
  while (phone?.summary().state !== 'device') {
    waits.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await back.request('host-serial:RACK0001:wait-for-any-device').text(8);
  assert.equal(phone?.summary().booted, false);
  const service = 'shell:getprop sys.boot_completed; pm list packages; dumpsys power; content query; echo $?';
  const shell = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service });
  assert.equal(
    String(await shell.rest()),
    "\ncmd: Can't find service: package\nCan't find service: power\nError type 2\nandroid.util.AndroidException: Can't connect to activity manager; is the system running?\n1\n",
  );
  isHeld = false;
  for (const end of waits) end();
  await rebooting;
  const after = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service });
  assert.match(String(await after.rest()), /^1\npackage:/);
});

test('the UiAutomator2 server of a whole phone answers through a forward', async (t) => {
  const rack = await startRack({ ...DEFAULTS, phones: 1, control: false });
  t.after(() => rack.stop());
  const adb = await adbClient(t, rack.adbPort);
  if (!adb) return;
  for (const path of [SERVER_APK_PATH, TEST_APK_PATH]) await adb.text('install', '-r', path);
  const port = (await adb.text('forward', 'tcp:0', 'tcp:6790')).trim();
  const running = adb.run([
    'shell',
    'am instrument -w io.appium.uiautomator2.server.test/androidx.test.runner.AndroidJUnitRunner',
  ]);
  let status: { value: { ready: boolean } } | null = null;
  while (status === null) {
    status = await fetch(`http://127.0.0.1:${port}/status`).then(
      (response) => response.json() as Promise<{ value: { ready: boolean } }>,
      () => null,
    );
  }
  assert.equal(status.value.ready, true);
  await adb.text('shell', 'am force-stop io.appium.uiautomator2.server');
  assert.match(String((await running).stdout), /INSTRUMENTATION_RESULT: shortMsg=Process crashed\./);
  const { stdout } = await adb.run(['exec-out', 'screencap', '-p']);
  assert.equal(stdout.toString('latin1', 1, 4), 'PNG');
  assert.deepEqual([stdout.readUInt32BE(16), stdout.readUInt32BE(20)], [1080, 2400]);
});

test('500 phones stay below a gibibyte', async (t) => {
  const rack = await startRack({ ...DEFAULTS, phones: 500 });
  t.after(() => rack.stop());
  assert.equal((await ask(t, rack.adbPort, 'host:devices')).split('\n').length, 501);
  assert.ok(process.memoryUsage().rss < FIVE_HUNDRED_PHONES_BYTES);
});

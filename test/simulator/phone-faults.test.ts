import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { TEST_APK_PATH } from 'appium-uiautomator2-server';
import { settled } from './support/test-phone.ts';
import { startTestRack } from './support/test-rack.ts';
import { ask, openDeviceService, openWire } from './support/wire.ts';

async function shell(t: Parameters<typeof ask>[0], port: number, line: string): Promise<string> {
  return String(await (await openDeviceService(t, port, { serial: 'RACK0001', service: `shell:${line}` })).rest());
}

test('app_missing: pm and am say so, and it comes back as it was', async (t) => {
  const rack = await startTestRack(t);
  const phone = rack.phone('RACK0001');
  const before = await shell(t, rack.adbPort, 'dumpsys package com.zhiliaoapp.musically');
  phone?.faults.order({ kind: 'app_missing', app: 'tiktok' });
  assert.equal(await shell(t, rack.adbPort, 'pm path com.zhiliaoapp.musically'), '');
  assert.match(await shell(t, rack.adbPort, 'pm path com.instagram.android'), /^package:/);
  assert.equal(rack.fronts[0]?.told.at(-1), 'force-stop com.zhiliaoapp.musically');
  phone?.faults.clear();
  assert.equal(await shell(t, rack.adbPort, 'dumpsys package com.zhiliaoapp.musically'), before);
});

test('screen_locked: asleep behind a swipe or a PIN; only the first goes by itself', async (t) => {
  const rack = await startTestRack(t);
  const phone = rack.phone('RACK0001');
  for (const [variant, isLocked] of [
    ['swipe', false],
    ['pin', true],
  ] as const) {
    phone?.faults.order({ kind: 'screen_locked', variant });
    assert.match(await shell(t, rack.adbPort, 'dumpsys power'), /mWakefulness=Asleep/);
    await shell(t, rack.adbPort, 'input keyevent 224; wm dismiss-keyguard');
    assert.equal(phone?.summary().locked, isLocked, variant);
    phone?.faults.clear();
    const { awake, locked, lock } = phone?.summary() ?? {};
    assert.deepEqual({ awake, locked, lock }, { awake: true, locked: false, lock: 'none' });
  }
});

test('heat: the battery says so, requests take longer, and the app in front may be killed', async (t) => {
  const rack = await startTestRack(t);
  const phone = rack.phone('RACK0001');
  const battery = (): Promise<string> => shell(t, rack.adbPort, 'dumpsys battery');
  phone?.faults.order({ kind: 'heat', degrees: 48.5, ms_per_request: 5, variant: 'kills' });
  assert.match(await battery(), /health: 3\n[\s\S]*temperature: 485\n/);
  assert.equal(phone?.faults.strike('slow', { request: 'GET /source' })?.ms_per_request, 5);
  assert.equal(rack.fronts[0]?.told.at(-1), 'force-stop com.example');
  phone?.faults.clear();
  assert.match(await battery(), /health: 2\n[\s\S]*temperature: 285\n/);
  assert.equal(phone?.faults.strike('slow', { request: 'GET /source' }), null);
});

test('a clock that is off shows in what the phone says, not in its log', async (t) => {
  const rack = await startTestRack(t);
  const phone = rack.phone('RACK0001');
  phone?.change({ clockOffsetMs: -86_400_000 });
  const seconds = Number(await shell(t, rack.adbPort, 'date +%s'));
  assert.ok(Math.abs(Date.now() / 1000 - 86_400 - seconds) < 5);
  assert.ok(Math.abs(Date.now() - Date.parse(phone?.log().at(-1)?.at ?? '')) < 5000);
});

test('install_refused: what the phone says, and then it is well again', async (t) => {
  const rack = await startTestRack(t);
  const phone = rack.phone('RACK0001');
  const apk = readFileSync(TEST_APK_PATH);
  const install = async (): Promise<string> => {
    const service = `exec:cmd package install -r -S ${apk.length}`;
    const wire = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service });
    return String(await wire.send(apk).rest());
  };
  phone?.faults.order({ kind: 'install_refused' });
  phone?.faults.order({ kind: 'install_refused', variant: 'signature' });
  assert.equal(await install(), 'Failure [INSTALL_FAILED_USER_RESTRICTED: Install canceled by user]\n');
  assert.match(await install(), /^Failure \[INSTALL_FAILED_UPDATE_INCOMPATIBLE: Existing package io\.appium\./);
  assert.equal(await install(), 'Success\n');
});

test('an ADB server that is killed resets what is open, and the next one counts its phones from 1 again', async (t) => {
  const rack = await startTestRack(t, { phones: 2 });
  rack.phone('RACK0002')?.unplug();
  const tracker = await openWire(t, rack.adbPort);
  await tracker.request('host:track-devices').bytes(8);
  const reset = new Promise<NodeJS.ErrnoException>((resolve) => tracker.socket.once('error', resolve));
  await rack.restartAdb();
  assert.equal((await reset).code, 'ECONNRESET');
  await settled();
  const list = await ask(t, rack.adbPort, 'host:devices-l');
  assert.match(list, /^OKAY....RACK0001 +device usb:1-1 .* transport_id:1\n$/);
});

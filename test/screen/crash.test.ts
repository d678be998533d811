import assert from 'node:assert/strict';
import http from 'node:http';
import { type TestContext, test } from 'node:test';
import { PostwrightError } from '../../src/errors.ts';
import { RelookingScreen } from '../../src/screen/relooking-screen.ts';
import { openScreen, type Screen } from '../../src/screen/screen.ts';
import { type Rack, startRack } from '../../src/simulator/rack.ts';
import { onRack } from '../devices/rack.ts';
import { limits, named, watch } from '../devices/support.ts';
import { type AdbProxy, startProxy } from './proxy.ts';
import { onScreen, SERVER, seen } from './stage.ts';

const TREE = 'GET /source';
const TAP = 'POST /actions';
const HOME = { label: ['TikTok'] };

function mayHaveActed(error: unknown): true {
  named('UIA2_UNAVAILABLE', /mayHaveActed/)(error);
  assert.ok(error instanceof PostwrightError);
  assert.equal(error.data?.mayHaveActed, true);
  return true;
}

test('a server that dies while asked for the tree is started again', async (t) => {
  const { screen, rackPhone, requests } = await onScreen(t);
  rackPhone.faults.order({ kind: 'uia2_crash', when: { request: TREE } });
  assert.equal(screen.select(await screen.tree(limits()), HOME).length, 1);
  assert.equal(requests('POST /session {').length, 2);
});

test('a server that dies in a tap is started again, but the tap is not repeated', async (t) => {
  const { screen, rackPhone, requests } = await onScreen(t);
  const icon = await seen(screen, 'TikTok');
  rackPhone.faults.order({ kind: 'uia2_crash', when: { request: TAP } });
  await assert.rejects(screen.tap(icon, limits()), mayHaveActed);
  assert.equal(requests('/actions').length, 1);
  await screen.waitFor(HOME, limits());
  await screen.tap(icon, limits());
  assert.equal(requests('/actions').length, 2);
});

test('a server that was killed between calls is started again, and the tap happens once', async (t) => {
  const { screen, rackPhone, phone, requests } = await onScreen(t);
  const icon = await seen(screen, 'TikTok');
  await phone.forceStop(SERVER, limits());
  await screen.tap(icon, limits());
  assert.equal(requests('/actions').length, 1);
  assert.match((await phone.foreground(limits())) ?? '', /musically/);
  rackPhone.front.forceStop(SERVER);
  await screen.tree(limits());
});

test('a server that dies again and again is given up, with what the phone said', async (t) => {
  const { screen, rackPhone } = await onScreen(t);
  rackPhone.faults.order({ kind: 'uia2_crash', when: { request: TREE }, times: 9 });
  await assert.rejects(screen.tree(limits()), named('UIA2_UNAVAILABLE', /Process crashed/));
  rackPhone.faults.clear();
  await screen.tree(limits());
});

test('a server that cannot be started is told with what the phone said', async (t) => {
  const { phone, rackPhone } = await onRack(t);
  rackPhone.faults.order({ kind: 'uia2_crash', when: { request: TREE }, times: 9 });
  await assert.rejects(openScreen(phone, limits(60_000)), named('UIA2_UNAVAILABLE', /RACK0001.*Process crashed/));
});

test('a phone without room for the server says so', async (t) => {
  const { phone, rackPhone } = await onRack(t);
  rackPhone.change({ freeBytes: 1_000_000 });
  await assert.rejects(openScreen(phone, limits(60_000)), named('DEVICE_STORAGE_FULL'));
});

test('another client’s session costs ours only its number', async (t) => {
  const { screen, phone, requests } = await onScreen(t);
  const socket = await phone.connect(6790, limits());
  const body = JSON.stringify({ capabilities: { alwaysMatch: {} } });
  await new Promise((resolve, reject) => {
    const options = { method: 'POST', path: '/session', createConnection: () => socket };
    http
      .request(options, (response) => response.resume().once('end', resolve))
      .on('error', reject)
      .end(body);
  });
  await screen.tap(await seen(screen, 'TikTok'), limits());
  assert.equal(requests('POST /session {').length, 3);
  assert.equal(requests('/actions').filter((line) => line.endsWith('200')).length, 1);
});

test('an unplugged phone is lost, in mid-call and after', async (t) => {
  const { screen, rackPhone } = await onScreen(t);
  rackPhone.faults.order({ kind: 'unplug', when: { request: TREE } });
  await assert.rejects(screen.tree(limits()), named('DEVICE_LOST'));
  await assert.rejects(screen.tapAt({ x: 5, y: 5 }, limits()), named('DEVICE_LOST'));
  await screen.close();
});

test('a slow server ends a look at its deadline, a tap with the warning that it may have happened', async (t) => {
  const { screen, rackPhone, requests } = await onScreen(t);
  const icon = await seen(screen, 'TikTok');
  rackPhone.faults.order({ kind: 'slow', ms_per_request: 600, when: { request: TREE } });
  await assert.rejects(screen.tree(limits(200)), named('DEVICE_TIMEOUT', /source/));
  rackPhone.faults.order({ kind: 'slow', ms_per_request: 600, when: { request: TAP } });
  await assert.rejects(screen.tap(icon, limits(300)), mayHaveActed);
  await screen.tree(limits());
  assert.equal(requests('/actions').length, 1);
});

test('after a restart of the ADB server a new screen replaces the run that lies', async (t) => {
  const { rack, until, tracker, screen, rackPhone } = await onScreen(t);
  const restarted = rack.restartAdb();
  await until('RACK0001 absent');
  await restarted;
  await until('RACK0001 device');
  await assert.rejects(screen.tree(limits()), named('DEVICE_LOST'));
  const again = await openScreen(tracker.phone('RACK0001'), limits(60_000));
  t.after(() => again.close());
  assert.equal(again.select(await again.tree(limits()), HOME).length, 1);
  assert.ok(rackPhone.log().some(({ what }) => what === `am force-stop ${SERVER}`));
});

interface Wire {
  readonly rack: Rack;
  readonly proxy: AdbProxy;
  readonly screen: Screen;
  readonly requests: (text: string) => readonly string[];
}

/** A screen whose every connection goes through a wire that the test can break. */
async function onWire(t: TestContext): Promise<Wire> {
  const options = { phones: 1, adbPort: 0, controlPort: 0, pace: 'instant', seed: 1, control: false } as const;
  const rack = await startRack(options);
  t.after(() => rack.stop());
  const proxy = await startProxy(rack.adbPort);
  t.after(() => proxy.stop());
  const { tracker } = await watch(t, proxy.address);
  const screen = await openScreen(tracker.phone('RACK0001'), limits(60_000));
  t.after(() => screen.close());
  const requests = (text: string): readonly string[] =>
    (rack.phone('RACK0001')?.log() ?? []).flatMap(({ kind, what }) =>
      kind === 'uia2' && what.includes(text) ? [what] : [],
    );
  return { rack, proxy, screen, requests };
}

test('a lost shell leaves a server that says ready and sees nothing: it is replaced', async (t) => {
  const { proxy, screen, requests } = await onWire(t);
  assert.equal(proxy.cut('am instrument'), 1);
  await screen.tap(await seen(screen, 'TikTok'), limits());
  assert.equal(requests('POST /session {').length, 2);
  assert.equal(requests('/actions').filter((line) => line.endsWith('200')).length, 1);
});

test('an answer lost on its way: a look is repeated, a tap is not', async (t) => {
  const { proxy, screen, requests } = await onWire(t);
  const icon = await seen(screen, 'TikTok');
  proxy.cutAnswers('/source', 1);
  assert.equal(screen.select(await screen.tree(limits()), HOME).length, 1);
  proxy.cutAnswers('/actions', 1);
  await assert.rejects(screen.tap(icon, limits()), mayHaveActed);
  await screen.tree(limits());
  assert.equal(requests('/actions').length, 1);
});

test('a server that dies twice in a row is started again twice', async (t) => {
  const { screen, rackPhone, requests } = await onScreen(t);
  const dies = (nth: number) => rackPhone.faults.order({ kind: 'uia2_crash', when: { request: TREE, nth } });
  dies(1);
  // After it, the first tree proves the new server, and the second is the one that was asked for.
  dies(2);
  assert.equal(screen.select(await screen.tree(limits()), HOME).length, 1);
  assert.equal(requests('POST /session {').length, 3);
});

test('a server that hangs is started anew, and what it had still to do is never done', async (t) => {
  const { phone, rackPhone } = await onRack(t);
  const requests = (text: string) => rackPhone.log().filter(({ what }) => what.includes(text));
  const screen = await openScreen(phone, { ...limits(60_000), hangsAfterMs: 800 });
  t.after(() => screen.close());
  const icon = await seen(screen, 'TikTok');
  for (const variant of [{}, { variant: 'screen' }] as const) {
    rackPhone.faults.order({ kind: 'uia2_hang', when: { request: TREE }, ...variant });
    assert.equal(screen.select(await screen.tree(limits(1_000)), HOME).length, 1);
  }
  rackPhone.faults.order({ kind: 'uia2_hang', when: { request: TAP }, for_ms: 60_000 });
  await assert.rejects(screen.tap(icon, limits(500)), mayHaveActed);
  assert.equal(screen.select(await screen.tree(limits()), HOME).length, 1);
  assert.equal(requests('POST /session {').length, 4);
  assert.doesNotMatch((await phone.foreground(limits())) ?? '', /musically/);
});

test('a server that says ready and has lost the UI is replaced; packages that were taken away are put back', async (t) => {
  const { screen, rackPhone, requests, phone } = await onScreen(t);
  rackPhone.faults.order({ kind: 'uia2_disconnected', when: { request: TREE } });
  assert.equal(screen.select(await screen.tree(limits()), HOME).length, 1);
  await phone.uninstall(`${SERVER}.test`, limits());
  await phone.uninstall(SERVER, limits());
  assert.equal(screen.select(await screen.tree(limits()), HOME).length, 1);
  assert.equal(requests('POST /session {').length, 3);
});

test('where it may be repeated, a touch is made again if it has changed nothing, and never otherwise', async (t) => {
  const { screen: inner, rackPhone, requests } = await onScreen(t);
  let mayRepeat = true;
  const screen = new RelookingScreen(inner, () => mayRepeat);
  const icon = await seen(screen, 'TikTok');
  rackPhone.faults.order({ kind: 'uia2_crash', when: { request: TAP }, times: 2 });
  await screen.tap(icon, limits());
  await screen.waitFor({ label: ['Home'] }, limits());
  assert.equal(requests('/actions').length, 3);

  await screen.tree(limits());
  mayRepeat = false;
  rackPhone.faults.order({ kind: 'uia2_crash', when: { request: TAP } });
  await assert.rejects(screen.tapAt({ x: 5, y: 5 }, limits()), mayHaveActed);
  assert.equal(requests('/actions').length, 4);
});

test('where it may be repeated, a touch that was made and not answered is not made again', async (t) => {
  const { proxy, screen: inner, requests } = await onWire(t);
  const screen = new RelookingScreen(inner, () => true);
  const icon = await seen(screen, 'TikTok');
  proxy.cutAnswers('/actions', 1);
  await screen.tap(icon, limits());
  await screen.waitFor({ label: ['Home'] }, limits());
  assert.equal(requests('/actions').length, 1);
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { PostwrightError } from '../../src/errors.ts';
import { evidenceOf } from '../../src/screen/evidence.ts';
import { openScreen } from '../../src/screen/screen.ts';
import { onRack } from '../devices/rack.ts';
import { limits, named } from '../devices/support.ts';
import { onScreen, SERVER, seen, TIKTOK } from './stage.ts';

const CAPTION = "Café “two\nlines” 😀👩‍👩‍👧 #tag @name $(id) 'q' \\ <b>&amp;";

test('a phone with nothing on it gets the server, once', async (t) => {
  const { phone, rackPhone } = await onRack(t);
  const installs = () => rackPhone.log().filter(({ what }) => what.startsWith('pm install')).length;
  const screen = await openScreen(phone, limits(60_000));
  assert.equal(installs(), 2);
  assert.match((await screen.tree(limits())).xml, /TikTok/);
  await screen.close();
  await assert.rejects(phone.connect(6790, limits()), named('DEVICE_COMMAND_FAILED'));
  await assert.rejects(screen.tree(limits()), named('UIA2_UNAVAILABLE', /closed/));
  await screen.close();

  const again = await openScreen(phone, limits(60_000));
  t.after(() => again.close());
  assert.equal(installs(), 2);
});

test('an older server is replaced', async (t) => {
  const { phone } = await onScreen(t, {
    phoneOverrides: [{ apps: { [SERVER]: '4.27.0', [`${SERVER}.test`]: '4.27.0' } }],
  });
  assert.match((await phone.packageVersion(SERVER, limits())) ?? '', /^10\./);
});

test('the session waits for no rest and survives the charger', async (t) => {
  const { requests, rackPhone, screen } = await onScreen(t);
  const [settings = ''] = requests('appium/settings');
  assert.match(settings, /"waitForIdleTimeout":0,"waitForSelectorTimeout":0/);
  rackPhone.change({ charging: false });
  await screen.tree(limits());
});

test('looks share a connection, touches have one each', async (t) => {
  const { screen, phone, rackPhone } = await onScreen(t);
  const connections = (): number => rackPhone.log().filter(({ what }) => what === 'tcp:6790').length;
  const icon = await seen(screen, 'TikTok');
  const atFirst = connections();
  const since = performance.now();
  for (let look = 0; look < 5; look += 1) await screen.tree(limits());
  assert.equal(connections(), atFirst);
  assert.ok((phone.answerAgeMs ?? Number.POSITIVE_INFINITY) < performance.now() - since);
  await screen.tap(icon, limits());
  assert.equal(connections(), atFirst + 1);
  await screen.waitFor({ packageName: TIKTOK, label: ['Create'] }, limits());
  assert.equal(connections(), atFirst + 1);
});

test('a screen that has not changed is the tree it was', async (t) => {
  const { screen } = await onScreen(t);
  const before = await screen.tree(limits());
  assert.equal(await screen.tree(limits()), before);
  await screen.tap(await seen(screen, 'TikTok'), limits());
  await screen.waitFor({ packageName: TIKTOK, label: ['Create'] }, limits());
  assert.notEqual(await screen.tree(limits()), before);
});

test('taps, texts and keys do what they say', async (t) => {
  const { phone, screen, rackPhone } = await onScreen(t);
  await screen.tap(await seen(screen, 'TikTok'), limits());
  const create = await screen.waitFor({ packageName: TIKTOK, label: ['Create'] }, limits());
  assert.match((await phone.foreground(limits())) ?? '', new RegExp(`^${TIKTOK}/`));
  await screen.back(limits());
  await screen.waitFor({ label: ['Instagram'] }, limits());
  await screen.waitUntilGone({ label: ['Create'], packageName: TIKTOK }, limits());
  await screen.tapAt({ x: create.bounds.left, y: 5 }, limits());
  await screen.pressKey(3, limits());
  assert.deepEqual(
    rackPhone.log().filter(({ kind }) => kind === 'intrusion'),
    [],
  );
});

test('a caption of any Unicode goes into its field, is read back, and the keyboard goes', async (t) => {
  const { phone, screen } = await onScreen(t);
  const action = 'android.intent.action.SEND';
  const file = { path: '/sdcard/Movies/clip.mp4', kind: 'video', ...limits() } as const;
  const sourcePath = new URL('../../examples/media/clip.mp4', import.meta.url).pathname;
  await phone.push({ sourcePath, targetPath: file.path, ...(await sumOf(sourcePath)), ...limits() });
  const uri = await phone.registerMedia(file);
  const share = { dataUri: uri, streamUri: uri, grantRead: true, mimeType: 'video/mp4', packageName: TIKTOK };
  await phone.startActivity({ action, ...share, ...limits() });
  await screen.tap(await screen.waitFor({ text: ['Next'] }, limits()), limits());
  const field = await screen.waitFor({ className: 'EditText', text: ['Add description.*'] }, limits());
  assert.equal(field.showingHint, true);
  await screen.setText(field, CAPTION, limits());
  await screen.setText(field, CAPTION, limits());
  const written = await screen.waitFor({ className: 'EditText' }, limits());
  assert.equal(written.text, CAPTION);
  assert.equal(written.showingHint, false);

  // Where the field is no longer: it is found by its focus.
  await screen.tap(written, limits());
  const elsewhere = { ...written, bounds: { ...written.bounds, top: written.bounds.top - 7 } };
  await screen.setText(elsewhere, 'moved', limits());
  assert.equal((await screen.waitFor({ className: 'EditText' }, limits())).text, 'moved');
  await screen.hideKeyboard(limits());
  await screen.hideKeyboard(limits());
  assert.match((await phone.foreground(limits())) ?? '', /VideoPublishActivity/, 'BACK was pressed once, not twice');

  await assert.rejects(screen.setText(written, 'x'.repeat(66_000), limits()), named('DEVICE_COMMAND_FAILED', /65536/));
  await assert.rejects(screen.setText(written, 'ends in \\n', limits()), named('DEVICE_COMMAND_FAILED', /backslash/));
  const label = await seen(screen, 'Location');
  await assert.rejects(screen.setText(label, 'x', limits()), named('DEVICE_COMMAND_FAILED', /TextView/));
});

test('a wait ends at its deadline with what was seen', async (t) => {
  const { screen } = await onScreen(t);
  const beganAt = performance.now();
  const waiting = screen.waitFor({ label: ['Post', 'Publicar'], clickable: true }, limits(500));
  await assert.rejects(waiting, (error) => {
    named('ELEMENT_NOT_FOUND', /RACK0001 did not show label "Post" or "Publicar", clickable within 500 ms/)(error);
    assert.match(evidenceOf(error)?.tree.xml ?? '', /Instagram/);
    return true;
  });
  assert.ok(performance.now() - beganAt < 1_500);
  await assert.rejects(
    screen.waitUntilGone({ label: ['Instagram'] }, limits(300)),
    named('ELEMENT_NOT_FOUND', /went on showing label "Instagram"/),
  );
});

test('a wait ends with its caller’s reason', async (t) => {
  const { screen } = await onScreen(t);
  const caller = new AbortController();
  const waiting = screen.waitFor({ label: ['Post'] }, { signal: caller.signal, timeoutMs: 60_000 });
  setImmediate(() => caller.abort(new PostwrightError('STOPPED')));
  await assert.rejects(waiting, named('STOPPED'));
});

test('a steady wait takes as long as the place is to be kept', async (t) => {
  const { screen } = await onScreen(t);
  const beganAt = performance.now();
  const node = await screen.waitFor({ label: ['TikTok'] }, { ...limits(), steadyForMs: 400 });
  assert.ok(performance.now() - beganAt >= 400);
  assert.equal(node.text, 'TikTok');
});

test('a swipe and a long press are strokes of their length', async (t) => {
  const { screen, requests } = await onScreen(t);
  await screen.swipe({ from: { x: 500.4, y: 1500 }, to: { x: 500, y: 600 }, durationMs: 250, ...limits() });
  assert.match(requests('/actions').at(-1) ?? '', /"x":500,"y":1500/);
  await screen.longPress(await seen(screen, 'TikTok'), limits());
  assert.equal(requests('/actions').length, 2);
});

test('calls of several callers go one after the other', async (t) => {
  const { screen, rackPhone, requests } = await onScreen(t);
  rackPhone.faults.order({ kind: 'slow', ms_per_request: 100, when: { request: 'GET /source' } });
  const before = requests('').length;
  await Promise.all([screen.tree(limits()), screen.pressKey(3, limits()), screen.tree(limits())]);
  const order = requests('')
    .slice(before)
    .map((line) => line.replace(/^(\w+) .*\/(\w+).*$/, '$1 $2'));
  assert.deepEqual(order, ['GET source', 'POST press_keycode', 'GET source']);
});

async function sumOf(path: string): Promise<{ sizeBytes: number; sha256: string }> {
  const bytes = await readFile(path);
  return { sizeBytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
}

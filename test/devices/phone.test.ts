import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { PushOptions } from '../../src/devices/phone.ts';
import { onRack } from './rack.ts';
import { limits, named } from './support.ts';

const INSTAGRAM = 'com.instagram.android';
const TIKTOK = 'com.zhiliaoapp.musically';
const ANDROID_9_11_13_15 = [28, 30, 33, 35];
const MIB = 1024 * 1024;

interface Source extends PushOptions {
  readonly bytes: Buffer;
}

async function source(t: TestContext, targetPath: string, sizeBytes: number): Promise<Source> {
  const folder = await mkdtemp(join(tmpdir(), 'postwright-push-'));
  t.after(() => rm(folder, { recursive: true }));
  const bytes = Buffer.alloc(sizeBytes, 'postwright ');
  const sourcePath = join(folder, 'source');
  await writeFile(sourcePath, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sourcePath, targetPath, sizeBytes, sha256, bytes, ...limits() };
}

test('a phone says who it is', async (t) => {
  const { phone } = await onRack(t, { phoneOverrides: [{ sdk: 28, language: 'es' }] });
  const facts = await phone.facts(limits());
  assert.equal(facts.serial, 'RACK0001');
  assert.equal(facts.sdk, 28);
  assert.equal(facts.androidVersion, '9');
  assert.match(facts.locale, /^es/);
  assert.notEqual(facts.model, '');
});

test('hostile arguments reach the phone as they are', async (t) => {
  const { phone, rackPhone } = await onRack(t);
  const hostile = [
    '$(id)',
    '`id`',
    "'; rm -rf /; '",
    '"$HOME"',
    '\\',
    '*',
    '~',
    '&& id',
    'a\nb',
    '😀 ü',
    '> /sdcard/x',
    '',
  ];
  const result = await phone.shell(['printf', '%s|', ...hostile], limits());
  assert.deepEqual(result, { stdout: hostile.map((text) => `${text}|`).join(''), stderr: '', exitCode: 0 });
  assert.deepEqual(
    rackPhone.log().filter(({ kind }) => kind === 'intrusion'),
    [],
  );
});

test('a command gives back its streams and its exit code', async (t) => {
  const { phone } = await onRack(t);
  const missing = await phone.shell(['ls', '/no/such'], limits());
  assert.equal(missing.exitCode, 1);
  assert.match(missing.stderr, /No such file/);
  const unknown = await phone.shell(['nosuchcommand'], limits());
  assert.equal(unknown.exitCode, 127);
});

test('a push arrives whole, with its progress and the time of now', async (t) => {
  const { phone, rackPhone } = await onRack(t);
  const file = await source(t, '/sdcard/Movies/it’s a "clip" $1.mp4', 3 * MIB);
  const sent: number[] = [];
  await phone.push({ ...file, onProgress: (bytes) => void sent.push(bytes) });
  assert.equal(sent.at(-1), 3 * MIB);
  assert.ok(sent.length > 10, 'progress comes in small parts');
  const stat = await phone.shell(['stat', '-c', '%s %Y', file.targetPath], limits());
  const [size, modifiedAt] = stat.stdout.trim().split(' ').map(Number);
  assert.equal(size, 3 * MIB);
  assert.ok(Math.abs(Date.now() / 1000 - (modifiedAt ?? 0)) < 60);
  assert.deepEqual(
    rackPhone.log().filter(({ kind }) => kind === 'intrusion'),
    [],
  );
  await phone.remove(file.targetPath, limits());
  assert.equal((await phone.shell(['ls', file.targetPath], limits())).exitCode, 1);
});

test('an empty file and a file of one packet arrive too', async (t) => {
  const { phone } = await onRack(t);
  for (const size of [0, 65_536]) await phone.push(await source(t, `/sdcard/Movies/${size}.mp4`, size));
});

test('a push that is cut fails and leaves nothing', async (t) => {
  const { phone, rackPhone } = await onRack(t);
  rackPhone.faults.order({ kind: 'push_cut', when: { bytes: MIB } });
  const file = await source(t, '/sdcard/Movies/cut.mp4', 4 * MIB);
  await assert.rejects(phone.push(file), named('PUSH_FAILED', /cut\.mp4/));
  assert.equal((await phone.shell(['ls', file.targetPath], limits())).exitCode, 1);
  await phone.push(file);
});

test('a full phone says so', async (t) => {
  const { phone, rackPhone } = await onRack(t);
  rackPhone.change({ freeBytes: 2 * MIB });
  assert.equal(await phone.freeBytes('/sdcard', limits()), 2 * MIB);
  const file = await source(t, '/sdcard/Movies/big.mp4', 4 * MIB);
  await assert.rejects(phone.push(file), named('DEVICE_STORAGE_FULL'));
  assert.equal(await phone.freeBytes('/sdcard', limits()), 2 * MIB);
});

test('a place that may not be written to is told in the phone’s words', async (t) => {
  const { phone } = await onRack(t);
  await assert.rejects(phone.push(await source(t, '/system/x.mp4', 10)), named('PUSH_FAILED', /Read-only|denied/));
});

test('a phone unplugged in mid-push is lost, not broken', async (t) => {
  const { phone, rackPhone, until, tracker } = await onRack(t);
  rackPhone.faults.order({ kind: 'unplug', when: { bytes: MIB } });
  const file = await source(t, '/sdcard/Movies/clip.mp4', 4 * MIB);
  await assert.rejects(phone.push(file), named('DEVICE_LOST'));
  await assert.rejects(phone.shell(['id'], limits()), named('DEVICE_LOST'));
  rackPhone.plug();
  await until('RACK0001 device');
  await tracker.phone('RACK0001').push(file);
});

for (const sdk of ANDROID_9_11_13_15) {
  test(`API ${sdk}: a pushed file is listed under its URI, and gone after`, async (t) => {
    const { phone, rackPhone } = await onRack(t, { phoneOverrides: [{ sdk }] });
    for (const [kind, path] of [
      ['video', "/sdcard/Movies/pw/it's, a=1 clip.mp4"],
      ['image', '/sdcard/Pictures/pw/photo ü.jpg'],
    ] as const) {
      await phone.push(await source(t, path, 1000));
      const uri = await phone.registerMedia({ path, kind, ...limits() });
      const row = rackPhone.machine.media.byUri(uri);
      assert.equal(row?.path, path.replace('/sdcard', '/storage/emulated/0'), uri);
      assert.equal(row.kind, kind);
      assert.equal(rackPhone.machine.media.isReadable(row), true);
      await phone.unregisterMedia({ path, kind, ...limits() });
      assert.deepEqual(rackPhone.machine.media.list('any'), []);
      assert.equal((await phone.shell(['ls', path], limits())).exitCode, 1);
      await phone.unregisterMedia({ path, kind, ...limits() });
    }
    assert.deepEqual(
      rackPhone.log().filter((line) => line.kind === 'intrusion'),
      [],
    );
  });
}

for (const sdk of ANDROID_9_11_13_15) {
  test(`API ${sdk}: what a gallery begins with, newest first, down to the oldest file asked for`, async (t) => {
    const { phone } = await onRack(t, { phoneOverrides: [{ sdk }] });
    const put = async (kind: 'image' | 'video', path: string): Promise<string> => {
      await phone.push(await source(t, path, 1000));
      await phone.registerMedia({ path, kind, ...limits() });
      return path.replace('/sdcard', '/storage/emulated/0');
    };
    const [older, own, between, newest] = [
      await put('image', '/sdcard/DCIM/older.jpg'),
      await put('image', "/sdcard/Pictures/pw/it's, _data=1.jpg"),
      await put('video', '/sdcard/Movies/clip.mp4'),
      await put('image', '/sdcard/Pictures/Screenshots/shot.png'),
    ];
    const list = async (kind: 'image' | 'video' | 'any', path: string): Promise<readonly string[]> =>
      await phone.newestMedia({ paths: [path], kind, ...limits() });
    assert.deepEqual(await list('image', "/sdcard/Pictures/pw/it's, _data=1.jpg"), [newest, own]);
    assert.deepEqual(await list('any', "/sdcard/Pictures/pw/it's, _data=1.jpg"), [newest, between, own]);
    assert.deepEqual(await list('any', older), [newest, between, own, older]);
    await assert.rejects(list('any', '/sdcard/none.jpg'), named('MEDIA_NOT_INDEXED', /none\.jpg/));
  });
}

/** Enough for the scan and a look, however busy the machine is: only what comes after it is waited for in vain. */
const SCAN_MS = 3_000;

test('a file that is not there is never indexed', async (t) => {
  const { phone } = await onRack(t, { phoneOverrides: [{ sdk: 28 }] });
  const missing = { path: '/sdcard/Movies/none.mp4', kind: 'video', ...limits(SCAN_MS) } as const;
  await assert.rejects(phone.registerMedia(missing), named('MEDIA_NOT_INDEXED', /none\.mp4.*No result found/));
});

test('packages: versions, an installation that is refused, a removal', async (t) => {
  const { phone } = await onRack(t);
  assert.match((await phone.packageVersion(INSTAGRAM, limits())) ?? '', /^\d+\./);
  assert.equal(await phone.packageVersion('com.no.such', limits()), null);
  const notAnApk = await source(t, '/unused', 100);
  await assert.rejects(phone.install(notAnApk.sourcePath, limits()), named('UIA2_INSTALL_FAILED', /INSTALL_/));
  assert.equal((await phone.shell(['ls', '/data/local/tmp'], limits())).stdout.trim(), '', 'the APK was removed again');
  await phone.uninstall(INSTAGRAM, limits());
  assert.equal(await phone.packageVersion(INSTAGRAM, limits()), null);
  await phone.uninstall(INSTAGRAM, limits());
});

test('an app is opened by a share and comes to the front', async (t) => {
  const { phone } = await onRack(t);
  const path = '/sdcard/Movies/clip.mp4';
  await phone.push(await source(t, path, 1000));
  const uri = await phone.registerMedia({ path, kind: 'video', ...limits() });
  const [component, ...others] = await phone.shareTargets({ packageName: TIKTOK, mimeType: 'video/mp4', ...limits() });
  assert.ok(component?.startsWith(`${TIKTOK}/com.`), component);
  assert.deepEqual(others, []);
  assert.deepEqual(await phone.shareTargets({ packageName: 'com.no.such', mimeType: 'video/mp4', ...limits() }), []);

  const share = { action: 'android.intent.action.SEND', dataUri: uri, streamUri: uri, grantRead: true };
  await phone.startActivity({ ...share, mimeType: 'video/mp4', component: component ?? '', ...limits() });
  assert.match((await phone.foreground(limits())) ?? '', new RegExp(`^${TIKTOK}/`));
  await phone.forceStop(TIKTOK, limits());
  assert.doesNotMatch((await phone.foreground(limits())) ?? '', new RegExp(TIKTOK));

  const nowhere = { action: 'android.intent.action.MAIN', component: `${TIKTOK}/.NoSuch`, ...limits() };
  await assert.rejects(phone.startActivity(nowhere), named('DEVICE_COMMAND_FAILED', /NoSuch/));
  const unknown = { action: 'no.such.action', packageName: TIKTOK, ...limits() };
  await assert.rejects(phone.startActivity(unknown), named('DEVICE_COMMAND_FAILED'));
});

test('the screen is woken, a swipe lock goes, a PIN stays', async (t) => {
  const { phone, rackPhone } = await onRack(t);
  const { power } = rackPhone.machine;
  rackPhone.change({ lock: 'swipe', awake: false });
  await phone.wake(limits());
  assert.equal(power.awake, true);
  assert.equal(power.locked, false);
  rackPhone.change({ lock: 'pin', awake: false });
  await assert.rejects(phone.wake(limits()), named('DEVICE_LOCKED', /PIN/));
});

test('a screenshot is a whole PNG', async (t) => {
  const { phone } = await onRack(t);
  const png = await phone.screenshot(limits());
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  assert.equal(png.subarray(-8, -4).toString(), 'IEND');
});

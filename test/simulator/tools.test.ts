/** The formats of a phone's tools (facts 3). */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { SERVER_APK_PATH, TEST_APK_PATH } from 'appium-uiautomator2-server';
import { createPlainPhone, type PlainPhone, writeFile } from './support/test-machine.ts';

const RUNNER = 'io.appium.uiautomator2.server.test/androidx.test.runner.AndroidJUnitRunner';
const TIKTOK = 'com.zhiliaoapp.musically';

async function withServer(sdk = 33): Promise<PlainPhone> {
  const phone = createPlainPhone(sdk);
  for (const [path, name] of [
    [SERVER_APK_PATH, 'server'],
    [TEST_APK_PATH, 'test'],
  ] as const) {
    writeFile(phone.machine, `/data/local/tmp/${name}.apk`, await readFile(path));
    assert.equal((await phone.sh(`pm install -r /data/local/tmp/${name}.apk`)).out, 'Success\n');
  }
  return phone;
}

test('simple questions', async (t) => {
  const cases: [number, string, string][] = [
    [33, 'getprop ro.product.model', 'SM-A536B\n'],
    [33, 'getprop no.such.thing', '\n'],
    [28, 'getprop ro.build.version.release', '9\n'],
    [30, 'wm size', 'Physical size: 1080x2340\n'],
    [30, 'wm density', 'Physical density: 440\n'],
    [33, 'settings get global no_such_key', 'null\n'],
    [33, 'settings put global a 1; settings get global a', '1\n'],
    [33, 'svc power stayon true; settings get global stay_on_while_plugged_in', '15\n'],
    [30, 'svc power stayon usb; settings get global stay_on_while_plugged_in', '2\n'],
    [33, 'am get-current-user', '0\n'],
    [33, 'pidof nothing; echo $?', '1\n'],
    [33, 'locksettings get-disabled', 'true\n'],
    [33, 'cmd package list packages instagram', ''],
    [33, 'dumpsys nothing', "Can't find service: nothing\n"],
    [33, 'ime list -s', 'com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME\n'],
  ];
  for (const [sdk, line, expected] of cases) {
    await t.test(`${line} on API level ${sdk}`, async () => {
      assert.deepEqual(await createPlainPhone(sdk).sh(line), { code: 0, out: expected, err: '' });
    });
  }
});

test('df names the file system that Android version has', async () => {
  const newer = createPlainPhone(33);
  newer.machine.files.setFreeBytes(1024 ** 3);
  assert.match(
    (await newer.sh('df -k /sdcard')).out,
    /\n\/dev\/fuse +115343360 +114294784 +1048576 +100% \/storage\/emulated\n$/,
  );
  assert.match(
    (await createPlainPhone(28).sh('df /sdcard')).out,
    /\n\/data\/media +\d+ +\d+ +\d+ +\d+% \/storage\/emulated\n$/,
  );
});

test('am start says what became of the intent, by Android version', async (t) => {
  const line =
    'am start -a android.intent.action.SEND -t video/mp4 -d content://media/external/video/media/31 --eu android.intent.extra.STREAM content://media/external/video/media/31 --grant-read-uri-permission -n a.b/.C';
  const shown =
    'Intent { act=android.intent.action.SEND dat=content://media/external/video/media/31 typ=video/mp4 flg=0x1 cmp=a.b/.C (has extras) }';
  const started = shown.replace('0x1 ', '0x10000001 ');
  const cases: [number, 'unresolved' | 'no-such-class' | 'delivered-to-top' | 'started', number, string][] = [
    [33, 'started', 0, ''],
    [
      33,
      'delivered-to-top',
      0,
      'Warning: Activity not started, intent has been delivered to currently running top-most instance.\n',
    ],
    [33, 'unresolved', 1, `Error: Activity not started, unable to resolve ${started}\n`],
    [28, 'unresolved', 0, `Error: Activity not started, unable to resolve ${started}\n`],
    [33, 'no-such-class', 1, 'Error type 3\nError: Activity class {a.b/.C} does not exist.\n'],
  ];
  for (const [sdk, outcome, code, err] of cases) {
    await t.test(`${outcome} on API level ${sdk}`, async () => {
      const { sh, front } = createPlainPhone(sdk);
      front.result = outcome;
      assert.deepEqual(await sh(line), { code, out: `Starting: ${shown}\n`, err });
      assert.equal(front.intents[0]?.flags, 0x10000001);
      assert.equal(
        front.intents[0]?.extras.get('android.intent.extra.STREAM'),
        'content://media/external/video/media/31',
      );
    });
  }
});

test('with -W errors stand on standard output; -S stops first', async () => {
  const { sh, front } = createPlainPhone();
  front.result = 'unresolved';
  const { code, out, err } = await sh('am start -W -S -n a.b/.C');
  assert.deepEqual([code, err], [1, '']);
  assert.match(out, /^Stopping: a\.b\nStarting: Intent \{ cmp=a\.b\/\.C \}\nError: Activity not started/);
  assert.deepEqual(front.told, ['force-stop a.b']);
});

test('an activity that is not exported, and an option that is none', async () => {
  const { sh, front } = createPlainPhone();
  front.result = 'not-exported';
  const refused = await sh('am start -n a.b/.C');
  assert.equal(refused.code, 255);
  assert.match(
    refused.err,
    /^\nException occurred while executing 'start':\njava\.lang\.SecurityException: Permission Denial: starting Intent /,
  );
  assert.match((await sh('am start --eua x y')).err, /java\.lang\.IllegalArgumentException: Unknown option: --eua\n$/);
});

test('repeating --eu overwrites: SEND_MULTIPLE cannot be built', async () => {
  const { sh, front } = createPlainPhone();
  await sh(
    'am start -a android.intent.action.SEND_MULTIPLE -t "image/*" --eu android.intent.extra.STREAM content://1 --eu android.intent.extra.STREAM content://2',
  );
  assert.equal(front.intents[0]?.extras.get('android.intent.extra.STREAM'), 'content://2');
});

test('what is in front, in the words of each Android version', async () => {
  const resumed = async (sdk: number): Promise<string> =>
    (await createPlainPhone(sdk).sh('dumpsys activity activities | grep -o "[a-zA-Z]*ResumedActivity[:=].*" | head -1'))
      .out;
  assert.match(await resumed(28), /^mResumedActivity: ActivityRecord\{[0-9a-f]{7} u0 com\.example\/\.Main t\d+\}\n$/);
  assert.match(await resumed(33), /^topResumedActivity=ActivityRecord\{[0-9a-f]{7} u0 com\.example\/\.Main t\d+\}\n$/);
  assert.match(
    await resumed(35),
    /^topResumedActivity=ActivityRecord\{[0-9a-f]{7} u0 com\.example\/\.Main\} t\d+\}\n$/,
  );
  const focus = async (phone: PlainPhone): Promise<string> =>
    (await phone.sh('dumpsys window | grep mCurrentFocus')).out.trim();
  const phone = createPlainPhone(33);
  assert.match(await focus(phone), /^mCurrentFocus=Window\{[0-9a-f]{7} u0 com\.example\/com\.example\.Main\}$/);
  phone.front.focused = null;
  assert.equal(await focus(phone), 'mCurrentFocus=null');
  phone.machine.power.setLock('swipe');
  assert.match(await focus(phone), /NotificationShade\}$/);
});

test('processes, as ps and the activity manager tell them', async () => {
  const { sh, machine } = createPlainPhone();
  const { pid } = machine.processes.start('com.example', 10_157);
  // Clients ask whether the ps knows -A, since that of the oldest phones does not.
  assert.match((await sh('ps --help')).out, /^-A\b/m);
  assert.match((await sh('ps -A')).out, new RegExp(`^u0_a157 +${pid} .* com\\.example$`, 'm'));
  assert.doesNotMatch((await sh('ps')).out, /com\.example/);
  const { out } = await sh('dumpsys activity processes');
  assert.match(out, new RegExp(`UID 10157 ProcessRecord\\{[0-9a-f]{7} ${pid}:com\\.example/u0a157\\}`));
  machine.processes.stop('com.example');
  assert.doesNotMatch((await sh('dumpsys activity processes')).out, /com\.example/);
});

test('lock and screen', async () => {
  const { sh, machine, front } = createPlainPhone(33);
  machine.power.setLock('pin');
  await sh('input keyevent KEYCODE_SLEEP');
  assert.match((await sh('dumpsys power')).out, /^ {2}mWakefulness=Asleep$/m);
  await sh('input tap 1 2');
  assert.deepEqual(front.events, []);
  await sh('input keyevent 224; wm dismiss-keyguard');
  assert.match((await sh('dumpsys trust')).out, /\(current\): .*deviceLocked=1,/);
  assert.equal((await sh('locksettings clear --old 0000')).code, 255);
  assert.equal((await sh('locksettings clear --old 1234')).out, 'Lock credential cleared\n');
  assert.match((await sh('dumpsys trust')).out, /deviceLocked=0/);
  await sh("input tap 1 2; input swipe 1 2 3 4 50; input keyevent BACK; input text 'a%sb'");
  assert.deepEqual(front.events, [
    { kind: 'tap', x: 1, y: 2 },
    { kind: 'swipe', x1: 1, y1: 2, x2: 3, y2: 4, durationMs: 50 },
    { kind: 'key', keycode: 4 },
    { kind: 'text', text: 'a b' },
  ]);
});

test('input text knows no letters beyond ASCII', async () => {
  const { sh, front } = createPlainPhone(33);
  const { code, err } = await sh("input text 'olé'");
  assert.equal(code, 255);
  assert.match(err, /NullPointerException: Attempt to get length of null array/);
  assert.equal((await createPlainPhone(28).sh("input text 'olé'")).code, 1);
  assert.deepEqual(front.events, []);
});

test('permissions are granted to what asked for them, and exist by Android version', async () => {
  const { sh, machine } = createPlainPhone(33);
  machine.packages.place(TIKTOK, '43.7.3');
  const camera = 'android.permission.CAMERA';
  assert.deepEqual(await sh(`pm grant ${TIKTOK} ${camera}`), { code: 0, out: '', err: '' });
  assert.ok(machine.packages.hasPermission(TIKTOK, camera));
  assert.match(
    (await sh(`dumpsys package ${TIKTOK}`)).out,
    /^ {8}android\.permission\.CAMERA: granted=true, flags=\[ USER_SET/m,
  );
  await sh(`pm revoke ${TIKTOK} ${camera}`);
  assert.ok(!machine.packages.hasPermission(TIKTOK, camera));
  assert.match((await sh(`pm grant ${TIKTOK} android.permission.INTERNET`)).err, /is not a changeable permission type/);
  assert.match((await sh(`pm grant nobody ${camera}`)).err, /Unknown package: nobody/);
  const old = createPlainPhone(30);
  old.machine.packages.place(TIKTOK, '43.7.3');
  const refused = await old.sh(`pm grant ${TIKTOK} android.permission.READ_MEDIA_VIDEO`);
  assert.equal(refused.code, 255);
  assert.match(refused.err, /Unknown permission: android\.permission\.READ_MEDIA_VIDEO/);
});

test('packages: list, path, dump, uninstall', async () => {
  const { sh } = await withServer();
  assert.equal(
    (await sh('pm list packages -3 --show-versioncode')).out,
    'package:io.appium.uiautomator2.server versionCode:278\npackage:io.appium.uiautomator2.server.test versionCode:0\n',
  );
  assert.match(
    (await sh('pm path io.appium.uiautomator2.server')).out,
    /^package:\/data\/app\/~~[\w-]{22}==\/io\.appium\.uiautomator2\.server-[\w-]{22}==\/base\.apk\n$/,
  );
  assert.equal((await sh('dumpsys package no.such')).out, 'Unable to find package: no.such\n');
  assert.deepEqual(await sh('pm uninstall no.such'), { code: 1, out: 'Failure [not installed for 0]\n', err: '' });
  assert.equal((await sh('pm uninstall io.appium.uiautomator2.server')).out, 'Success\n');
});

test('an update signed by somebody else, an older one, and a full phone are refused', async () => {
  const phone = await withServer();
  const { machine, sh } = phone;
  const content = machine.files.contentOf('/data/local/tmp/server.apk');
  assert.ok(content?.apk);
  const flags = { grantAll: false, allowDowngrade: false, allowTestOnly: false };
  assert.match(
    machine.packages.install({ ...content.apk, signer: 'other' }, flags) ?? '',
    /^INSTALL_FAILED_UPDATE_INCOMPATIBLE: Existing package /,
  );
  assert.match(
    machine.packages.install({ ...content.apk, versionCode: 1 }, flags) ?? '',
    /^INSTALL_FAILED_VERSION_DOWNGRADE: /,
  );
  assert.match(machine.packages.install({ ...content.apk, minSdk: 99 }, flags) ?? '', /^INSTALL_FAILED_OLDER_SDK: /);
  assert.match(
    machine.packages.install({ ...content.apk, testOnly: true }, flags) ?? '',
    /^INSTALL_FAILED_TEST_ONLY: /,
  );
  machine.files.setFreeBytes(1000);
  assert.deepEqual(await sh('pm install -r /data/local/tmp/server.apk'), {
    code: 1,
    out: 'Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE: Failed to override installation location]\n',
    err: '',
  });
});

test('am instrument -w holds its shell until the run ends', async () => {
  const { sh, front } = await withServer();
  const running = sh(`am instrument -w -e disableAnalytics true ${RUNNER}`);
  while (!front.told.some((line) => line.startsWith('instrument')))
    await new Promise((resolve) => setImmediate(resolve));
  assert.match((await sh('pidof io.appium.uiautomator2.server')).out, /^\d+\n$/);
  await sh('am force-stop io.appium.uiautomator2.server');
  assert.equal((await running).out, 'INSTRUMENTATION_RESULT: shortMsg=Process crashed.\nINSTRUMENTATION_CODE: 0\n');
  assert.equal((await sh('pidof io.appium.uiautomator2.server')).code, 1);
  assert.ok(front.told.includes('instrument disableAnalytics=true'));
});

test('losing the shell of am instrument is told to the server, and so is having none', async () => {
  const { sh, front } = await withServer();
  const hangUp = new AbortController();
  const running = sh(`am instrument -w ${RUNNER}`, { hangUp: hangUp.signal });
  while (!front.told.includes('instrument')) await new Promise((resolve) => setImmediate(resolve));
  hangUp.abort();
  await running;
  assert.deepEqual(front.told.slice(-2), ['instrument', 'lost shell']);
  assert.equal((await sh('pidof io.appium.uiautomator2.server')).code, 0);
  await sh(`am instrument ${RUNNER}`);
  assert.deepEqual(front.told.slice(-2), ['instrument', 'lost shell']);
});

test('nohup keeps an instrumentation alive without its shell', async () => {
  const { sh, front } = await withServer();
  const hangUp = new AbortController();
  assert.equal((await sh(`nohup am instrument -w ${RUNNER} >/dev/null 2>&1 &`, { hangUp: hangUp.signal })).code, 0);
  while (!front.told.includes('instrument')) await new Promise((resolve) => setImmediate(resolve));
  hangUp.abort();
  assert.ok(!front.told.includes('lost shell'));
  front.endInstrumentation('');
});

test('am instrument of what is not installed', async () => {
  const { code, out, err } = await createPlainPhone().sh(`am instrument -w ${RUNNER}`);
  assert.equal(code, 1);
  assert.match(
    out,
    /INSTRUMENTATION_STATUS: Error=Unable to find instrumentation info for: ComponentInfo\{io\.appium\.uiautomator2\.server\.test\/androidx\.test\.runner\.AndroidJUnitRunner\}\n/,
  );
  assert.match(err, /^android\.util\.AndroidException: INSTRUMENTATION_FAILED: io\.appium/);
});

test('Doze leaves whitelisted packages alone', async () => {
  const { sh } = await withServer();
  assert.equal(
    (await sh('dumpsys deviceidle whitelist +io.appium.uiautomator2.server')).out,
    'Added: io.appium.uiautomator2.server\n',
  );
  assert.equal((await sh('dumpsys deviceidle whitelist +nobody')).out, 'Unknown package: nobody\n');
});

test('who would take an intent', async () => {
  const { sh } = createPlainPhone();
  assert.equal(
    (await sh('cmd package query-activities --brief -a android.intent.action.SEND -t video/mp4')).out,
    '1 activities found:\n  Activity #0:\n    priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false\n    com.example/.share.Share\n',
  );
  assert.equal((await sh('cmd package query-activities --brief -a x')).out, 'No activities found\n');
  assert.equal((await sh('cmd package resolve-activity --brief nobody')).out, 'No activity found\n');
});

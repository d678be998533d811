import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { SERVER_APK_PATH, TEST_APK_PATH } from 'appium-uiautomator2-server';
import { readApk } from '../../src/simulator/machine/apk.ts';
import { ContentBuilder } from '../../src/simulator/machine/content.ts';

/** The certificate of Android's public test key, with which both APKs are signed (facts 2.1). */
const TEST_KEY = 'a40da80a59d170caa950cf15c18c454d47a39b26989d8b640ecd745ba71bf5dc';

test('the real server APK', async () => {
  const apk = readApk(await readFile(SERVER_APK_PATH));
  assert.equal(apk?.packageName, 'io.appium.uiautomator2.server');
  assert.ok(apk.versionCode > 0 && SERVER_APK_PATH.includes(apk.versionName));
  assert.deepEqual([apk.minSdk, apk.targetSdk, apk.signer], [26, 34, TEST_KEY]);
  assert.ok(apk.permissions.includes('android.permission.INTERNET'));
});

test('the real test APK has an instrumentation and no version', async () => {
  const apk = readApk(await readFile(TEST_APK_PATH));
  assert.deepEqual(
    [apk?.packageName, apk?.versionName, apk?.signer],
    ['io.appium.uiautomator2.server.test', '', TEST_KEY],
  );
  assert.deepEqual(apk?.instrumentations, [
    { runner: 'androidx.test.runner.AndroidJUnitRunner', targetPackage: 'io.appium.uiautomator2.server' },
  ]);
});

test('what is cut off or damaged is no APK, and no crash', async () => {
  const whole = await readFile(TEST_APK_PATH);
  for (let percent = 0; percent < 100; percent += 7) {
    assert.equal(readApk(whole.subarray(0, (whole.length * percent) / 100)), null);
  }
  const signature = whole.indexOf('PK\u0001\u0002');
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, signature, signature + 60);
  assert.equal(readApk(damaged), null);
  assert.equal(readApk(Buffer.from('PK\u0003\u0004 and then nothing')), null);
});

test('media that is cut off, damaged or something else has no facts', () => {
  for (const bytes of [
    Buffer.from('89504e470d0a1a0a', 'hex'),
    Buffer.from('ffd8ffe00010', 'hex'),
    Buffer.from('0000001866747970', 'hex'),
    Buffer.from('00000018667479706d703432000000006d70343269736f6d000000046d6f6f7600000000', 'hex'),
    Buffer.from('plain text'),
  ]) {
    const content = new ContentBuilder(true);
    content.add(bytes);
    const facts = content.finish().media;
    assert.ok(facts === null || (facts.widthPx === null && facts.durationMs === null), bytes.toString('hex'));
  }
});

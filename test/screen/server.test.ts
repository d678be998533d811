import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { SERVER_APK_PATH, TEST_APK_PATH, version } from 'appium-uiautomator2-server';
import { compareVersions } from '../../src/kit/compare-versions.ts';
import { openScreen } from '../../src/screen/screen.ts';
import { limits, named } from '../devices/support.ts';
import { no, ok, startRawUia2 } from './raw-uia2.ts';

const BUSY = 'Timed out after 10003ms waiting for the root AccessibilityNodeInfo in the active window.';
const installed = (): string => version;

/** Answers to the checks of a push: every APK arrives whole. `install` says what comes of each installation. */
function apkShell(install: (count: number) => string): (command: string) => string | null {
  const order = [SERVER_APK_PATH, TEST_APK_PATH];
  let next = 0;
  let installs = 0;
  return (command) => {
    const apk = order[next] ?? '';
    if (command.startsWith('stat ')) return `${statSync(apk).size}\n`;
    if (command.startsWith('sha256sum ')) return `${createHash('sha256').update(readFileSync(apk)).digest('hex')}  x\n`;
    if (!command.startsWith('pm install')) return null;
    installs += 1;
    const said = install(installs);
    next = said.startsWith('Success') ? (next + 1) % order.length : 0;
    return said;
  };
}

const installLines = (commands: readonly string[]): string[] =>
  commands.flatMap((command) => /^pm (?:un)?install\b(?: io.*)?/.exec(command)?.[0] ?? []);

test('the present or a newer server stays as it is', async (t) => {
  for (const there of [version, '99.0.0']) {
    const { phone, commands } = await startRawUia2(t, { installed: () => there });
    await (await openScreen(phone, limits())).close();
    assert.deepEqual(installLines(commands), []);
  }
});

test('a server signed by somebody else is taken off first', async (t) => {
  const refusal = 'Failure [INSTALL_FAILED_UPDATE_INCOMPATIBLE: signatures do not match]\n';
  const shell = apkShell((count) => (count === 1 ? refusal : 'Success\n'));
  const { phone, commands } = await startRawUia2(t, { installed: () => '1.0.0', shell });
  await (await openScreen(phone, limits(30_000))).close();
  assert.deepEqual(installLines(commands), [
    'pm install',
    'pm uninstall io.appium.uiautomator2.server.test',
    'pm uninstall io.appium.uiautomator2.server',
    'pm install',
    'pm install',
  ]);
});

test('what the phone says to an installation is told', async (t) => {
  const refusal = 'Failure [INSTALL_FAILED_USER_RESTRICTED: Install canceled by user]\n';
  const { phone } = await startRawUia2(t, { shell: apkShell(() => refusal) });
  await assert.rejects(openScreen(phone, limits(30_000)), named('UIA2_INSTALL_FAILED', /canceled by user/));
});

test('an instrumentation that ends at once is told with its words', async (t) => {
  const said = 'INSTRUMENTATION_RESULT: longMsg=UiAutomationService android.x already registered!\n';
  let starts = 0;
  const { phone } = await startRawUia2(t, {
    installed,
    instrument: () => {
      starts += 1;
      return said;
    },
    answer: () => no(500, 'unknown error', 'not yet'),
  });
  await assert.rejects(openScreen(phone, limits(30_000)), named('UIA2_UNAVAILABLE', /already registered/));
  assert.equal(starts, 2);
});

test('a ready status is no proof: a server that does not see is started again', async (t) => {
  let starts = 0;
  const { phone } = await startRawUia2(t, {
    installed,
    instrument: () => {
      starts += 1;
      return null;
    },
    answer: (request) =>
      starts === 1 && request === 'GET /source'
        ? no(500, 'unknown error', 'java.lang.IllegalStateException: UiAutomation not connected!')
        : null,
  });
  const screen = await openScreen(phone, limits(30_000));
  assert.equal(starts, 2);
  assert.equal((await screen.tree(limits())).root.children[0]?.text, 'Hello');
  await screen.close();
});

test('an app too busy to show itself is asked twice more', async (t) => {
  let busy = 0;
  const { phone, requests } = await startRawUia2(t, {
    installed,
    answer: (request) => {
      if (request !== 'GET /source' || busy === 0) return null;
      busy -= 1;
      return no(500, 'unknown error', BUSY);
    },
  });
  const screen = await openScreen(phone, limits(30_000));
  busy = 1;
  await screen.tree(limits());
  assert.ok(requests.includes('POST /appium/reset_ax_cache'));
  busy = 3;
  await assert.rejects(screen.tree(limits()), named('UIA2_UNAVAILABLE', /root AccessibilityNodeInfo/));
  await screen.close();
});

test('answers that are none become errors with what came instead', async (t) => {
  let body = '';
  const { phone } = await startRawUia2(t, {
    installed,
    answer: (request) => (body !== '' && request === 'GET /source' ? { status: 502, body } : null),
  });
  const screen = await openScreen(phone, limits(30_000));
  body = '<html>Bad gateway</html>';
  await assert.rejects(screen.tree(limits()), named('UIA2_UNAVAILABLE', /502.*Bad gateway/));
  body = '"a string"';
  await assert.rejects(screen.tree(limits()), named('UIA2_UNAVAILABLE', /a string/));
  await screen.close();
});

test('a field found twice, or gone, is found by its focus or not at all', async (t) => {
  const key = 'element-6066-11e4-a52e-4f735466cecf';
  let focusedClass: string | null = 'a.B';
  const { phone, requests } = await startRawUia2(t, {
    installed,
    answer: (request) => {
      if (request === 'POST /elements') return ok([{ [key]: '1' }, { [key]: '2' }]);
      if (request === 'GET /element/active')
        return focusedClass === null ? no(404, 'no such element', '') : ok({ [key]: '3' });
      return request === 'GET /element/3/attribute/class' ? ok(focusedClass) : null;
    },
  });
  const screen = await openScreen(phone, limits(30_000));
  const [node] = screen.select(await screen.tree(limits()), { text: ['Hello'] });
  assert.ok(node);
  await screen.setText(node, 'x', limits());
  assert.deepEqual(requests.slice(-5), [
    'POST /elements',
    'POST /actions',
    'GET /element/active',
    'GET /element/3/attribute/class',
    'POST /element/3/value',
  ]);
  for (focusedClass of ['a.Other', null]) {
    await assert.rejects(screen.setText(node, 'x', limits()), named('ELEMENT_NOT_FOUND', /a\.B at \[0,0\]/));
  }
  await screen.close();
});

test('versions compare by their numbers', () => {
  assert.ok(compareVersions('10.6.6', '9.99.0') > 0);
  assert.ok(compareVersions('4.27', '4.27.1') < 0);
  assert.equal(compareVersions('10.6.6', '10.6.6'), 0);
  assert.ok(compareVersions('null', '10.0.0') < 0);
});

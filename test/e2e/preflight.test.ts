import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Account, Preflight, PreflightFinding } from '../../src/contract/types.ts';
import type { PhoneSetup } from '../../src/simulator/rack-types.ts';
import { type Caller, Not, startWorld, videoPost, waitFor } from './world.ts';

const TIKTOK = 'com.zhiliaoapp.musically';
const HOUR_MS = 60 * 60_000;
const MEBIBYTE = 1024 ** 2;

const later = (ms = HOUR_MS) => ({ start_at: new Date(Date.now() + ms).toISOString() });

async function lookedAt(api: Caller, id: number, since = ''): Promise<Preflight> {
  return await waitFor(`a preflight of task ${id}`, async () => {
    const { preflight } = await api.task(id);
    return preflight !== null && preflight.checked_at > since ? preflight : new Not(JSON.stringify(preflight));
  });
}

const finding = ({ findings }: Preflight, check: PreflightFinding['check']): PreflightFinding => {
  const found = findings.find((one) => one.check === check);
  assert.ok(found, check);
  return found;
};

test('a phone in good order: every check is ok, who is signed in too, and the account is known to be there', async (t) => {
  const { rack, api } = await startWorld(t);
  const [current] = rack.phone('RACK0001')?.front.accounts().tiktok ?? [];
  await api.call('POST', '/account', { username: current, platform: 'tiktok', serial: 'RACK0001' });
  await api.call('POST', '/account', { username: 'gone', platform: 'tiktok', serial: 'RACK0001' });
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'later', later()));
  const preflight = await lookedAt(api, id);
  assert.equal(preflight.ok, true);
  assert.deepEqual(
    preflight.findings.map(({ check, level, remedy }) => [check, level, remedy]),
    ['phone', 'battery', 'temperature', 'storage', 'app', 'language', 'account'].map((check) => [check, 'ok', null]),
    JSON.stringify(preflight.findings),
  );
  assert.match(finding(preflight, 'account').message, new RegExp(`would publish as @${current}, who is current now`));
  const { data } = await api.call<{ accounts: Account[] }>('GET', '/account');
  assert.deepEqual(
    data.accounts.map(({ username, signed_in }) => [username, signed_in]),
    [
      [current, true],
      ['gone', false],
    ],
  );
  assert.ok(data.accounts.every(({ last_check_at }) => last_check_at !== null));
});

interface Case {
  readonly what: string;
  readonly setup: PhoneSetup;
  readonly check: PreflightFinding['check'];
  readonly level: PreflightFinding['level'];
  readonly message: RegExp;
  readonly remedy: RegExp | null;
}

const CASES: readonly Case[] = [
  {
    what: 'German',
    setup: { locale: 'de-DE' },
    check: 'language',
    level: 'fail',
    message: /set to German; the flows of TikTok know English and Spanish/,
    remedy: /Set the phone to a language/,
  },
  {
    what: 'Mexican Spanish',
    setup: { locale: 'es-MX' },
    check: 'language',
    level: 'ok',
    message: /\(es\)/,
    remedy: null,
  },
  {
    what: 'a battery that is nearly empty',
    setup: { batteryPercent: 9, charging: false },
    check: 'battery',
    level: 'fail',
    message: /at 9 %, without power/,
    remedy: /Give the phone power/,
  },
  {
    what: 'a battery that is nearly empty, with power',
    setup: { batteryPercent: 9, charging: true },
    check: 'battery',
    level: 'warn',
    message: /at 9 %, with power/,
    remedy: /cable and hub/,
  },
  {
    what: 'a battery that may not do',
    setup: { batteryPercent: 25, charging: false },
    check: 'battery',
    level: 'warn',
    message: /at 25 %/,
    remedy: /power/,
  },
  {
    what: 'heat',
    setup: { batteryTemperature: 463 },
    check: 'temperature',
    level: 'fail',
    message: /46\.3 °C/,
    remedy: /cool down/,
  },
  {
    what: 'warmth',
    setup: { batteryTemperature: 410 },
    check: 'temperature',
    level: 'warn',
    message: /41\.0 °C/,
    remedy: /cool down/,
  },
  {
    what: 'no app',
    setup: { apps: { [TIKTOK]: null } },
    check: 'app',
    level: 'fail',
    message: /TikTok .* is not installed on RACK0008/,
    remedy: /Install the app/,
  },
  {
    what: 'an app that is too old',
    setup: { apps: { [TIKTOK]: '37.1.0' } },
    check: 'app',
    level: 'fail',
    message: /has TikTok 37\.1\.0; the flows are for version 38 or newer/,
    remedy: /Install a version/,
  },
  {
    what: 'no space',
    setup: { freeBytes: 150 * MEBIBYTE },
    check: 'storage',
    level: 'fail',
    message: /150 MiB are free; the post needs 2\d\d MiB/,
    remedy: /Free some space/,
  },
  {
    what: 'little space',
    setup: { freeBytes: 700 * MEBIBYTE },
    check: 'storage',
    level: 'warn',
    message: /700 MiB are free/,
    remedy: /Free some space/,
  },
  {
    what: 'nobody signed in',
    setup: { accounts: { tiktok: [] } },
    check: 'account',
    level: 'fail',
    message: /The app shows "login"/,
    remedy: /Open the app on the phone/,
  },
  {
    what: 'a lock',
    setup: { lock: 'pin' },
    check: 'account',
    level: 'fail',
    message: /RACK0013 is locked/,
    remedy: /Unlock the phone/,
  },
];

test('whatever is amiss with a phone is told with a sentence and a remedy', async (t) => {
  const { api } = await startWorld(t, { phones: CASES.length, phoneOverrides: CASES.map(({ setup }) => setup) });
  const serials = CASES.map((_, index) => `RACK${String(index + 1).padStart(4, '0')}`);
  const ids = await api.createTasks(videoPost(serials, 'later', later()));
  for (const [index, { what, check, level, message, remedy }] of CASES.entries()) {
    await t.test(`${what}: ${level}`, async () => {
      const preflight = await lookedAt(api, ids[index] ?? 0);
      const found = finding(preflight, check);
      assert.deepEqual([found.level, preflight.ok], [level, level !== 'fail'], JSON.stringify(preflight.findings));
      assert.match(found.message, message);
      if (remedy === null) assert.equal(found.remedy, null);
      else assert.match(found.remedy ?? '', remedy);
      const task = await api.task(ids[index] ?? 0);
      assert.deepEqual([task.status_text, task.error], ['pending', null], 'it fails no task');
    });
  }
});

test('a phone that is away, and an account that is not signed in', async (t) => {
  const { rack, api } = await startWorld(t, { phones: 2 });
  rack.phone('RACK0002')?.unplug();
  await api.deviceIs('RACK0002', 'absent');
  await api.call('POST', '/account', { username: 'nobody.here', platform: 'tiktok', serial: 'RACK0001' });
  const [away = 0] = await api.createTasks(videoPost(['RACK0002'], 'away', later()));
  const { serials: _, ...post } = videoPost([], 'as nobody', later()) as { serials: string[] };
  const [stranger = 0] = await api.createTasks({ ...post, usernames: ['nobody.here'] });
  const absent = await waitFor('the phone to be called away', async () => {
    const { preflight } = await api.task(away);
    return preflight ?? new Not('no preflight');
  });
  assert.match(finding(absent, 'phone').message, /RACK0002 is not connected; it was last seen at \d{4}-/);
  assert.match(finding(absent, 'phone').remedy ?? '', /cable/);
  assert.deepEqual(
    absent.findings.slice(1).map(({ level }) => level),
    Array.from({ length: 6 }, () => 'skipped'),
  );
  rack.phone('RACK0002')?.plug();
  const back = await lookedAt(api, away, absent.checked_at);
  assert.equal(back.ok, true, JSON.stringify(back.findings));
  const unknown = finding(await lookedAt(api, stranger), 'account');
  assert.equal(unknown.level, 'fail');
  assert.match(unknown.message, /^@nobody\.here is not signed in to TikTok on this phone; signed in: @rack0001/);
  assert.match(unknown.remedy ?? '', /Sign in to the account/);

  // Asked for by hand when that was mended.
  rack.phone('RACK0001')?.front.setAccounts({ tiktok: ['other', 'nobody.here'] });
  const { data, code } = await api.call<Preflight>('POST', `/task/${stranger}/preflight`);
  assert.equal(code, 0);
  assert.equal(finding(data, 'account').message, '@nobody.here is signed in.');
  assert.deepEqual((await api.task(stranger)).preflight, data);
});

test('a task is looked at again before it is due, and begins however badly it looks', async (t) => {
  const { rack, api } = await startWorld(t);
  rack.phone('RACK0001')?.change({ batteryPercent: 5, charging: false });
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'soon', later(8_000)));
  const preflight = await lookedAt(api, id);
  assert.equal(preflight.ok, false);
  assert.deepEqual(
    [finding(preflight, 'account').level, finding(preflight, 'account').message],
    ['skipped', 'The phone has a task to do now or soon.'],
  );
  const task = await api.finished(id);
  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  assert.deepEqual(task.preflight, preflight);
  const late = Date.parse(task.started_at ?? '') - Date.parse(task.scheduled_at);
  assert.ok(late < 3_000, `it began ${late} ms late`);
  assert.equal((await api.call('POST', `/task/${id}/preflight`)).code, 40901);
});

test('a task that comes while an app is being read gets the phone', async (t) => {
  const { rack, api } = await startWorld(t);
  const phone = rack.phone('RACK0001');
  // Every look at the screen takes so long that the reading would take minutes.
  phone?.faults.order({ kind: 'slow', times: 1_000, ms_per_request: 1_500 });
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'later', later()));
  await waitFor('the reading to begin', async () => {
    return phone?.log().some(({ kind, what }) => kind === 'shell' && what.includes('am start')) || new Not('nothing');
  });
  phone?.faults.clear();
  const [urgent = 0] = await api.createTasks(videoPost(['RACK0001'], 'now'));
  const task = await api.finished(urgent);
  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  const late = Date.parse(task.started_at ?? '') - Date.parse(task.scheduled_at);
  assert.ok(late < 3_000, `it began ${late} ms late`);
  assert.equal(finding(await lookedAt(api, id), 'account').message, 'A task came that wanted the phone.');
  t.diagnostic(`it began ${late} ms late`);
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { SETTING_NAMES } from '../../src/config/settings.ts';
import { checker } from '../../src/contract/check.ts';
import { Settings } from '../../src/contract/settings.ts';
import { openWorld } from './world.ts';

const KEY = 'a-key-nobody-guesses';
const PASSWORD = 'a-password-nobody-guesses';

test('the settings in force are told with where they come from, and secrets are not', async (t) => {
  const world = await openWorld(t, {
    settings: {
      flags: { port: '8080', adb: 'phones.local:5038' },
      env: {
        POSTWRIGHT_TIME_ZONE: 'Europe/Madrid',
        POSTWRIGHT_API_KEY: KEY,
        POSTWRIGHT_DATABASE_URL: `postgresql://me:${PASSWORD}@db/postwright`,
      },
      defaults: { 'log-level': 'error' },
    },
  });
  const { code, data } = await world.call('GET', '/api/v1/settings');
  assert.equal(code, 0);
  const { settings, license, instance_id } = checker(Settings)(data);
  assert.match(instance_id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(
    settings.map(({ name }) => name),
    SETTING_NAMES,
  );
  const told = Object.fromEntries(
    settings.map(({ name, value, is_set, source, from }) => [name, [value, is_set, source, from]]),
  );
  assert.deepEqual(told.port, ['8080', true, 'flag', '--port']);
  assert.deepEqual(told.adb, ['phones.local:5038', true, 'flag', '--adb']);
  assert.deepEqual(told['time-zone'], ['Europe/Madrid', true, 'environment', 'POSTWRIGHT_TIME_ZONE']);
  assert.deepEqual(told['api-key'], [null, true, 'environment', 'POSTWRIGHT_API_KEY']);
  assert.deepEqual(told['database-url'], [null, true, 'environment', 'POSTWRIGHT_DATABASE_URL']);
  assert.deepEqual(told.license, [null, false, 'default', null]);
  assert.deepEqual(told['log-level'], ['error', true, 'default', null]);
  assert.deepEqual(told['reboot-phones'], ['no', true, 'default', null]);
  assert.ok(![KEY, PASSWORD].some((secret) => JSON.stringify(data).includes(secret)));
  assert.deepEqual([license.required, license.plan_name, license.holder], [false, 'Business', null]);
});

test('a licence is told with its holder and its end; a setting of the file names the file', async (t) => {
  const expiresAt = new Date(Date.now() + 86_400_000);
  expiresAt.setMilliseconds(0);
  const folder = mkdtempSync(join(tmpdir(), 'postwright-settings-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'postwright.yaml');
  writeFileSync(file, 'port: 9999\n');
  const world = await openWorld(t, {
    license: { plan: 'Pro', holder: 'Studio Sol', deviceLimit: 20, expiresAt },
    settings: { flags: { config: file } },
  });
  const { license, settings } = checker(Settings)((await world.call('GET', '/api/v1/settings')).data);
  assert.deepEqual(
    [license.required, license.plan_name, license.holder, license.expires_at],
    [true, 'Pro', 'Studio Sol', expiresAt.toISOString()],
  );
  const port = settings.find(({ name }) => name === 'port');
  assert.deepEqual([port?.value, port?.source, port?.from], ['9999', 'file', file]);
});

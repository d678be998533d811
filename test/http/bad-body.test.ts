import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

import { put } from './picks.ts';
import { openWorld, type World } from './world.ts';

async function post(world: World, path: string, body: string) {
  const headers = { 'content-type': 'application/json' };
  return await world.call('POST', `/api/v1${path}`, { body, headers });
}

const nested = (levels: number): string => `${'['.repeat(levels)}1${']'.repeat(levels)}`;

test('a body that is nested too deep, or of too many values, is refused as such', async (t) => {
  const world = await openWorld(t);
  for (const path of ['/task/retry-all', '/task', '/account']) {
    const deep = await post(world, path, `{"a":${nested(100_000)}}`);
    assert.match(deep.errors, /^body: has lists and objects in each other, more than 64 levels deep$/);
    const wide = await post(world, path, `{"a":[${'1,'.repeat(400_000)}1]}`);
    assert.match(wide.errors, /^body: has more than 20000 values/);
  }
  assert.equal((await post(world, '/task/retry-all', `{"a":${nested(60)}}`)).code, 0);
});

test('many unknown keys are told as such, a hundred at most', async (t) => {
  const world = await openWorld(t);
  const keys = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key${index}`, 1]));
  const { code, paths, errors } = await post(world, '/account', JSON.stringify(keys));
  assert.equal(code, 40001);
  assert.ok(paths.length <= 100 && paths.every((path) => path !== 'body'), errors);
});

const CUSTOM = `name: any
title: Any
description: Takes any keys.
appId: com.example.app
parameters:
  additionalProperties: true
flow: main.yaml
`;

test('keys that PostgreSQL cannot keep are refused, and told in characters that can be', async (t) => {
  const world = await openWorld(t);
  await put(join(world.scriptsFolder, 'any', 'script.yaml'), CUSTOM);
  await put(join(world.scriptsFolder, 'any', 'main.yaml'), 'appId: com.example.app\n---\n- back\n');
  for (const key of ['a\\u0000b', '\\ud800']) {
    const config = `{"serials":["PHONE1"],"script_name":"any","script_config":{"${key}":{"${key}":1}}}`;
    const answer = await post(world, '/task', config);
    assert.match(answer.errors, /has a key that must not contain/);
    const unknown = await post(world, '/account', `{"${key}":1}`);
    assert.ok(unknown.errors !== '' && unknown.errors.isWellFormed() && !unknown.errors.includes('\0'));
    const script = await post(world, '/task', `{"serials":["PHONE1"],"script_name":"${key}","script_config":{}}`);
    assert.equal(script.code, 40003);
    assert.ok(script.message.isWellFormed() && !script.message.includes('\0'));
  }
});

/** Longer than a machine under load takes for what should take a millisecond; the wrong pattern took an hour. */
const CHECK_MS = 60_000;

test('a tag of a megabyte is refused at once', () => {
  const contract = join(import.meta.dirname, '..', '..', 'src', 'contract');
  const program = `
    import { checker } from ${JSON.stringify(join(contract, 'check.ts'))};
    import { CreateAccount } from ${JSON.stringify(join(contract, 'account.ts'))};
    import { UpdateMaterial } from ${JSON.stringify(join(contract, 'material.ts'))};
    for (const [schema, rest] of [[CreateAccount, { username: 'a', platform: 'tiktok' }], [UpdateMaterial, {}]])
      for (const end of [',', '\\n'])
        for (const unit of ['a', ' '])
          try {
            checker(schema)({ ...rest, tags: [unit.repeat(1_000_000) + end] });
          } catch (error) {
            console.log(error.errorName);
          }`;
  const options = { timeout: CHECK_MS, encoding: 'utf8' } as const;
  const { stdout, error } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], options);
  assert.equal(error, undefined);
  assert.deepEqual(stdout.trim().split('\n'), Array(8).fill('INVALID_PARAMETER'));
});

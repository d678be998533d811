import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import type { Session } from '../../src/contract/types.ts';
import { openWorld, videoRequest, type World, type WorldOptions } from './world.ts';

const KEY = 'a-key-of-sixteen-or-more';
const PAGE = { accept: 'text/html,application/xhtml+xml' };

/** With a console as the build leaves it behind, as small as can be. */
async function openWithConsole(t: TestContext, options: WorldOptions = {}): Promise<World> {
  const consoleDirectory = await mkdtemp(join(tmpdir(), 'postwright-console-'));
  t.after(async () => await rm(consoleDirectory, { recursive: true }));
  await mkdir(join(consoleDirectory, 'assets'));
  await writeFile(join(consoleDirectory, 'index.html'), '<meta content="__NONCE__"><p>the console</p>');
  await writeFile(join(consoleDirectory, 'assets', 'a-1234.js'), 'export const a = 1;');
  await writeFile(join(consoleDirectory, 'theme.js'), '// theme');
  return await openWorld(t, { ...options, consoleDirectory });
}

const get = async (world: World, path: string, headers: Record<string, string> = PAGE) =>
  await fetch(`${world.url}${path}`, { headers });

async function signIn(world: World, body: object = {}): Promise<string> {
  const answer = await world.call('POST', '/api/v1/session', { json: body });
  assert.equal(answer.code, 0, answer.message);
  const cookie = answer.headers.get('set-cookie') ?? '';
  assert.match(cookie, /; HttpOnly; SameSite=Strict$/);
  return cookie.split(';', 1)[0] ?? '';
}

test('the console is served to browsers, and nothing else of the server with it', async (t) => {
  const world = await openWithConsole(t, { apiKey: KEY });
  await t.test('its page at / and at every path that is no other’s', async () => {
    for (const path of ['/', '/tasks', '/tasks/7/receipt', '/phones/192.168.1.5:5555']) {
      const answer = await get(world, path);
      assert.equal(answer.status, 200, path);
      assert.match(await answer.text(), /the console/, path);
    }
  });
  await t.test('under a policy that lets nothing in from elsewhere, with a nonce of its own each time', async () => {
    const [one, other] = [await get(world, '/'), await get(world, '/')];
    const policy = one.headers.get('content-security-policy') ?? '';
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
    assert.match(policy, /^default-src 'self'; script-src 'self'; /);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.ok((await one.text()).includes(`content="${nonce}"`));
    assert.notEqual(other.headers.get('content-security-policy'), policy);
  });
  await t.test('its files: those with a hash for ever', async () => {
    const asset = await get(world, '/assets/a-1234.js', {});
    assert.equal(await asset.text(), 'export const a = 1;');
    assert.match(asset.headers.get('cache-control') ?? '', /immutable/);
    assert.match(asset.headers.get('content-type') ?? '', /javascript/);
    assert.doesNotMatch((await get(world, '/theme.js', {})).headers.get('cache-control') ?? '', /immutable/);
  });
  await t.test('a program is told 40101 and not a page', async () => {
    for (const path of ['/nothing', '/assets/nothing.js', '/assets/../../package.json'])
      assert.equal((await world.call('GET', path)).code, 40101, path);
  });
  await t.test('no way round the key', async () => {
    for (const path of [
      '/api/v1/task',
      '/api//v1/task',
      '//api/v1/task',
      '/api/v1/task/',
      '/api/v1/nothing',
      '/api/v1/',
    ])
      assert.equal((await get(world, path)).status, 401, path);
    // A path that no route has is the console's, which shows that there is nothing.
    assert.match(await (await get(world, '/API/v1/task')).text(), /the console/);
  });
  await t.test('a page of another site gets nothing', async () => {
    assert.equal((await get(world, '/', { ...PAGE, origin: 'http://evil.example' })).status, 403);
  });
});

test('a server whose console is not built says how to build it', async (t) => {
  const world = await openWorld(t);
  assert.match(await (await get(world, '/tasks')).text(), /npm run build/);
});

test('a session stands in for the key, and makes tasks of the source ui', async (t) => {
  const world = await openWithConsole(t, { apiKey: KEY });
  const session = async (cookie: string): Promise<Session> =>
    (await world.call('GET', '/api/v1/session', { headers: { cookie } })).data as Session;
  const listed = async (cookie: string): Promise<number> =>
    (await world.call('GET', '/api/v1/task', { headers: { cookie } })).code;

  for (const body of [{}, { api_key: '' }, { api_key: `${KEY}x` }])
    assert.equal((await world.call('POST', '/api/v1/session', { json: body })).code, 40101);
  const cookie = await signIn(world, { api_key: KEY });
  assert.equal((await session(cookie)).signed_in, true);
  assert.equal(await listed(cookie), 0);

  await t.test('a task says who made it', async () => {
    const created = async (headers: Record<string, string>): Promise<string> => {
      const json = { ...videoRequest(), allow_duplicate: true };
      const { data } = await world.call('POST', '/api/v1/task', { json, headers });
      const [id] = (data as { task_ids: number[] }).task_ids;
      const task = await world.call('GET', `/api/v1/task/${id}`, { headers: { 'x-api-key': KEY } });
      return (task.data as { source: string }).source;
    };
    assert.equal(await created({ cookie }), 'ui');
    assert.equal(await created({ 'x-api-key': KEY }), 'api');
  });
  await t.test('nothing but the whole cookie is one', async () => {
    const [name = '', value = ''] = cookie.split('=');
    const [begunAt = '', seal = ''] = value.split('.');
    for (const forged of [
      `${name}=`,
      `${name}=${begunAt}`,
      `${name}=${Number(begunAt) + 1}.${seal}`,
      `${name}=${begunAt}.${seal}x`,
      `${name}x=${value}`,
    ]) {
      assert.equal((await session(forged)).signed_in, false, forged);
      assert.equal(await listed(forged), 40101, forged);
    }
  });
  await t.test('it ends after a month', async () => {
    world.clock.advance(31 * 86_400_000);
    assert.equal(await listed(cookie), 40101);
  });
  await t.test('signing out takes it back', async () => {
    const { headers } = await world.call('DELETE', '/api/v1/session');
    assert.match(headers.get('set-cookie') ?? '', /=; Max-Age=0;/);
  });
});

test('without a key everybody at this machine may sign in, and a plan without API keeps the console', async (t) => {
  const license = { plan: 'Starter', deviceLimit: 1, holder: 'Test', expiresAt: null } as const;
  const world = await openWithConsole(t, { license });
  assert.equal((await world.call('GET', '/api/v1/task')).code, 40301);
  const cookie = await signIn(world);
  assert.equal((await world.call('GET', '/api/v1/task', { headers: { cookie } })).code, 0);
});

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';

import { openWorld, videoRequest, type World } from './world.ts';

const KEY = 'a-key-of-sixteen-or-more';

/** fetch writes Host and Origin by itself, so this asks as a browser would that was led astray. */
async function ask(world: World, headers: Record<string, string>, method = 'GET', path = '/api/v1/task/stats') {
  const { hostname, port } = new URL(world.url);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; code: number; headers: object }>();
  const sent = request({ hostname, port, path, method, headers, setHost: false }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
    });
    response.on('end', () => {
      const { code } = JSON.parse(text) as { code: number };
      resolve({ status: response.statusCode ?? 0, code, headers: response.headers });
    });
  });
  sent.on('error', reject);
  sent.end();
  return await promise;
}

test('the Host header must name this machine', async (t) => {
  const world = await openWorld(t, { allowedHosts: ['posts.lan'] });
  const { port } = new URL(world.url);
  for (const host of [
    'localhost',
    `localhost:${port}`,
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]',
    '[::1]:80',
    'LOCALHOST',
    'posts.lan',
    'posts.lan:443',
  ]) {
    await t.test(`${host} is served`, async () => assert.equal((await ask(world, { host })).code, 0));
  }
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'xposts.lan',
    '0.0.0.0',
    '192.168.1.5',
    '127.0.0.2',
    '',
    ' ',
    '[::1',
    'localhost@evil.example',
  ]) {
    await t.test(`${JSON.stringify(host)} is refused`, async () => {
      const answer = await ask(world, { host });
      assert.deepEqual([answer.status, answer.code], [403, 40302]);
    });
  }
  await t.test('a request without one is refused, in the envelope', async () => {
    const answer = await ask(world, {});
    assert.deepEqual([answer.status, answer.code], [403, 40302]);
  });
  await t.test('probes and the description are behind the same door', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/nothing']) {
      assert.equal((await ask(world, { host: 'evil.example' }, 'GET', path)).code, 40302);
    }
  });
});

test('a web page of another origin is refused', async (t) => {
  const world = await openWorld(t, { allowedHosts: ['posts.lan'] });
  const host = new URL(world.url).host;
  for (const [origin, via] of [
    [`http://${host}`, host],
    [`HTTP://${host}`, host],
    ['https://posts.lan', 'posts.lan'],
  ] as const) {
    await t.test(`${origin} at ${via} is served`, async () =>
      assert.equal((await ask(world, { host: via, origin })).code, 0),
    );
  }
  for (const origin of [
    'null',
    'http://evil.example',
    'http://localhost',
    `http://localhost:${new URL(world.url).port}`,
    'https://posts.lan',
    '',
    'file://',
  ]) {
    await t.test(`${JSON.stringify(origin)} is refused`, async () => {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        const answer = await ask(world, { host, origin }, method);
        assert.equal(answer.code, 40302);
        assert.ok(Object.keys(answer.headers).every((name) => !name.startsWith('access-control-')));
      }
    });
  }
});

test('where a key is configured, every call of the API needs it', async (t) => {
  const world = await openWorld(t, { apiKey: KEY });
  const call = async (headers: Record<string, string>, path = '/api/v1/task') =>
    await world.call('GET', path, { headers });
  for (const headers of [
    { authorization: `Bearer ${KEY}` },
    { authorization: `bearer ${KEY}` },
    { 'x-api-key': KEY },
    { 'x-api-key': '', authorization: `Bearer ${KEY}` },
  ]) {
    await t.test(`${JSON.stringify(headers)} is served`, async () => assert.equal((await call(headers)).code, 0));
  }
  const wrong: readonly Record<string, string>[] = [
    {},
    { authorization: 'Bearer wrong' },
    { authorization: KEY },
    { authorization: `Basic ${KEY}` },
    { authorization: `Bearer ${KEY}x` },
    { authorization: `Bearer ${KEY.toUpperCase()}` },
    { 'x-api-key': '' },
    { 'x-api-key': KEY.slice(1) },
    { 'x-api-key': 'wrong', authorization: `Bearer ${KEY}` },
  ];
  for (const headers of wrong) {
    await t.test(`${JSON.stringify(headers)} is refused`, async () => {
      const answer = await call(headers);
      assert.deepEqual([answer.status, answer.code, answer.headers.get('www-authenticate')], [401, 40101, 'Bearer']);
      assert.match(answer.message, /X-API-Key/);
    });
  }
  await t.test('nothing is told without it, not even what is there', async () => {
    for (const path of [
      '/api/v1/license/check',
      '/api/v1/nothing',
      '/nothing',
      '/api/v1//task',
      '/api/v1/task/batch',
    ]) {
      assert.equal((await call({}, path)).code, 40101, path);
    }
  });
  await t.test('probes and the description need none', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json']) {
      assert.equal((await fetch(`${world.url}${path}`)).status, 200, path);
    }
  });
});

test('a plan without API access is told so on every call', async (t) => {
  const world = await openWorld(t, { license: { plan: 'Starter', deviceLimit: 1, holder: 'Test', expiresAt: null } });
  for (const [method, path] of [
    ['GET', '/license/check'],
    ['GET', '/task'],
    ['POST', '/task'],
    ['DELETE', '/task/1'],
    ['GET', '/device'],
  ] as const) {
    const answer = await world.call(method, `/api/v1${path}`);
    assert.deepEqual([answer.status, answer.code], [403, 40301]);
    assert.match(answer.message, /Starter plan has no API access/);
    assert.deepEqual(answer.data, {
      plan_name: 'Starter',
      api_enabled: false,
      device_limit: 1,
      message: answer.message,
    });
  }
  assert.equal((await fetch(`${world.url}/healthz`)).status, 200);
});

test('a licence that runs out while the server runs says so', async (t) => {
  const expiresAt = new Date(Date.now() + 60_000);
  const world = await openWorld(t, { license: { plan: 'Team', deviceLimit: 5, holder: 'Test', expiresAt } });
  const expected = { plan_name: 'Team', api_enabled: true, device_limit: 5, message: 'API access enabled' };
  assert.deepEqual((await world.call('GET', '/api/v1/license/check')).data, expected);
  world.clock.advance(61_000);
  const answer = await world.call('GET', '/api/v1/license/check');
  assert.equal(answer.code, 40301);
  assert.match(answer.message, /expired/);
});

test('without an issuer the plan is Business, without limits', async (t) => {
  const world = await openWorld(t);
  const expected = { plan_name: 'Business', api_enabled: true, device_limit: null, message: 'API access enabled' };
  assert.deepEqual((await world.call('GET', '/api/v1/license/check')).data, expected);
});

test('while starting or stopping, calls are answered with 50301 and when to come back', async (t) => {
  const world = await openWorld(t);
  world.switches.unavailable = 'stopping';
  const answer = await world.call('POST', '/api/v1/task', { json: videoRequest() });
  assert.deepEqual(
    [answer.status, answer.code, answer.message, answer.headers.get('retry-after')],
    [503, 50301, 'Postwright is stopping.', '2'],
  );
  assert.equal((await fetch(`${world.url}/healthz`)).status, 200);
  assert.equal((await fetch(`${world.url}/readyz`)).status, 503);
});

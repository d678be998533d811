import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';

import { openWorld, videoRequest, type World } from './world.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Sends bytes as they are and reads until the server hangs up. */
async function raw(world: World, bytes: string): Promise<string> {
  const { hostname, port } = new URL(world.url);
  const socket = connect(Number(port), hostname);
  socket.setEncoding('utf8');
  let answer = '';
  socket.on('data', (text: string) => {
    answer += text;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

test('what is wrong with a request as such is answered in the envelope', async (t) => {
  const world = await openWorld(t);
  const path = '/api/v1/task';

  const bodies: readonly [
    what: string,
    body: string | Uint8Array<ArrayBuffer>,
    type: string | undefined,
    code: number,
  ][] = [
    ['half of an object', '{"serials": [', 'application/json', 40001],
    ['a comma too many', '{"serials": [],}', 'application/json', 40001],
    ['nothing', '', 'application/json', 40001],
    ['a form', 'serials=PHONE1', 'application/x-www-form-urlencoded', 41501],
    ['text', '{}', 'text/plain', 41501],
    ['JSON without its name', '{}', '', 41501],
    ['JSON under a name of nonsense', '{}', '/;;', 41501],
    ['something like JSON', '{}', 'application/vnd.api+json', 41501],
    ['Latin-1', Uint8Array.from(Buffer.from('{"script_name":"ñ"}', 'latin1')), 'application/json', 40001],
    ['more than 1 MiB', JSON.stringify({ captions: 'x'.repeat(1024 * 1024) }), 'application/json', 41301],
    ['depth', '['.repeat(200_000), 'application/json', 40001],
    [
      'deep JSON',
      `{"script_name":"post","script_config":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'application/json',
      40001,
    ],
  ];
  for (const [what, body, type, code] of bodies) {
    await t.test(`a body of ${what}: ${code}`, async () => {
      const answer = await world.call('POST', path, { body, headers: { 'content-type': type ?? '' } });
      assert.equal(answer.code, code, answer.message);
    });
  }

  await t.test('a body that is left out or too large is answered with what to send', async () => {
    assert.equal((await world.call('POST', path)).errors, 'body: is missing; send a JSON object');
    const large = await world.call('POST', path, { body: ' '.repeat(1024 * 1024 + 1), headers: JSON_TYPE });
    assert.match(large.message, /larger than 1 MiB.*\. Send media by path/);
  });

  await t.test('JSON may begin with a byte order mark and name its charset', async () => {
    const body = `\ufeff${JSON.stringify(videoRequest())}`;
    const answer = await world.call('POST', path, {
      body,
      headers: { 'content-type': 'Application/JSON; charset=UTF-8' },
    });
    assert.equal(answer.code, 0, answer.message);
  });

  for (const id of ['x', '0', '-1', '1.5', '1e3', '99999999999999999999', '%20', '%00', 'batch2', '1%00']) {
    await t.test(`a task id of ${id} is refused with its path`, async () => {
      for (const [method, tail] of [
        ['GET', ''],
        ['DELETE', ''],
        ['POST', '/stop'],
        ['POST', '/retry'],
      ] as const) {
        const answer = await world.call(method, `${path}/${id}${tail}`);
        assert.deepEqual([answer.code, answer.paths], [40001, ['path.id']]);
      }
    });
  }

  await t.test('an id that is too large is told so', async () => {
    const { errors } = await world.call('GET', `${path}/99999999999999999999`);
    assert.equal(errors, 'path.id: must be at most 9007199254740991');
    assert.equal((await world.call('GET', `${path}/0`)).errors, 'path.id: must be at least 1');
  });

  await t.test('a path that is none is refused', async () => {
    assert.equal((await world.call('GET', `${path}/%zz`)).code, 40001);
    assert.equal((await world.call('GET', `/api/v1/device/${'x'.repeat(2_000)}`)).code, 40001);
  });

  for (const unknown of [
    '/api',
    '/api/v1',
    '/api/v2/task',
    '/api/v1/tasks',
    '/api/v1/task/1/2',
    '/api/v1/../etc',
    '/%2e%2e/x',
  ]) {
    await t.test(`${unknown} is not found`, async () => {
      assert.equal((await world.call('GET', unknown)).code, 40401);
      assert.equal((await world.call('POST', unknown, { body: '{', headers: JSON_TYPE })).code, 40401);
    });
  }

  const methods: readonly [method: string, path: string, allow: string][] = [
    ['PUT', '/api/v1/task', 'GET, HEAD, POST'],
    ['DELETE', '/api/v1/task', 'GET, HEAD, POST'],
    ['OPTIONS', '/api/v1/task', 'GET, HEAD, POST'],
    ['POST', '/api/v1/task/1', 'DELETE, GET, HEAD'],
    ['GET', '/api/v1/task/batch', 'DELETE'],
    ['POST', '/api/v1/task/batch', 'DELETE'],
    ['DELETE', '/api/v1/task/stats', 'GET, HEAD'],
    ['POST', '/api/v1/task/stats', 'GET, HEAD'],
    ['GET', '/api/v1/task/retry-all', 'POST'],
    ['DELETE', '/api/v1/task/retry-all', 'POST'],
    ['GET', '/api/v1/task/1/stop', 'POST'],
    ['POST', '/api/v1/license/check', 'GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['PROPFIND', '/api/v1/task', 'GET, HEAD, POST'],
    ['QUERY', '/api/v1/task', 'GET, HEAD, POST'],
  ];
  for (const [method, known, allow] of methods) {
    await t.test(`${method} ${known} is not allowed`, async () => {
      const answer = await world.call(method, known, method === 'DELETE' ? { body: '{', headers: JSON_TYPE } : {});
      assert.deepEqual([answer.status, answer.code, answer.headers.get('allow')], [405, 40501, allow]);
    });
  }

  await t.test('slashes too many are forgiven', async () => {
    assert.equal((await world.call('GET', '/api/v1//task/stats/')).code, 0);
  });

  await t.test('HEAD is answered like GET, without a body', async () => {
    const response = await fetch(`${world.url}/api/v1/task`, { method: 'HEAD' });
    assert.deepEqual([response.status, await response.text()], [200, '']);
  });

  await t.test('every answer has an id of its own, and none may be kept by a cache', async () => {
    const answers = await Promise.all([world.call('GET', path), world.call('GET', '/nothing')]);
    const ids = answers.map((answer) => answer.headers.get('x-request-id'));
    assert.equal(new Set(ids).size, 2);
    assert.ok(ids.every((id) => /^[0-9a-f-]{36}$/.test(id ?? '')));
    assert.ok(answers.every((answer) => answer.headers.get('cache-control') === 'no-store'));
  });

  await t.test('what is no HTTP is answered in the envelope and ended', async () => {
    const expecting = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: wonders\r\nConnection: close\r\n\r\n';
    assert.match(await raw(world, expecting), /^HTTP\/1\.1 200 .*"status":"ok"/s);
    const garbage = await raw(world, 'NOT HTTP\r\n\r\n');
    assert.match(garbage, /^HTTP\/1\.1 400 /);
    assert.match(garbage, /\{"code":40001,"message":"request: is not HTTP",/);
    const large = await raw(world, `GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
    assert.match(large, /^HTTP\/1\.1 431 .*"code":40001/s);
    const short = await raw(world, `POST ${path} HTTP/1.0\r\nHost: localhost\r\n\r\n`);
    assert.match(short, /"code":40001/);
  });
});

test('an error nobody foresaw tells nothing but where to look', async (t) => {
  const world = await openWorld(t);
  await world.db.schema.dropTable('attempts').execute();
  const [id] = await world.create(videoRequest());
  const answer = await world.call('GET', `/api/v1/task/${id}`);
  assert.deepEqual([answer.status, answer.code], [500, 50001]);
  assert.doesNotMatch(JSON.stringify(answer), /attempts|select|\.ts|node_modules|relation/);
  const { request_id: requestId } = answer.data as { request_id: string };
  assert.equal(requestId, answer.headers.get('x-request-id'));
  const line = world.lines.find(({ level, details }) => level === 'error' && details.request === requestId);
  assert.match(String(line?.details.err), /attempts/);
});

test('while the database is away, calls are answered with 50301 and when to come back', async (t) => {
  const world = await openWorld(t);
  await world.parts.tasks.db.destroy();
  const answer = await world.call('GET', '/api/v1/task');
  assert.deepEqual([answer.status, answer.code, answer.headers.get('retry-after')], [503, 50301, '2']);
});

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';

import fc from 'fast-check';

import { ANSWER_MS } from './fuzz/send.ts';
import { FUZZ_RUNS, FUZZ_SEED } from './fuzz/settings.ts';
import { judge } from './fuzz/verdict.ts';
import { openWorld } from './world.ts';

/** Sends bytes, ends the sending side and reads until the server closes: what is left open without end is a failure. */
async function exchange(base: string, bytes: Uint8Array): Promise<Buffer> {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error(`not closed within ${ANSWER_MS} ms`)), ANSWER_MS);
  const read: Buffer[] = [];
  socket.on('data', (chunk) => read.push(chunk)).on('close', () => resolve());
  // Who is refused in the middle of what it sends is reset.
  socket.on('error', () => {});
  socket.end(bytes);
  try {
    await promise;
    return Buffer.concat(read);
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/** Holds every answer on a connection to the contract. */
function judgeAll(answers: Buffer): number {
  let rest = answers;
  let count = 0;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    // The connection may be cut off while an answer comes.
    if (end === -1) return count;
    const head = rest.toString('latin1', 0, end);
    const [, status = ''] = /^HTTP\/1\.1 (\d{3}) /.exec(head) ?? [];
    assert.notEqual(status, '', `no HTTP: ${head.slice(0, 100)}`);
    if (status === '100') {
      rest = rest.subarray(end + 4);
      continue;
    }
    const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
    assert.ok(Number.isInteger(length), `an answer without a length: ${head}`);
    const body = rest.subarray(end + 4, end + 4 + length);
    if (body.length < length) return count;
    const type = /^content-type: ([^;\r]*)/im.exec(head)?.[1] ?? '';
    if (Number(status) >= 400) judge(null, { status: Number(status), type, headers: {}, body });
    else assert.equal(type, 'application/json');
    count += 1;
    rest = rest.subarray(end + 4 + length);
  }
  return count;
}

const HOST = 'Host: localhost';
const METHODS = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'QUERY',
  'PRI',
  'get',
  'FOO',
  '',
];
const TARGETS = [
  '/healthz',
  '/api/v1/task',
  '/api/v1/task/1',
  '/api/v1/license/check',
  '*',
  '/',
  'http://localhost/healthz',
  'http://evil.example/healthz',
  '/api/v1/device/%2e%2e%2f%2e%2e',
  '/api/v1/device/%ff',
  '/api/v1/device/%00',
  '/api/v1/../../etc/passwd',
  '/healthz?q=%zz',
  `/${'a'.repeat(15_000)}`,
  `/${'a'.repeat(100_000)}`,
  '/a b',
  '/\xff',
];
const VERSIONS = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'http/1.1', ''];
const HEADERS = [
  'Host: evil.example',
  'Content-Type: application/json',
  'Content-Type: ;;;',
  'Content-Length: 2',
  'Content-Length: 50',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding : chunked',
  'Expect: 100-continue',
  'Expect: the unexpected',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Upgrade: h2c',
  'Idempotency-Key: \xff',
  'Range: bytes=0-1,5-9',
  'Authorization: Bearer',
  'Origin: null',
  'X: a\0b',
  ' folded',
  'no colon',
  ': no name',
  `X: ${'a'.repeat(100_000)}`,
];
const BODIES = [
  '',
  '{}',
  '2\r\n{}\r\n0\r\n\r\n',
  'zz\r\n',
  'ffffffffffffffff\r\n',
  '\0\xff',
  'GET /healthz HTTP/1.1\r\n\r\n',
];

const message = fc
  .record({
    method: fc.constantFrom(...METHODS),
    target: fc.constantFrom(...TARGETS),
    version: fc.oneof({ arbitrary: fc.constant('HTTP/1.1'), weight: 3 }, fc.constantFrom(...VERSIONS)),
    headers: fc.array(fc.constantFrom(HOST, ...HEADERS), { maxLength: 5 }),
    hasHost: fc.boolean(),
    line: fc.oneof({ arbitrary: fc.constant('\r\n'), weight: 4 }, fc.constantFrom('\n', '\r', '')),
    body: fc.constantFrom(...BODIES),
  })
  .map(({ method, target, version, headers, hasHost, line, body }) => {
    const head = [`${method} ${target} ${version}`, ...(hasHost ? [HOST] : []), ...headers];
    return Buffer.from(`${head.join(line)}${line}${line}${body}`, 'latin1');
  });

const bytes = fc.oneof(
  { arbitrary: fc.array(message, { minLength: 1, maxLength: 3 }).map((all) => Buffer.concat(all)), weight: 6 },
  { arbitrary: fc.uint8Array({ maxLength: 300 }), weight: 1 },
);

test('bytes that are hardly HTTP are answered as documented or not at all, and the server goes on', async (t) => {
  const world = await openWorld(t);
  let answers = 0;
  const property = fc.asyncProperty(bytes, async (sent) => {
    answers += judgeAll(await exchange(world.url, sent));
    assert.deepEqual(
      world.lines.splice(0).filter(({ level }) => level === 'error'),
      [],
    );
  });
  await fc.assert(property, { ...FUZZ_SEED, numRuns: FUZZ_RUNS * 6 });
  t.diagnostic(`${FUZZ_RUNS * 6} connections, ${answers} answers`);
  assert.equal((await world.call('GET', '/api/v1/task/stats')).code, 0);
});

test('a request for a tunnel is answered', async (t) => {
  const world = await openWorld(t);
  const answer = await exchange(world.url, Buffer.from(`CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n\r\n`));
  assert.match(answer.toString(), /^HTTP\/1\.1 405 .*"code":40501/s);
  assert.equal(judgeAll(answer), 1);
});

for (const beginning of ['no HTTP', 'CONNECT evil.example:443 HTTP/1.1']) {
  test(`who sends ${beginning} and does not hang up is hung up on`, async (t) => {
    const world = await openWorld(t);
    const { hostname, port } = new URL(world.url);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    t.after(() => socket.destroy());
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    socket.on('error', () => resolve()).on('close', () => resolve());
    socket.resume();
    socket.write(`${beginning}\r\n${HOST}\r\n\r\n`);
    const sending = setInterval(() => socket.write('x'), 50);
    t.after(() => clearInterval(sending));
    await closed;
  });
}

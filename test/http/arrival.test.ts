import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { type TestContext, test } from 'node:test';

import fastify from 'fastify';

import { ROUTES } from '../../src/contract/routes.ts';
import { limitArrival } from '../../src/http/arrival.ts';

const TIMEOUT_MS = 50;

/** An API of two routes that take a body; whoever calls sends half of it. @returns all that is answered. */
async function sendHalf(t: TestContext, path: string, { giveUpAfterMs }: { giveUpAfterMs: number }): Promise<string> {
  const app = fastify();
  limitArrival(app, TIMEOUT_MS);
  for (const url of ['/other', ROUTES.uploadMaterial.path]) app.post(url, async () => 'done');
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.after(async () => await app.close());
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  t.after(() => socket.destroy());
  let answer = '';
  socket.on('data', (chunk) => {
    answer += String(chunk);
  });
  const type = 'Content-Type: text/plain';
  socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${type}\r\nContent-Length: 10\r\n\r\nhalf`);
  await Promise.race([once(socket, 'close'), new Promise((resolve) => setTimeout(resolve, giveUpAfterMs))]);
  if (answer === '') socket.write('-of-10');
  if (answer === '') await once(socket, 'data');
  return answer;
}

test('a request whose body does not come is answered and cut off', async (t) => {
  const answer = await sendHalf(t, '/other', { giveUpAfterMs: 10_000 });
  assert.match(answer, /^HTTP\/1\.1 408 .*\r\n[\s\S]*"code":40001,"message":"request: did not arrive in time"/);
});

test('a file may take its time', async (t) => {
  const answer = await sendHalf(t, ROUTES.uploadMaterial.path, { giveUpAfterMs: 4 * TIMEOUT_MS });
  assert.match(answer, /^HTTP\/1\.1 200 /);
});

import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import { ClientStream } from '../../src/simulator/adb/stream.ts';

/** A connection whose other end takes nothing until it is told to. */
function slowConnection(): { socket: Duplex; takeAll: () => void; taken: () => string } {
  const waiting: (() => void)[] = [];
  const chunks: Buffer[] = [];
  let isTaking = false;
  const socket = new Duplex({
    writableHighWaterMark: 1,
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      if (isTaking) done();
      else waiting.push(done);
    },
  });
  const takeAll = (): void => {
    isTaking = true;
    for (const done of waiting.splice(0)) done();
  };
  return { socket, takeAll, taken: () => Buffer.concat(chunks).toString() };
}

const MANY = 30;

test('many writes to a slow client wait together and all arrive in order', async () => {
  const { socket, takeAll, taken } = slowConnection();
  const stream = new ClientStream(socket);
  const closing = socket.listenerCount('close');
  const writes = Array.from({ length: MANY }, (_, index) => stream.write(`${index} `));
  assert.deepEqual([socket.listenerCount('drain'), socket.listenerCount('close') - closing], [1, 1]);
  takeAll();
  await Promise.all(writes);
  assert.equal(taken(), Array.from({ length: MANY }, (_, index) => `${index} `).join(''));
  assert.equal(socket.listenerCount('drain'), 0);
  socket.destroy();
});

test('writes that wait end when the client goes', async () => {
  const { socket } = slowConnection();
  const stream = new ClientStream(socket);
  const writes = Array.from({ length: MANY }, () => stream.write('x'));
  socket.destroy();
  await Promise.all(writes);
  await assert.rejects(stream.write('x'), { name: 'StreamEnded' });
});

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { ERRORS } from '../errors.ts';
import { type Failure, failureBody, invalidRequest, sentenceOf } from './failure.ts';

/** What Node could not read as HTTP, by its error codes; the status says what kind of trouble it is. */
const BROKEN: Readonly<Record<string, readonly [status: number, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'did not arrive in time'],
  HPE_HEADER_OVERFLOW: [431, 'has headers that are too large'],
};

/** Between the answer and the end of the connection. */
const LINGER_MS = 2_000;

/** Answers what is no HTTP request. There is no reply to write to, only the socket. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, message] = BROKEN[error.code ?? ''] ?? [400, 'is not HTTP'];
  answerOnSocket(socket, status, invalidRequest('request', message));
}

/** Answers a request for a tunnel, which Node hands over without a reply. */
export function refuseTunnel(socket: Duplex): void {
  // Whoever asks may be gone already.
  socket.on('error', () => {});
  answerOnSocket(socket, ERRORS.METHOD_NOT_ALLOWED.status, sentenceOf('METHOD_NOT_ALLOWED'));
}

function answerOnSocket(socket: Duplex, status: number, failure: Failure): void {
  const body = JSON.stringify(failureBody(failure));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  if (socket.writable) closeWith(socket, `${head.join('\r\n')}\r\n\r\n${body}`);
  else socket.destroy();
}

/**
 * Sends the last there is to send. What still comes is read away, since closing over it would take the answer from whoever
 * sent it; but nobody holds the connection for longer than it takes to read a sentence.
 */
function closeWith(socket: Duplex, answer: string): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
  socket.end(answer);
  socket.resume();
}

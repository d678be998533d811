import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import { failureBody, invalidRequest } from './failure.ts';

/** What Node could not read as HTTP, by its error codes; the status says what kind of trouble it is. */
const BROKEN: Readonly<Record<string, readonly [status: number, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'did not arrive in time'],
  HPE_HEADER_OVERFLOW: [431, 'has headers that are too large'],
};

/** Answers what is no HTTP request. There is no reply to write to, only the socket. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, message] = BROKEN[error.code ?? ''] ?? [400, 'is not HTTP'];
  const body = JSON.stringify(failureBody(invalidRequest('request', message)));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  else socket.destroy();
}

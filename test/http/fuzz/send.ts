import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';

import type { FuzzedRequest } from './requests.ts';

export interface RawReply {
  readonly status: number;
  /** Without parameters. */
  readonly type: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A server that does not answer for so long does not answer. */
export const ANSWER_MS = 20_000;

/** Sends a request over a connection of its own. @throws when no whole answer comes. */
export async function send(
  base: string,
  { method, target, headers, body }: FuzzedRequest,
  { endless = false } = {},
): Promise<RawReply> {
  const { hostname, port } = new URL(base);
  const { promise, resolve, reject } = Promise.withResolvers<RawReply>();
  const length = body === null ? {} : { 'Content-Length': String(body.length) };
  const sent = request({ hostname, port, method, path: target, agent: false, headers: { ...headers, ...length } });
  const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${ANSWER_MS} ms`)), ANSWER_MS);
  let isAnswered = false;
  sent.on('response', (response) => {
    isAnswered = true;
    const status = response.statusCode ?? 0;
    const type = response.headers['content-type']?.split(';', 1)[0] ?? '';
    // Of a success that goes on for ever, its beginning is the answer.
    const read = endless && status === 200 ? Promise.resolve(Buffer.alloc(0)) : buffer(response);
    read.then((all) => resolve({ status, type, headers: response.headers, body: all }), reject);
  });
  // Who is refused early may find the connection closed while it still sends.
  sent.on('error', (error) => {
    if (!isAnswered) reject(error);
  });
  sent.end(body ?? undefined);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    sent.destroy();
  }
}

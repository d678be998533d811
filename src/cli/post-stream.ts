import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

export interface StreamedBody {
  /** Asked for the next piece when the last one has gone. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly type: string;
  /** Ends it when it does not come on any more. */
  readonly signal: AbortSignal;
}

/**
 * Posts a body of any size in constant memory. `fetch` keeps what it has sent of a stream: of 4 GiB it took 4.3 GB
 * (measured with Node 24's).
 * @returns the text of the answer, which may come before all of the body has gone.
 */
export async function postStream(
  url: string,
  headers: Readonly<Record<string, string>>,
  { body, type, signal }: StreamedBody,
): Promise<string> {
  const sent = request(url, { method: 'POST', headers: { ...headers, 'content-type': type }, signal });
  const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  sent.on('response', resolve).on('error', reject);
  // A server that has answered need not read the rest; without an answer, 'error' tells what happened.
  pipeline(Readable.from(body), sent).catch(reject);
  try {
    return await text(await answered);
  } finally {
    sent.destroy();
  }
}

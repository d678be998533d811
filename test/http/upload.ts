import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';

const BOUNDARY = 'a-boundary-of-the-test';

export interface RawUpload {
  readonly path: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RawAnswer {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

function parts({ name, bytes }: RawUpload): readonly [head: Buffer, file: Uint8Array, tail: Buffer] {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
  return [Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)];
}

function open(url: string, upload: RawUpload): ClientRequest {
  const length = parts(upload).reduce((sum, part) => sum + part.length, 0);
  const headers = {
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    'content-length': String(length),
    ...upload.headers,
  };
  return request(`${url}${upload.path}`, { method: 'POST', headers });
}

/** Sends a form as it is written, byte by byte. */
export async function sendRaw(url: string, upload: RawUpload): Promise<RawAnswer> {
  const sent = open(url, upload);
  sent.on('error', () => {});
  for (const part of parts(upload)) sent.write(part);
  sent.end();
  return await answerTo(sent);
}

export interface Cut {
  /** So many bytes of the file are sent. */
  readonly at: number;
  /** Waited for before the plug is pulled. */
  until?(): Promise<void>;
}

/** Sends the beginning of a form, then pulls the plug. */
export async function sendAndCut(url: string, upload: RawUpload, { at, until }: Cut): Promise<void> {
  const sent = open(url, upload);
  sent.on('error', () => {});
  const [head, file] = parts(upload);
  sent.write(head);
  await new Promise<void>((resolve) => sent.write(file.subarray(0, at), () => resolve()));
  await until?.();
  // Not `once`: the error that a torn connection is would end the wait.
  const closed = new Promise<void>((resolve) => sent.once('close', () => resolve()));
  sent.destroy();
  await closed;
}

/** An upload that hangs in the middle until it is told to go on. */
export async function sendHalf(url: string, upload: RawUpload): Promise<{ finish(): Promise<RawAnswer> }> {
  const sent = open(url, upload);
  sent.on('error', () => {});
  const [head, file, tail] = parts(upload);
  const half = Math.floor(file.length / 2);
  sent.write(head);
  await new Promise<void>((resolve) => sent.write(file.subarray(0, half), () => resolve()));
  await turn();
  return {
    finish: async () => {
      sent.write(file.subarray(half));
      sent.end(tail);
      return await answerTo(sent);
    },
  };
}

async function answerTo(sent: ClientRequest): Promise<RawAnswer> {
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, ...(JSON.parse(text) as Omit<RawAnswer, 'status'>) };
}

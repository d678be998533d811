import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { PostwrightError } from '../errors.ts';

export interface SentFile {
  readonly path: string;
  readonly mime: string;
  readonly name: string;
}

/** Sends a file, or the range of bytes that was asked for, so that a video can be played from its middle. */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, file: SentFile): Promise<void> {
  const { size } = await sizeOf(file);
  const range = rangeOf(request.headers.range, size);
  reply
    .type(file.mime)
    .header('accept-ranges', 'bytes')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('content-disposition', `inline; filename*=UTF-8''${encodeName(file.name)}`);
  if (range === 'none') {
    reply.code(416).header('content-range', `bytes */${size}`);
    await reply.send('');
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range !== undefined) reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
  reply.header('content-length', end - start + 1);
  // A file that only its headers are asked of is not read.
  await reply.send(request.method === 'HEAD' ? Readable.from([]) : createReadStream(file.path, { start, end }));
}

async function sizeOf({ path }: SentFile): Promise<{ size: number }> {
  try {
    return await stat(path);
  } catch (cause) {
    throw new PostwrightError('NOT_FOUND', 'The file of this material is gone from the disk.', { cause });
  }
}

/**
 * One range of bytes (RFC 9110, 14.1.2); what is no such header, or names several, is answered with the whole file.
 * @returns `none` when the file has no such bytes.
 */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'none' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  return start > end ? 'none' : { start, end };
}

/** RFC 8187: what encodeURIComponent leaves and a header must not hold. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { MAX_MATERIAL_BYTES, type Uploaded, type UploadProgress } from '../contract/material.ts';
import { PostwrightError } from '../errors.ts';
import { type ApiClient, ApiRefusal } from './api-client.ts';

export interface FileUpload {
  readonly client: ApiClient;
  readonly path: string;
  /** Parts of the form besides the file. */
  readonly fields: Readonly<Record<string, string>>;
  /** Told often: `phase` says what the bytes are counted of. */
  onProgress(phase: 'reading' | 'sending', doneBytes: number, totalBytes: number): void;
}

export type UploadOutcome = 'added' | 'there already';

export interface UploadEnd {
  readonly outcome: UploadOutcome;
  readonly sha256: string;
  readonly sizeBytes: number;
}

const CHUNK_BYTES = 1024 ** 2;
/** Without a byte gone for so long, the connection is as good as cut; the server hashes and reads a file in less. */
const STALL_MS = 120_000;
/** After each cut the upload goes on where it was cut. One that moves on in between may be cut as often as it likes. */
const TRIES_WITHOUT_PROGRESS = 5;
const TRY_AGAIN_MS = 1_000;
const CONFLICT = 40901;

/**
 * Sends a file to the library, from where an earlier upload was cut on; one that is there already is not sent.
 * @throws FILE_UNUSABLE; ApiRefusal; SERVER_UNREACHABLE when it was cut too often
 */
export async function uploadFile(upload: FileUpload): Promise<UploadEnd> {
  const sizeBytes = await usableSize(upload.path);
  const sha256 = await hashFile(upload, sizeBytes);
  const file = { sha256, sizeBytes };
  let offset = -1;
  for (let left = TRIES_WITHOUT_PROGRESS; ; ) {
    try {
      const progress = await upload.client.get<UploadProgress>(`/material/upload/${sha256}`);
      if (progress.complete) return { ...file, outcome: offset === -1 ? 'there already' : 'added' };
      if (progress.received_bytes > offset) left = TRIES_WITHOUT_PROGRESS;
      offset = progress.received_bytes;
      const { complete } = await send(upload, { ...file, offset });
      if (complete) return { ...file, outcome: 'added' };
      throw new PostwrightError('FILE_UNUSABLE', `${upload.path} became shorter while it was sent.`);
    } catch (error) {
      left -= 1;
      if (left === 0 || !isCut(error)) throw error;
      await pause(TRY_AGAIN_MS);
    }
  }
}

/** A server that has not noticed the cut yet says that the file is being sent already. */
function isCut(error: unknown): boolean {
  if (error instanceof ApiRefusal) return error.code === CONFLICT;
  return error instanceof PostwrightError && error.errorName === 'SERVER_UNREACHABLE';
}

async function usableSize(path: string): Promise<number> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new PostwrightError('FILE_UNUSABLE', `${path} cannot be read.`, { cause });
  });
  if (!found.isFile()) throw new PostwrightError('FILE_UNUSABLE', `${path} is no file.`);
  if (found.size === 0) throw new PostwrightError('FILE_UNUSABLE', `${path} is empty.`);
  if (found.size > MAX_MATERIAL_BYTES) {
    throw new PostwrightError('FILE_UNUSABLE', `${path} is larger than 4 GiB, which no phone takes.`);
  }
  return found.size;
}

async function hashFile({ path, onProgress }: FileUpload, sizeBytes: number): Promise<string> {
  const hash = createHash('sha256');
  let done = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
      hash.update(chunk as Buffer);
      done += (chunk as Buffer).length;
      onProgress('reading', done, sizeBytes);
    }
  } catch (cause) {
    throw new PostwrightError('FILE_UNUSABLE', `${path} cannot be read.`, { cause });
  }
  return hash.digest('hex');
}

interface Part {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly offset: number;
}

async function send(upload: FileUpload, { sha256, sizeBytes, offset }: Part): Promise<Uploaded> {
  const boundary = randomUUID();
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(), STALL_MS);
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(formHead(upload, boundary));
    let done = offset;
    for await (const chunk of createReadStream(upload.path, { start: offset, highWaterMark: CHUNK_BYTES })) {
      yield chunk as Buffer;
      timer.refresh();
      done += (chunk as Buffer).length;
      upload.onProgress('sending', done, sizeBytes);
    }
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  try {
    return await upload.client.stream(`/material?sha256=${sha256}&size_bytes=${sizeBytes}&offset=${offset}`, {
      body: body(),
      type: `multipart/form-data; boundary=${boundary}`,
      signal: stalled.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** The fields come first, so that the server refuses wrong ones before it takes the file. */
function formHead({ path, fields }: FileUpload, boundary: string): string {
  const part = (disposition: string) => `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`;
  const before = Object.entries(fields).map(([name, value]) => `${part(`name="${name}"`)}${value}\r\n`);
  // How HTML writes these signs into a name (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
  const name = basename(path).replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
  return [...before, part(`name="file"; filename="${name}"`)].join('');
}

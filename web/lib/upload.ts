/** Sends a file to the library, so that what was cut goes on where it was cut: after a lost connection, and after a reload. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { ApiFailure, ask, type DataOf, NO_ANSWER, pathOf, read } from './ask.ts';

export type Material = NonNullable<DataOf<'uploadMaterial'>['material']>;

export interface UploadProgress {
  readonly step: 'reading' | 'sending' | 'again';
  readonly doneBytes: number;
}

export interface UploadOptions {
  readonly onProgress: (progress: UploadProgress) => void;
  readonly signal: AbortSignal;
}

/** So much is read at a time that the page goes on answering. */
const SLICE_BYTES = 1024 * 1024;
/** One after the other, while the server does not answer. */
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

/** @throws ApiFailure; AbortError */
export async function uploadFile(file: File, { onProgress, signal }: UploadOptions): Promise<Material> {
  const hash = await hashOf(file, { onProgress, signal });
  for (const pauseMs of [...PAUSES_MS, null]) {
    try {
      const material = await sendRest(file, hash, { onProgress, signal });
      if (material !== null) return material;
    } catch (error) {
      if (pauseMs === null || !(error instanceof ApiFailure) || error.code !== NO_ANSWER) throw error;
      onProgress({ step: 'again', doneBytes: 0 });
      await pause(pauseMs, signal);
    }
  }
  throw new ApiFailure('The server took only a part of the file each time.', { code: NO_ANSWER });
}

/** The browser's own hash would need the whole file in memory, and is there only on pages that came by HTTPS or from here. */
async function hashOf(file: File, { onProgress, signal }: UploadOptions): Promise<string> {
  const hash = sha256.create();
  for (let from = 0; from < file.size; from += SLICE_BYTES) {
    signal.throwIfAborted();
    onProgress({ step: 'reading', doneBytes: from });
    hash.update(new Uint8Array(await file.slice(from, from + SLICE_BYTES).arrayBuffer()));
  }
  return bytesToHex(hash.digest());
}

/** @returns null when the server has not got all of it yet. */
async function sendRest(file: File, hash: string, { onProgress, signal }: UploadOptions): Promise<Material | null> {
  const { received_bytes: offset, complete } = await ask('uploadProgress', { params: { sha256: hash }, signal });
  if (complete) return await ask('readMaterial', { params: { sha256: hash }, signal });
  const query = { sha256: hash, size_bytes: file.size, offset };
  const form = new FormData();
  form.append('file', file.slice(offset), file.name);
  const sent = (await send(pathOf('uploadMaterial', { query }), form, {
    signal,
    onSent: (bytes) => onProgress({ step: 'sending', doneBytes: Math.min(file.size, offset + bytes) }),
  })) as DataOf<'uploadMaterial'>;
  return sent.material;
}

interface SendOptions {
  readonly onSent: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** `fetch` does not say how much it has sent. */
async function send(path: string, form: FormData, { onSent, signal }: SendOptions): Promise<unknown> {
  signal.throwIfAborted();
  const request = new XMLHttpRequest();
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const abort = (): void => request.abort();
  signal.addEventListener('abort', abort, { once: true });
  request.upload.onprogress = ({ loaded }) => onSent(loaded);
  request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
  request.onerror = () => reject(new ApiFailure('The server does not answer.', { code: NO_ANSWER }));
  request.onabort = () => reject(signal.reason);
  request.open('POST', path);
  request.send(form);
  try {
    return await read(await promise);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

import http from 'node:http';
import type { Duplex } from 'node:stream';
import type { Phone } from '../devices/phone.ts';
import { type ErrorName, PostwrightError } from '../errors.ts';
import { DeadlineError, type Limits, withDeadline } from '../kit/abort.ts';
import { passGate } from '../kit/gate.ts';
import { Uia2AnswerError, Uia2LostError } from './uia2-errors.ts';

/** Where the server listens on every phone. */
const SERVER_PORT = 6790;
/** Larger bodies are refused by the server without a word. */
const BODY_LIMIT_BYTES = 65_536;

/** What a connection that cannot be had ends in when the server has ended. */
const LOST: ReadonlySet<ErrorName> = new Set(['DEVICE_COMMAND_FAILED', 'DEVICE_LOST']);

export interface Uia2Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

/**
 * HTTP to the UiAutomator2 server. Whatever touches the phone has an ADB socket of its own: a kept connection that the
 * server has closed meanwhile could not be told from a request that was lost on its way. Looks, which are most of all
 * requests and may be asked twice, share one, and spare the phone the making of it.
 */
export class Uia2Client {
  readonly #phone: Phone;
  /** What the last look has left open. */
  #kept: Duplex | null = null;

  constructor(phone: Phone) {
    this.#phone = phone;
  }

  /**
   * @returns the `value` of the answer.
   * @throws Uia2AnswerError, Uia2LostError, DEVICE_COMMAND_FAILED for a body that is too large, or the reason of the
   *   signal.
   */
  async request({ method, path, body }: Uia2Request, limits: Limits): Promise<unknown> {
    const payload = body === undefined ? null : Buffer.from(JSON.stringify(body));
    if (payload !== null && payload.byteLength > BODY_LIMIT_BYTES) {
      const message = `${method} ${path}: ${payload.byteLength} bytes are more than the ${BODY_LIMIT_BYTES} that the UiAutomator2 server takes; shorten the text`;
      throw new PostwrightError('DEVICE_COMMAND_FAILED', message);
    }
    const asked = { method, path, payload };
    const kept = isLook(method) ? this.#kept : null;
    if (kept === null) return await this.#ask(await this.#connect(limits), asked, limits);
    try {
      return await this.#ask(kept, asked, limits);
    } catch (error) {
      const hasEnded = error instanceof Uia2LostError && !(error.cause instanceof DeadlineError);
      if (!hasEnded || this.#phone.gone.aborted) throw error;
      return await this.#ask(await this.#connect(limits), asked, limits);
    }
  }

  /** Keeps no connection open. */
  close(): void {
    this.#kept?.destroy();
  }

  async #ask(socket: Duplex, asked: Exchange, limits: Limits): Promise<unknown> {
    if (socket === this.#kept) this.#kept = null;
    let refused = false;
    try {
      const value = await withDeadline(`${asked.method} ${asked.path}`, limits, async (signal) => {
        await passGate(signal).catch((error) => {
          refused = true;
          throw error;
        });
        return await exchange(socket, asked);
      });
      if (isLook(asked.method)) this.#keep(socket);
      return value;
    } catch (error) {
      if (limits.signal.aborted) throw limits.signal.reason;
      if (refused) throw error;
      throw error instanceof Uia2AnswerError ? error : new Uia2LostError(true, error);
    } finally {
      if (socket !== this.#kept) socket.destroy();
    }
  }

  #keep(socket: Duplex): void {
    if (socket.destroyed) return;
    this.#kept?.destroy();
    this.#kept = socket;
  }

  async #connect(limits: Limits): Promise<Duplex> {
    try {
      const socket = await this.#phone.connect(SERVER_PORT, limits);
      // An error after the answer, when the socket is destroyed, must have a listener too.
      socket.on('error', () => {});
      socket.once('close', () => {
        if (this.#kept === socket) this.#kept = null;
      });
      return socket;
    } catch (error) {
      const isLost = error instanceof PostwrightError && LOST.has(error.errorName);
      if (!isLost || this.#phone.gone.aborted) throw error;
      throw new Uia2LostError(false, error);
    }
  }
}

function isLook(method: Uia2Request['method']): boolean {
  return method === 'GET';
}

interface Exchange {
  readonly method: Uia2Request['method'];
  readonly path: string;
  readonly payload: Buffer | null;
}

async function exchange(socket: Duplex, { method, path, payload }: Exchange): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const headers = {
    Host: `127.0.0.1:${SERVER_PORT}`,
    Connection: isLook(method) ? 'keep-alive' : 'close',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': payload?.byteLength ?? 0,
  };
  const request = http.request({ method, path, headers, createConnection: () => socket }, resolve);
  const over = new Promise<void>((isOver) => request.once('close', isOver));
  request.on('error', reject);
  request.end(payload ?? undefined);
  const response = await promise;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  // Only then does a request leave its connection to the next one.
  if (isLook(method)) await over;
  return answerValue(Buffer.concat(chunks).toString('utf8'), response.statusCode ?? 0);
}

/** Every answer is `{"sessionId":…,"value":…}`; an error's value has `error` and `message`. */
function answerValue(text: string, status: number): unknown {
  const { value } = parseEnvelope(text, status);
  if (status < 400) return value;
  const { error, message } = (value ?? {}) as { error?: unknown; message?: unknown };
  throw new Uia2AnswerError(String(error ?? 'unknown error'), String(message ?? `HTTP status ${status}`));
}

function parseEnvelope(text: string, status: number): { readonly value?: unknown } {
  try {
    const envelope: unknown = JSON.parse(text);
    if (typeof envelope === 'object' && envelope !== null) return envelope;
  } catch {
    // Told below, with what came instead.
  }
  const QUOTED_LENGTH = 200;
  throw new Uia2AnswerError('unknown error', `HTTP status ${status} with no JSON: ${text.slice(0, QUOTED_LENGTH)}`);
}

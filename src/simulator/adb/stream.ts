/** A client's TCP connection as bytes to read exactly and to write with back-pressure. */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Reading stops here until somebody asks for more, so that a fast client cannot fill the memory. */
const READ_AHEAD_BYTES = 1024 * 1024;
/** How long a client may take to close its side after we have closed ours. */
const LINGER_MS = 2_000;

/** The client went away before all of what was expected had come. */
export class StreamEnded extends Error {
  constructor() {
    super('The client closed its connection');
    this.name = 'StreamEnded';
  }
}

export class ClientStream {
  readonly #socket: Duplex;
  readonly #hangUp = new AbortController();
  readonly #chunks: Buffer[] = [];
  #bufferedBytes = 0;
  #ended = false;
  #wake: (() => void) | null = null;
  /** One wait for all writes: a tracker of 300 phones has as many under way when they all come at once. */
  #drained: Promise<void> | null = null;
  /** While nothing goes through in either direction. */
  #held: Promise<unknown> | null = null;
  /** To whom the connection was handed. */
  #peer: Duplex | null = null;

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => this.#end());
    socket.on('error', () => this.#end());
    socket.on('close', () => this.#end());
  }

  /** Fires when the client closed its side or the connection broke: what hangs on it gets a SIGHUP. */
  get hungUp(): AbortSignal {
    return this.#hangUp.signal;
  }

  /** @throws StreamEnded when fewer bytes than that are left. */
  async exactly(bytes: number): Promise<Buffer> {
    await this.#untilLetGo();
    while (this.#bufferedBytes < bytes) {
      if (this.#ended) throw new StreamEnded();
      await this.#more();
    }
    return this.#cut(bytes);
  }

  /** What has come, at least one byte and at most `maxBytes`; null at the end. */
  async some(maxBytes = READ_AHEAD_BYTES): Promise<Buffer | null> {
    await this.#untilLetGo();
    while (this.#bufferedBytes === 0) {
      if (this.#ended) return null;
      await this.#more();
    }
    return this.#cut(Math.min(maxBytes, this.#chunks[0]?.length ?? 0));
  }

  /** Resolves when the client can take more. @throws StreamEnded when it is gone. */
  async write(data: Buffer | string): Promise<void> {
    if (this.#held) await this.#untilLetGo();
    if (this.#socket.destroyed || !this.#socket.writable) throw new StreamEnded();
    if (this.#socket.write(data)) return;
    this.#drained ??= this.#untilDrained();
    await this.#drained;
  }

  /**
   * Sends what is written, then closes. What the client still sends is read and thrown away for a while: closing over
   * unread bytes would reset the connection and take from the client what it has not read yet.
   */
  end(): void {
    if (this.#socket.destroyed) return;
    this.#socket.end();
    this.#socket.removeAllListeners('data');
    this.#socket.resume();
    const timer = setTimeout(() => this.#socket.destroy(), LINGER_MS).unref();
    this.#socket.once('close', () => clearTimeout(timer));
  }

  /** Closes at once. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** Closes with a TCP reset, as when the host's side of the bridge is torn down. */
  reset(): void {
    const socket = this.#socket as Partial<Socket> & Duplex;
    if (socket.resetAndDestroy) socket.resetAndDestroy();
    else socket.destroy();
  }

  /** Nothing goes through any more in either direction until `over` resolves; what came meanwhile does so then. */
  hold(over: Promise<void>): void {
    const held: Promise<unknown> = this.#held ? Promise.all([this.#held, over]) : over;
    this.#held = held;
    const peer = this.#peer;
    if (peer) {
      this.#socket.unpipe(peer);
      peer.unpipe(this.#socket);
    }
    void held.then(() => this.#letGo(held));
  }

  onClose(listener: () => void): void {
    this.#socket.once('close', listener);
  }

  /** Hands the rest of the connection, with what was read ahead, to `peer`. Resolves when either has closed. */
  async join(peer: Duplex): Promise<void> {
    const early = this.#cut(this.#bufferedBytes);
    this.#socket.removeAllListeners('data');
    if (early.length > 0) peer.write(early);
    this.#peer = peer;
    joinDuplexes(this.#socket, peer);
    this.#socket.resume();
    await new Promise<void>((resolve) => {
      this.#socket.once('close', resolve);
      peer.once('close', resolve);
    });
  }

  #letGo(held: Promise<unknown>): void {
    if (this.#held !== held) return;
    this.#held = null;
    const peer = this.#peer;
    if (!peer || peer.destroyed || this.#socket.destroyed) return;
    this.#socket.pipe(peer);
    peer.pipe(this.#socket);
  }

  /** Held again meanwhile, it waits for that, too. */
  async #untilLetGo(): Promise<void> {
    while (this.#held) await this.#held;
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bufferedBytes += chunk.length;
    if (this.#bufferedBytes >= READ_AHEAD_BYTES) this.#socket.pause();
    this.#wake?.();
  }

  #end(): void {
    this.#ended = true;
    this.#wake?.();
    this.#hangUp.abort();
  }

  async #more(): Promise<void> {
    this.#socket.resume();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
  }

  async #untilDrained(): Promise<void> {
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        this.#socket.off('drain', settle);
        this.#socket.off('close', settle);
        resolve();
      };
      this.#socket.on('drain', settle);
      this.#socket.on('close', settle);
    });
    this.#drained = null;
  }

  #cut(bytes: number): Buffer {
    const first = this.#chunks[0];
    if (first && first.length > bytes) {
      this.#chunks[0] = first.subarray(bytes);
      this.#bufferedBytes -= bytes;
      return first.subarray(0, bytes);
    }
    const parts: Buffer[] = [];
    let missing = bytes;
    while (missing > 0) {
      const chunk = this.#chunks.shift() as Buffer;
      parts.push(chunk.length > missing ? chunk.subarray(0, missing) : chunk);
      if (chunk.length > missing) this.#chunks.unshift(chunk.subarray(missing));
      missing -= Math.min(missing, chunk.length);
    }
    this.#bufferedBytes -= bytes;
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, bytes);
  }
}

/** Carries bytes both ways until one side ends or breaks; then both are closed. */
export function joinDuplexes(one: Duplex, other: Duplex): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      if (from.readableEnded) to.end();
      else to.destroy();
    });
  }
}

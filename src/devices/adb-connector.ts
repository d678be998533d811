import net from 'node:net';
import { type AdbServerClient, AdbServerClient as Client } from '@yume-chan/adb';
import { MaybeConsumable, ReadableStream } from '@yume-chan/stream-extra';
import { PostwrightError } from '../errors.ts';
import { type AdbAddress, formatAdbAddress } from './adb-address.ts';

/** The connection ended before the conversation did. */
export class BrokenConnectionError extends Error {
  constructor(cause?: unknown) {
    super(
      cause instanceof Error ? `The connection broke: ${cause.message}` : 'The connection was closed by the other side',
      cause === undefined ? undefined : { cause },
    );
    this.name = 'BrokenConnectionError';
  }
}

/**
 * Opens Tango's connections to the ADB server, and can end all it has opened at once. The stock connector leaves its
 * readable pending when the peer resets, so a push or a shell never settles; here `error` and `close` of the socket
 * end the readable, and a write never rejects: what became of it, the readable tells. (A rejected write of Tango's
 * final DONE packet has no handler and would end the process.)
 */
export class AdbConnector implements AdbServerClient.ServerConnector {
  readonly client: AdbServerClient;
  readonly #address: AdbAddress;
  readonly #sockets = new Set<net.Socket>();
  #endedBy: Error | null = null;

  constructor(address: AdbAddress) {
    this.#address = address;
    this.client = new Client(this);
  }

  /** @throws ADB_UNAVAILABLE naming the address. */
  async connect(): Promise<AdbServerClient.ServerConnection> {
    if (this.#endedBy !== null) throw this.#endedBy;
    const socket = net.connect({ ...this.#address, noDelay: true });
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    await this.#connected(socket);
    return connectionOver(socket);
  }

  /** Ends every connection, and every connect to come, with this reason. */
  destroy(reason: Error): void {
    this.#endedBy ??= reason;
    for (const socket of this.#sockets) socket.destroy(reason);
  }

  #connected(socket: net.Socket): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.once('connect', resolve);
    // Stays for the life of the socket: an error nobody listens to would end the process.
    socket.on('error', (error) => {
      const message = `The ADB server at ${formatAdbAddress(this.#address)} cannot be reached: ${error.message}`;
      reject(this.#endedBy ?? new PostwrightError('ADB_UNAVAILABLE', message, { cause: error }));
    });
    return promise;
  }

  addReverseTunnel(): never {
    throw new Error('Reverse tunnels are not in use');
  }

  removeReverseTunnel(): never {
    throw new Error('Reverse tunnels are not in use');
  }

  clearReverseTunnels(): void {}
}

function connectionOver(socket: net.Socket): AdbServerClient.ServerConnection {
  const { promise: closed, resolve } = Promise.withResolvers<undefined>();
  socket.once('close', () => resolve(undefined));
  return {
    readable: readableOf(socket),
    writable: writableOf(socket),
    closed,
    close: async () => {
      socket.destroy();
      await closed;
    },
  };
}

function readableOf(socket: net.Socket): ReadableStream<Uint8Array> {
  let settled = false;
  const once = (act: () => void): void => {
    if (!settled) act();
    settled = true;
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      socket.on('data', (data) => {
        if (settled) return;
        // A plain view: Buffer's slice() shares memory where Uint8Array's copies.
        controller.enqueue(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        if ((controller.desiredSize ?? 0) <= 0) socket.pause();
      });
      socket.once('end', () => once(() => controller.close()));
      socket.once('error', (error) => once(() => controller.error(new BrokenConnectionError(error))));
      socket.once('close', () => once(() => controller.error(new BrokenConnectionError())));
    },
    pull() {
      socket.resume();
    },
    cancel() {
      settled = true;
      socket.destroy();
    },
  });
}

function writableOf(socket: net.Socket): MaybeConsumable.WritableStream<Uint8Array> {
  return new MaybeConsumable.WritableStream<Uint8Array>({
    // The callback comes when the bytes are handed on or the socket is gone: Tango may reuse the memory then.
    write: (chunk) => new Promise<void>((resolve) => void socket.write(chunk, () => resolve())),
    close: () => void socket.end(),
    abort: () => void socket.destroy(),
  });
}

/** `adb forward`: TCP listeners on this machine whose connections end on a port of a phone. */
import { createServer, type Server, type Socket } from 'node:net';
import { ClientStream } from './stream.ts';
import type { Transport } from './transports.ts';

interface Forward {
  readonly local: string;
  remote: string;
  transport: Transport;
  readonly server: Server;
  readonly sockets: Set<Socket>;
}

const LOOPBACK = '127.0.0.1';
const REMOTE_KINDS = /^(tcp|localabstract|localreserved|localfilesystem|dev|jdwp):./;

/** A forward that could not be made or found; the message is what the server answers after FAIL. */
export class ForwardError extends Error {}

export class Forwards {
  readonly #byLocal = new Map<string, Forward>();

  /**
   * @returns the port of a listener made now, null when an existing one was pointed elsewhere.
   * @throws ForwardError
   */
  async add(transport: Transport, specification: string): Promise<number | null> {
    const match = /^(norebind:)?([^;]+);([^;]+)$/.exec(specification);
    if (!match) throw new ForwardError(`bad forward: forward:${specification}`);
    const [, norebind, local, remote] = match as unknown as [string, string | undefined, string, string];
    if (!REMOTE_KINDS.test(remote)) throw new ForwardError(`bad forward: forward:${specification}`);
    const existing = this.#byLocal.get(local);
    if (existing) {
      if (norebind) throw new ForwardError('cannot rebind existing socket');
      existing.remote = remote;
      existing.transport = transport;
      return null;
    }
    const port = /^tcp:(\d+)$/.exec(local)?.[1];
    if (port === undefined) throw new ForwardError(`unknown socket specification '${local}'`);
    return await this.#listen(transport, Number(port), remote);
  }

  /** @throws ForwardError */
  remove(local: string): void {
    const forward = this.#byLocal.get(local);
    if (!forward) throw new ForwardError(`listener '${local}' not found`);
    this.#close(forward);
  }

  /** Takes away those of all phones, even when the request named one (facts 1.2). */
  removeAll(): void {
    for (const forward of [...this.#byLocal.values()]) this.#close(forward);
  }

  /** Forwards whose phone has gone go with it. */
  keepOnly(transports: readonly Transport[]): void {
    for (const forward of [...this.#byLocal.values()]) {
      if (!transports.includes(forward.transport)) this.#close(forward);
    }
  }

  /** What `host:list-forward` answers. */
  describe(): string {
    return [...this.#byLocal.values()]
      .map(({ transport, local, remote }) => `${transport.machine.serial} ${local} ${remote}\n`)
      .join('');
  }

  async #listen(transport: Transport, wantedPort: number, remote: string): Promise<number> {
    const sockets = new Set<Socket>();
    // Without it an answer of two writes waits 40 ms for the client's delayed ACK.
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        const reason = error.code === 'EADDRINUSE' ? 'Address already in use' : error.message;
        reject(new ForwardError(`cannot bind listener: ${reason}`, { cause: error }));
      });
      server.listen(wantedPort, LOOPBACK, resolve);
    });
    const { port } = server.address() as { port: number };
    const forward: Forward = { local: `tcp:${port}`, remote, transport, server, sockets };
    server.on('connection', (socket) => void connect(forward, socket));
    this.#byLocal.set(forward.local, forward);
    return port;
  }

  #close(forward: Forward): void {
    this.#byLocal.delete(forward.local);
    forward.server.close();
    for (const socket of forward.sockets) socket.destroy();
  }
}

async function connect(forward: Forward, socket: Socket): Promise<void> {
  const { transport, remote, sockets } = forward;
  const stream = new ClientStream(socket);
  sockets.add(socket);
  transport.streams.add(stream);
  socket.once('close', () => {
    sockets.delete(socket);
    transport.streams.delete(stream);
  });
  await transport.silence?.over;
  const port = /^tcp:(\d+)$/.exec(remote)?.[1];
  const peer = port === undefined ? null : transport.machine.front.connect(Number(port));
  if (!peer) stream.destroy();
  else await stream.join(peer);
}

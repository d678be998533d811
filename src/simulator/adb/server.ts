/** An ADB server on TCP with the rack's phones behind it. */
import { createServer, type Server, type Socket } from 'node:net';
import { openService } from './device-services.ts';
import { Forwards } from './forwards.ts';
import { answerHost, parseHost } from './host-services.ts';
import { parseTransportSwitch, type Selector, select } from './selection.ts';
import { counted, failure, OKAY, readRequest } from './smart-socket.ts';
import { ClientStream, StreamEnded } from './stream.ts';
import { type Transport, Transports } from './transports.ts';
import { waitFor } from './wait-for.ts';

const LOOPBACK = '127.0.0.1';

interface AdbServerOptions {
  /** `adb reconnect` and `reconnect-offline` of a phone. */
  onReconnect(serial: string): void;
  /** `adb kill-server`. */
  onKill(): void;
}

export class AdbServer {
  readonly transports = new Transports();
  readonly forwards = new Forwards();
  readonly #options: AdbServerOptions;
  readonly #streams = new Set<ClientStream>();
  #server: Server | null = null;
  #port = 0;
  /** While it takes every connection and answers none. */
  #hang: { readonly over: Promise<void>; readonly end: () => void } | null = null;

  constructor(options: AdbServerOptions) {
    this.#options = options;
    this.transports.onChange(() => this.forwards.keepOnly(this.transports.list()));
  }

  get port(): number {
    return this.#port;
  }

  onReconnect(serial: string): void {
    this.#options.onReconnect(serial);
  }

  /** Port 0 picks a free one, which a later start takes again. */
  async start(port: number): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => void this.#serve(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, LOOPBACK, resolve);
    });
    this.#server = server;
    this.#port = (server.address() as { port: number }).port;
  }

  /** Takes every connection and answers nothing, on old ones neither, until `answerAgain` or its end. */
  hang(): void {
    if (this.#hang) return;
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    this.#hang = { over, end };
    for (const stream of this.#streams) stream.hold(over);
  }

  answerAgain(): void {
    this.#hang?.end();
    this.#hang = null;
  }

  /** Ends every connection and forward. The phones stay in the list. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.forwards.removeAll();
    for (const stream of this.#streams) stream.destroy();
    this.answerAgain();
    if (server) await new Promise<void>((resolve) => void server.close(() => resolve()));
  }

  /** As `kill -9` ends it: every connection is reset, and with the process goes all that it knew of phones. */
  async kill(): Promise<void> {
    for (const stream of this.#streams) stream.reset();
    await this.stop();
    this.transports.detachAll();
  }

  async #serve(socket: Socket): Promise<void> {
    const stream = new ClientStream(socket);
    if (this.#hang) stream.hold(this.#hang.over);
    this.#streams.add(stream);
    stream.onClose(() => this.#streams.delete(stream));
    try {
      await this.#converse(stream);
      stream.end();
    } catch (error) {
      stream.destroy();
      if (!(error instanceof StreamEnded)) throw error;
    }
  }

  /** Requests on one connection, until one of them ends it or takes it over. */
  async #converse(stream: ClientStream): Promise<void> {
    let chosen: Transport | null = null;
    for (;;) {
      const request = await readRequest(stream);
      if (request === null) return;
      if (!request.startsWith('host')) return await this.#openService(stream, chosen, request);
      const parsed = parseHost(request, chosen);
      if (!parsed) return await stream.write(failure('unknown host service'));
      const change = parseTransportSwitch(parsed.service);
      if (!change) return await this.#answer(stream, parsed);
      const { transport, error } = select(this.transports, change.selector);
      if (!transport) return await stream.write(failure(error));
      chosen = transport;
      await stream.write(change.withId ? Buffer.concat([Buffer.from(OKAY), idBytes(transport.id)]) : OKAY);
    }
  }

  async #answer(stream: ClientStream, parsed: { service: string; selector: Selector }): Promise<void> {
    if (parsed.service === 'kill') {
      await stream.write(OKAY);
      this.#options.onKill();
      return;
    }
    const tracker = /^track-devices(-l)?$/.exec(parsed.service);
    if (tracker) return await this.#track(stream, tracker[1] !== undefined);
    if (await waitFor(this.transports, stream, parsed)) return;
    const answer = answerHost({ server: this, stream, ...parsed });
    await stream.write((await answer) ?? failure('unknown host service'));
  }

  /** The whole list at once and after each change, until the client writes something or goes. */
  async #track(stream: ClientStream, long: boolean): Promise<void> {
    const send = (): void => void stream.write(counted(this.transports.describe(long))).catch(() => {});
    await stream.write(OKAY);
    send();
    const stopTracking = this.transports.onChange(send);
    try {
      await stream.some();
    } finally {
      stopTracking();
    }
  }

  async #openService(stream: ClientStream, transport: Transport | null, service: string): Promise<void> {
    if (!transport) return await stream.write(failure('device offline (no transport)'));
    if (this.transports.byId(transport.id) !== transport || transport.state !== 'device') {
      return await stream.write(failure('device offline (transport offline)'));
    }
    transport.streams.add(stream);
    stream.onClose(() => transport.streams.delete(stream));
    await transport.silence?.over;
    await openService(transport.machine, stream, service);
  }
}

function idBytes(id: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(id));
  return bytes;
}

/** The ADB server's socket, byte by byte. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

export class Wire {
  readonly socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #isOver = false;
  #wake: (() => void) | null = null;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake?.();
    });
    for (const event of ['close', 'error']) {
      socket.on(event, () => {
        this.#isOver = true;
        this.#wake?.();
      });
    }
  }

  /** How much has come and was not asked for. */
  get receivedBytes(): number {
    return this.#received.length;
  }

  /** Sends one request with its length before it. */
  request(text: string): this {
    return this.send(`${Buffer.byteLength(text).toString(16).padStart(4, '0')}${text}`);
  }

  send(data: Buffer | string): this {
    this.socket.write(data);
    return this;
  }

  /** Exactly that many bytes. */
  async bytes(count: number): Promise<Buffer> {
    while (this.#received.length < count) {
      if (this.#isOver) throw new Error(`closed after ${this.#received.length} of ${count} bytes: ${this.#received}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const taken = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return taken;
  }

  async text(count: number): Promise<string> {
    return (await this.bytes(count)).toString();
  }

  /** A text with its length before it. */
  async counted(): Promise<string> {
    return await this.text(Number.parseInt(await this.text(4), 16));
  }

  /** Everything up to the end of the connection. */
  async rest(): Promise<Buffer> {
    while (!this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const rest = this.#received;
    this.#received = Buffer.alloc(0);
    return rest;
  }
}

export async function openWire(t: TestContext, port: number): Promise<Wire> {
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  return new Wire(socket);
}

/** All that the server answers to one request before it closes. */
export async function ask(t: TestContext, port: number, request: string): Promise<string> {
  return (await (await openWire(t, port)).request(request).rest()).toString();
}

/** A connection to a service of a phone, its OKAY read. */
export async function openDeviceService(
  t: TestContext,
  port: number,
  { serial, service }: { serial: string; service: string },
): Promise<Wire> {
  const wire = await openWire(t, port);
  for (const request of [`host:transport:${serial}`, service]) {
    const status = await wire.request(request).text(4);
    if (status !== 'OKAY') throw new Error(`${request}: ${status}${await wire.rest()}`);
  }
  return wire;
}

/** The rack: simulated phones behind an ADB server on loopback. This is the one place where its halves meet. */
import { AdbServer } from './adb/server.ts';
import { startControl } from './control/control.ts';
import { createFront } from './front/front.ts';
import { createLedger } from './front/ledger.ts';
import { Profiles } from './front/profiles.ts';
import { createRandom, createTime } from './kit.ts';
import { SimulatedPhone } from './rack-phone.ts';
import type { Control, Rack, RackOptions, RackPhone } from './rack-types.ts';

export type {
  Control,
  CreateFront,
  FrontOptions,
  Post,
  PostLedger,
  Rack,
  RackFront,
  RackOptions,
  RackPhone,
} from './rack-types.ts';

/** What a server is away for at the least when it restarts, so that clients see it gone. */
const SEEN_AWAY_MS = 50;

/**
 * Starts phones, ADB server and control API, all on 127.0.0.1.
 * @throws Error when a port is taken or an override makes no sense; then nothing is left running.
 */
export async function startRack(options: RackOptions): Promise<Rack> {
  const rack = new RunningRack(options);
  try {
    await rack.start();
  } catch (error) {
    await rack.stop();
    throw error;
  }
  return rack;
}

class RunningRack implements Rack {
  readonly pace: Rack['pace'];
  readonly random: Rack['random'];
  readonly time: Rack['time'];
  readonly #profiles = new Profiles();
  readonly posts = createLedger(() => this.#profiles.clear());
  readonly phones: readonly RackPhone[];
  readonly #options: RackOptions;
  readonly #bySerial: ReadonlyMap<string, SimulatedPhone>;
  readonly #server: AdbServer;
  #control: Control | null = null;
  #stopping: Promise<void> | null = null;
  #hangTimer: NodeJS.Timeout | undefined;

  constructor(options: RackOptions) {
    if (!Number.isInteger(options.phones) || options.phones < 0)
      throw new Error('phones: give a whole number, 0 for a server without phones');
    this.#options = options;
    this.pace = options.pace;
    this.random = createRandom(options.seed);
    this.time = options.time ?? createTime(options.pace);
    this.#server = new AdbServer({
      onReconnect: (serial) => this.#bySerial.get(serial)?.reconnect(),
      onKill: () => void setImmediate(() => void this.#comeBack()),
    });
    const phones = Array.from({ length: options.phones }, (_, index) => this.#makePhone(index));
    this.phones = phones;
    this.#bySerial = new Map(phones.map((phone) => [phone.serial, phone]));
    if (this.#bySerial.size < phones.length) throw new Error('phoneOverrides: two phones have the same serial');
  }

  get adbPort(): number {
    return this.#server.port;
  }

  get controlPort(): number {
    return this.#control?.port ?? 0;
  }

  phone(serial: string): RackPhone | null {
    return this.#bySerial.get(serial) ?? null;
  }

  async start(): Promise<void> {
    await this.#server.start(this.#options.adbPort);
    if (this.#options.control === false) return;
    this.#control = await startControl(this, this.#options.controlPort);
  }

  async restartAdb(): Promise<void> {
    const port = this.adbPort;
    await this.#server.kill();
    await this.time.wait(SEEN_AWAY_MS, { always: true });
    if (this.#stopping) return;
    await this.#server.start(port);
    this.#findPhones();
  }

  /** What a server does that has just been started, in whatever order the phones answer it. */
  #findPhones(): void {
    const drawn = [...this.#bySerial.values()].map((phone) => ({ phone, place: this.random.next() }));
    for (const { phone } of drawn.sort((a, b) => a.place - b.place)) phone.reconnect();
  }

  hangAdb(forMs?: number): void {
    clearTimeout(this.#hangTimer);
    this.#server.hang();
    if (forMs !== undefined) this.#hangTimer = setTimeout(() => this.#server.answerAgain(), forMs).unref();
  }

  unhangAdb(): void {
    clearTimeout(this.#hangTimer);
    this.#server.answerAgain();
  }

  /** After `adb kill-server`: back on the port as soon as nobody else, such as the client's own server, holds it. */
  async #comeBack(): Promise<void> {
    const port = this.adbPort;
    await this.#server.stop();
    this.#server.transports.detachAll();
    while (!this.#stopping) {
      await this.time.wait(SEEN_AWAY_MS, { always: true });
      const error = await this.#server.start(port).catch((reason: NodeJS.ErrnoException) => reason);
      if (!error) break;
      if (error.code !== 'EADDRINUSE') throw error;
    }
    if (this.#stopping) await this.#server.stop();
    else this.#findPhones();
  }

  async stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    await this.#stopping;
  }

  async #stop(): Promise<void> {
    for (const { faults } of this.phones) faults.stop();
    clearTimeout(this.#hangTimer);
    await this.#control?.stop();
    await this.#server.stop();
  }

  #makePhone(index: number): SimulatedPhone {
    return new SimulatedPhone({
      index,
      rack: this.#options,
      time: this.time,
      transports: this.#server.transports,
      posts: this.posts,
      profiles: this.#profiles,
      createFront: this.#options.createFront ?? createFront,
    });
  }
}

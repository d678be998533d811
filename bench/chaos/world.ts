import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, statfs, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceList } from '../../src/contract/types.ts';
import { inRoot } from '../../tools/root.ts';
import { call, type PhoneNow, RackControl } from './api.ts';
import { ChaosProcess } from './process.ts';

const MAIN = inRoot('src', 'main.ts');
const RELAY = inRoot('bench', 'chaos', 'relay.ts');
const POLL_MS = 50;
const PHONES_WITHIN_MS = 90_000;
/** Of the mounted disk: what the database and its log take, and what each post does. */
const DISK_BASE_BYTES = 400 * 2 ** 20;
const DISK_BYTES_PER_POST = 2 ** 20;
/** A half-hour in a minute: later looks for posts of which nobody knows are over within a run. */
const RECONCILE_MINUTES = 1;
/** The disk is small: what is kept free of it is, too. */
const FREE_DISK_MIB = 64;
const FILLER = 'filler';
/** Written in such pieces until nothing more goes in. */
const FILLER_CHUNK_BYTES = 2 ** 20;

export interface WorldOptions {
  readonly phones: number;
  readonly posts: number;
  readonly seed: number;
  /** Instead of an embedded PostgreSQL in the data directory. */
  readonly databaseUrl?: string;
  /** Whether the data directory gets a small disk of its own; needs root on Linux. */
  readonly wantsDisk: boolean;
  /** Twice as long at least as any upload takes that comes late. */
  readonly reconcileMinutes?: number;
}

/** The rack, something in an ADB server's place, and a server with its data directory: each a process that can be killed. */
export class World {
  readonly directory: string;
  readonly logs: string;
  readonly media: string;
  readonly dataDir: string;
  readonly hasDisk: boolean;
  readonly serials: readonly string[];
  readonly rack: RackControl;
  /** As they were at the begin. */
  readonly phones: readonly PhoneNow[];
  readonly #options: WorldOptions;
  readonly #rackProcess: ChaosProcess;
  readonly #rackPort: number;
  #relay: ChaosProcess | null = null;
  #relayPort = 0;
  #server: ChaosProcess | null = null;
  #port = 0;
  #lentUrl: string | null = null;
  #started = 0;

  private constructor(options: WorldOptions, made: Made) {
    this.#options = options;
    this.directory = made.directory;
    this.logs = join(made.directory, 'logs');
    this.media = join(made.directory, 'media');
    this.dataDir = join(made.directory, 'data');
    this.hasDisk = made.hasDisk;
    this.rack = made.rack;
    this.phones = made.phones;
    this.serials = made.phones.map(({ serial }) => serial);
    this.#rackProcess = made.rackProcess;
    this.#rackPort = made.rackPort;
  }

  static async open(options: WorldOptions): Promise<World> {
    const directory = await mkdtemp(join(tmpdir(), 'postwright-chaos-'));
    for (const name of ['logs', 'media', 'data']) await mkdir(join(directory, name));
    const hasDisk = options.wantsDisk && mountDisk(join(directory, 'data'), options.posts);
    const args = ['rack', '--phones', String(options.phones), '--pace', 'instant', '--seed', String(options.seed)];
    const rackProcess = new ChaosProcess({
      name: 'rack',
      args: [MAIN, ...args, '--adb-port', '0', '--control-port', '0'],
      cwd: directory,
      logs: join(directory, 'logs'),
    });
    const rackPort = Number(await rackProcess.says(/ADB server +127\.0\.0\.1:(\d+)/));
    const rack = new RackControl(Number(await rackProcess.says(/Control +http:\/\/127\.0\.0\.1:(\d+)/)));
    const phones = await rack.phones();
    const world = new World(options, { directory, hasDisk, rackProcess, rackPort, rack, phones });
    await world.startAdb();
    return world;
  }

  /** Of the server that is meant to be there. */
  get url(): string {
    return this.#lentUrl ?? `http://127.0.0.1:${this.#port}`;
  }

  /** Has clients ask another server for the time of `work`. */
  async lendUrl(url: string, work: () => Promise<void>): Promise<void> {
    this.#lentUrl = url;
    try {
      await work();
    } finally {
      this.#lentUrl = null;
    }
  }

  get server(): ChaosProcess {
    if (this.#server === null) throw new Error('No server was started');
    return this.#server;
  }

  get isServing(): boolean {
    return this.#server !== null && this.#server.end === null;
  }

  async startAdb(): Promise<void> {
    if (this.#relay !== null && this.#relay.end === null) return;
    const args = [RELAY, String(this.#relayPort), String(this.#rackPort)];
    this.#relay = new ChaosProcess({ name: 'adb', args, cwd: this.directory, logs: this.logs });
    this.#relayPort = Number(await this.#relay.says(/listens on (\d+)/));
  }

  async killAdb(): Promise<void> {
    await this.#relay?.kill();
  }

  /** Starts the server, armed with a crash point if one is named. @returns null when it ended before it was ready. */
  async startServer(arm?: string): Promise<ChaosProcess | null> {
    this.#server = this.#launch({
      dataDir: this.dataDir,
      port: this.#port,
      arm,
      databaseUrl: this.#options.databaseUrl,
    });
    const url = await this.#server.says(/listens on (http:\S+)/);
    if (url === null) return null;
    this.#port = Number(new URL(url).port);
    return this.#server;
  }

  /** Another one: on this directory, or on one of its own that shares the database and the media. */
  async startSecond(place: 'same directory' | 'same database'): Promise<{ process: ChaosProcess; url: string | null }> {
    let dataDir = this.dataDir;
    let { databaseUrl } = this.#options;
    if (place === 'same database') {
      dataDir = join(this.directory, `data-${this.#started}`);
      await mkdir(dataDir);
      await symlink(join(this.dataDir, 'materials'), join(dataDir, 'materials'));
      databaseUrl ??= await this.#embeddedUrl();
    }
    const process = this.#launch({ dataDir, port: 0, databaseUrl });
    return { process, url: await process.says(/listens on (http:\S+)/) };
  }

  /** @returns the process id of the embedded PostgreSQL. */
  async postmaster(): Promise<number> {
    return Number((await this.#postmasterFile())[0]);
  }

  async fillDisk(): Promise<void> {
    const chunk = Buffer.alloc(FILLER_CHUNK_BYTES);
    const path = join(this.dataDir, FILLER);
    for (let bytes = FILLER_CHUNK_BYTES; bytes >= 512; bytes /= 2) {
      const piece = chunk.subarray(0, bytes);
      while (
        await writeFile(path, piece, { flag: 'a' }).then(
          () => true,
          () => false,
        )
      );
    }
  }

  async freeDisk(): Promise<void> {
    await rm(join(this.dataDir, FILLER), { force: true });
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.dataDir);
    return bavail * bsize;
  }

  /** Waits until the server has met every phone. */
  async untilPhonesKnown(): Promise<void> {
    const deadline = performance.now() + PHONES_WITHIN_MS;
    for (;;) {
      const answer = await call<DeviceList>(this.url, 'GET', '/api/v1/device');
      const met = answer?.data?.devices?.filter(({ online }) => online).length;
      if (met === this.serials.length) return;
      if (performance.now() > deadline) throw new Error(`The server has met ${met} of ${this.serials.length} phones`);
      await sleep(POLL_MS);
    }
  }

  async close(options: { readonly keep: boolean }): Promise<void> {
    await this.#server?.stop();
    // A PostgreSQL whose server was killed last is stopped by the next start; here there is none.
    const left = this.#options.databaseUrl === undefined ? await this.postmaster().catch(() => 0) : 0;
    if (left > 0) await stopPostmaster(left);
    await this.#relay?.stop();
    await this.#rackProcess.stop();
    if (this.hasDisk) spawnSync('umount', ['--lazy', this.dataDir]);
    if (!options.keep) await rm(this.directory, { recursive: true, force: true });
  }

  #launch(options: {
    readonly dataDir: string;
    readonly port: number;
    readonly arm?: string | undefined;
    readonly databaseUrl?: string | undefined;
  }): ChaosProcess {
    const { dataDir, port, arm, databaseUrl } = options;
    this.#started += 1;
    const flags = {
      port: String(port),
      'data-dir': dataDir,
      adb: `127.0.0.1:${this.#relayPort}`,
      'material-roots': this.media,
      'log-level': 'warn',
      'reconcile-minutes': String(this.#options.reconcileMinutes ?? RECONCILE_MINUTES),
      ...(this.hasDisk ? { 'free-disk-mib': String(FREE_DISK_MIB) } : {}),
      ...(databaseUrl === undefined ? {} : { 'database-url': databaseUrl }),
    };
    return new ChaosProcess({
      name: `server-${this.#started}`,
      args: [MAIN, 'serve', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])],
      cwd: this.directory,
      logs: this.logs,
      ...(arm === undefined ? {} : { env: { POSTWRIGHT_CRASH_POINT: arm } }),
    });
  }

  async #postmasterFile(): Promise<readonly string[]> {
    return (await readFile(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  }

  async #embeddedUrl(): Promise<string> {
    const [, , , port, socketDirectory = ''] = await this.#postmasterFile();
    return `postgresql:///postgres?host=${encodeURIComponent(socketDirectory)}&port=${port}&user=postwright`;
  }
}

interface Made {
  readonly directory: string;
  readonly hasDisk: boolean;
  readonly rackProcess: ChaosProcess;
  readonly rackPort: number;
  readonly rack: RackControl;
  readonly phones: readonly PhoneNow[];
}

function mountDisk(path: string, posts: number): boolean {
  mkdirSync(path, { recursive: true });
  const bytes = DISK_BASE_BYTES + posts * DISK_BYTES_PER_POST;
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0755`, 'tmpfs', path]);
  return status === 0;
}

async function stopPostmaster(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
    for (let waits = 0; waits < 200; waits += 1) {
      process.kill(pid, 0);
      await sleep(POLL_MS);
    }
    process.kill(pid, 'SIGQUIT');
  } catch {
    // It has ended.
  }
}

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { Accounts } from '../../src/accounts/accounts.ts';
import { matchAccounts, type SignedInReader } from '../../src/accounts/match.ts';
import { DiskWatch } from '../../src/app/disk-watch.ts';
import { PhoneCare } from '../../src/care/care.ts';
import { Controls } from '../../src/care/control.ts';
import { Retirements } from '../../src/care/retirements.ts';
import { careTiming } from '../../src/care/timing.ts';
import { type ConfigSources, describeConfig, readSettings } from '../../src/config.ts';
import { DeviceTracker } from '../../src/devices/tracker.ts';
import { PostwrightError } from '../../src/errors.ts';
import { EventBus, type FactName, type Facts } from '../../src/events/bus.ts';
import { RecentFacts } from '../../src/events/recent-facts.ts';
import type { HttpParts } from '../../src/http/parts.ts';
import { buildHttp } from '../../src/http/server.ts';
import { Sessions } from '../../src/http/session.ts';
import type { Clock } from '../../src/kit/clock.ts';
import type { Log } from '../../src/kit/log.ts';
import { makeIssuerKeys } from '../../src/license/keys.ts';
import { Licensing } from '../../src/license/licensing.ts';
import { issueLicense, type License } from '../../src/license/token.ts';
import { MaterialFolders } from '../../src/materials/folders.ts';
import { buildMaterials } from '../../src/materials/materials.ts';
import { sweepFiles } from '../../src/materials/sweep.ts';
import { Holds } from '../../src/queue/holds.ts';
import { JobQueue } from '../../src/queue/queue.ts';
import { LivePictures } from '../../src/screen/live-pictures.ts';
import { ScreenPool } from '../../src/screen/pool.ts';
import { CustomScripts } from '../../src/scripts/custom/custom-scripts.ts';
import { isDatabaseAway } from '../../src/storage/away.ts';
import { type Db, openDatabase } from '../../src/storage/database.ts';
import { saveDevice } from '../../src/storage/devices.ts';
import { databaseIdentity } from '../../src/storage/retention.ts';
import { EvidenceStore } from '../../src/tasks/evidence.ts';
import { Preflights } from '../../src/tasks/preflight/preflights.ts';
import { Retention } from '../../src/tasks/retention.ts';
import { RunningAttempts } from '../../src/tasks/running.ts';
import { freshDatabase } from '../support/database.ts';
import { type PostgresWire, postgresWire } from '../support/postgres-wire.ts';
import { type Answer, type CallOptions, call } from './call.ts';

export const MEDIA = join(import.meta.dirname, '..', '..', 'examples', 'media');
export const CLIP = join(MEDIA, 'clip.mp4');
export const PHOTOS = [1, 2, 3].map((number) => join(MEDIA, `photo-${number}.jpg`));

/** A clock that a test can put forward. It goes on by itself, as clocks do. */
export class TestClock implements Clock {
  #aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  /** As a clock that nobody sets tells it. */
  elapsedMs(): number {
    return performance.now() + this.#aheadMs;
  }

  /** As if it were `at` now. */
  set(at: string): void {
    this.#aheadMs = Date.parse(at) - Date.now();
  }

  advance(ms: number): void {
    this.#aheadMs += ms;
  }
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly details: Readonly<Record<string, unknown>>;
  readonly sentence: string;
}

/** Keeps every line, so that a test can look for one. */
function keepingLog(lines: LogLine[], bindings: Record<string, unknown> = {}): Log {
  const keep = (level: LogLine['level']) => (details: object, sentence: string) => {
    lines.push({ level, details: { ...bindings, ...details }, sentence });
  };
  return {
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    child: (more) => keepingLog(lines, { ...bindings, ...more }),
  };
}

export interface WorldOptions {
  readonly apiKey?: string;
  readonly allowedHosts?: readonly string[];
  readonly timeZone?: string;
  /** How long an account is not given the same files again; left out, it is at once. */
  readonly duplicateWithinMs?: number;
  /** What is to be kept free on the disk; nothing when left out. */
  readonly reserveBytes?: number;
  /** How long finished tasks are kept, and how much room evidence may take; for ever and any when left out. */
  readonly keepMs?: number;
  readonly budgetBytes?: number;
  /** What random draws give, over and over. */
  readonly draws?: readonly number[];
  /** Phones that were seen; PHONE1 to PHONE3 when left out. */
  readonly serials?: readonly string[];
  /** Issued by an issuer that the server is configured with; without one, no licence is needed. */
  readonly license?: License;
  /** What GET /settings tells of; nothing but the defaults when left out. */
  readonly settings?: ConfigSources;
  /** What the console was built into; nothing when left out. */
  readonly consoleDirectory?: string;
  /** Lets the API reach its database by a wire that the test can break. */
  readonly byWire?: boolean;
}

/** What a test may set while the API runs. */
export interface Switches {
  unavailable: 'starting' | 'stopping' | null;
  /** What is read from the apps on a phone. */
  reader: SignedInReader;
  lastSuccessAt: { queuePoll: Date | null; adbRoundTrip: Date | null; databaseWrite: Date | null; disk: Date | null };
  /** Why the disk has no room. */
  shortage: string | null;
  /** Whether the data directory belongs to the database. */
  ownsFiles: boolean;
}

export interface World {
  /** What the API reaches its database by, if asked for. */
  readonly wire: PostgresWire | undefined;
  /** Where custom scripts are looked for. */
  readonly scriptsFolder: string;
  readonly db: Db;
  readonly queue: JobQueue;
  readonly clock: TestClock;
  readonly lines: LogLine[];
  readonly facts: { readonly name: FactName; readonly payload: unknown }[];
  readonly running: RunningAttempts;
  readonly holds: Holds;
  readonly evidence: EvidenceStore;
  readonly retention: Retention;
  readonly parts: HttpParts;
  readonly switches: Switches;
  readonly url: string;
  /** A folder of this world's own that media may come from. */
  readonly directory: string;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Creates tasks and expects it to work. */
  create(body: object): Promise<number[]>;
}

/** The whole API on a real port, over a real PostgreSQL, queue and material store; only the phones are missing. */
export async function openWorld(t: TestContext, options: WorldOptions = {}): Promise<World> {
  const fresh = await freshDatabase(t);
  const wire = options.byWire === true ? await postgresWire(t, fresh.url) : undefined;
  const databaseUrl = wire?.url ?? fresh.url;
  const db = wire === undefined ? fresh.db : openDatabase(databaseUrl);
  if (wire !== undefined) t.after(async () => await db.destroy());
  const directory = await mkdtemp(join(tmpdir(), 'postwright-http-'));
  t.after(async () => await rm(directory, { recursive: true, force: true }));
  const lines: LogLine[] = [];
  const log = keepingLog(lines);
  const queue = new JobQueue({ url: databaseUrl, log });
  await queue.start();
  t.after(async () => await queue.stop());
  const clock = new TestClock();
  const holds = new Holds();
  const disk = new DiskWatch({
    places: [{ holds: 'data', path: directory }],
    reserveBytes: options.reserveBytes ?? 0,
    holds,
    clock,
    log,
  });
  const materials = buildMaterials({
    db,
    clock,
    space: disk,
    directory: join(directory, 'media'),
    ffmpeg: 'postwright-test-no-ffmpeg',
    roots: [MEDIA, directory],
  });
  await materials.store.start();
  const { bus, facts } = keepingBus();
  const running = new RunningAttempts();
  const evidence = new EvidenceStore(join(directory, 'evidence'));
  const shutdown = new AbortController();
  const switches: Switches = {
    unavailable: null,
    reader: { read: async () => ({ current: null, all: [] }) },
    lastSuccessAt: { queuePoll: clock.now(), adbRoundTrip: clock.now(), databaseWrite: clock.now(), disk: clock.now() },
    shortage: null,
    ownsFiles: true,
  };
  const scriptsFolder = join(directory, 'scripts');
  const license = await licensing(options.license, directory, clock);
  const customScripts = new CustomScripts({ folder: scriptsFolder, androidDialogs: () => NO_DIALOGS });
  const preflights = new Preflights({
    db,
    bus,
    clock,
    log,
    reader: { read: async (...asked) => await switches.reader.read(...asked) },
    phone: () => undefined,
    troubleOf: () => null,
    supportOf: () => null,
    loadScript: (name) => customScripts.load(name),
    borrow: async (_serial, work, { signal }) => await work(signal),
  });
  t.after(async () => await preflights.stop());
  const pictures = new LivePictures({ phone: () => undefined, isBusy: () => false, shutdown: shutdown.signal });
  t.after(async () => await pictures.stop());
  const away = (serial: string): PostwrightError => new PostwrightError('STATE_CONFLICT', `${serial} is not online.`);
  const screens = new ScreenPool(async () => assert.fail('There are no phones here.'));
  const control = new Controls({
    clock,
    holds,
    pictures,
    screens,
    phone: () => assert.fail('There are no phones here.'),
    runningTask: () => undefined,
    note: (serial, event, message) => care.note(serial, event, message),
    borrow: async (serial) => {
      throw away(serial);
    },
  });
  t.after(async () => await control.stop());
  const retirements = new Retirements({ db, bus, clock, holds, queue });
  await retirements.start();
  const care: PhoneCare = new PhoneCare({
    db,
    bus,
    clock,
    log,
    holds,
    tracker: new DeviceTracker({ adb: '127.0.0.1:1', events: bus, log }),
    screens,
    borrow: async (serial) => {
      throw away(serial);
    },
    timing: careTiming(10_000),
    rebootPhones: false,
  });
  await care.start();
  t.after(async () => await care.stop());
  const retention = new Retention({
    db,
    bus,
    clock,
    log,
    evidence,
    materials: {
      discard: async (material) => await materials.store.discard(material),
      forgetUploads: async () => await materials.uploads.forgetOld(),
      sweep: async (before, signal) => await sweepFiles(materials.store, db, { before, signal }),
    },
    keepMs: options.keepMs ?? 0,
    budgetBytes: options.budgetBytes ?? 0,
    ownsFiles: async () => switches.ownsFiles,
  });
  const { config, origins } = readSettings({ env: {}, cwd: directory, ...options.settings });
  const settings = describeConfig(config, origins);
  const parts: HttpParts = {
    log,
    clock,
    access: { apiKey: options.apiKey ?? null, allowedHosts: options.allowedHosts ?? [] },
    sessions: new Sessions({ secret: randomBytes(32), apiKey: options.apiKey ?? null, clock }),
    consoleDirectory: options.consoleDirectory ?? join(directory, 'no-console'),
    tasks: {
      db,
      bus,
      clock,
      queue,
      running,
      serverId: 'here',
      materials: materials.store,
      folders: new MaterialFolders({ store: materials.store, roots: [MEDIA, directory] }),
      log,
      random: drawing(options.draws ?? [0]),
      timeZone: options.timeZone ?? 'UTC',
      reconcileMs: 30 * 60_000,
      duplicateWithinMs: options.duplicateWithinMs ?? 0,
      shutdown: shutdown.signal,
      license,
      scripts: customScripts,
      removeEvidence: async (taskIds) => await evidence.removeOf(taskIds),
    },
    devices: {
      db,
      clock,
      heldBack: (serial) => holds.on(serial),
      health: (serial) => care.healthOf(serial),
      battery: (serial) => care.batteryOf(serial),
      control: (serial) => control.of(serial),
      incident: () => care.incident(),
    },
    care,
    events: new RecentFacts({ bus, clock }),
    control,
    pictures,
    use: {
      apps: async (serial) => {
        throw away(serial);
      },
      retire: async (serial, reason) => await retirements.retire(serial, reason),
      restore: async (serial) => await retirements.restore(serial),
      replace: async (serial, wish) => await retirements.replace(serial, wish),
    },
    identify: async (serial) => {
      throw away(serial);
    },
    materials,
    accounts: new Accounts({ db, clock }),
    probes: {
      queuePoll: probe(() => switches.lastSuccessAt.queuePoll),
      adbRoundTrip: probe(() => switches.lastSuccessAt.adbRoundTrip),
      databaseWrite: probe(() => switches.lastSuccessAt.databaseWrite),
      disk: {
        ...probe(() => switches.lastSuccessAt.disk),
        isDown: () => switches.shortage !== null,
        trouble: () => switches.shortage,
      },
    },
    status: {
      db,
      clock,
      timeZone: options.timeZone ?? 'UTC',
      server: { id: 'server-of-this-test', host: 'here:1', startedAt: clock.now() },
      database: { embedded: false, lastWriteAt: () => switches.lastSuccessAt.databaseWrite },
      holds: () => holds.list(),
      incident: () => care.incident(),
      disk: () => disk.status(),
      retention: async () => await retention.status(),
    },
    license,
    settings: { inForce: () => settings, instanceId: async () => await databaseIdentity(db) },
    evidenceDirectory: evidence.directory,
    unavailable: () => switches.unavailable,
    isDatabaseAway,
    preflight: async (taskId) => await preflights.run(taskId),
    matchAccounts: async (serial, signal) =>
      await matchAccounts({ db, clock, reader: switches.reader }, serial, signal),
  };
  for (const serial of options.serials ?? ['PHONE1', 'PHONE2', 'PHONE3']) await seeDevice(db, serial);
  const app = buildHttp(parts);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  t.after(async () => await app.close());
  const world: World = {
    wire,
    scriptsFolder,
    db: fresh.db,
    queue,
    clock,
    lines,
    facts,
    running,
    holds,
    evidence,
    retention,
    parts,
    switches,
    url,
    directory,
    call: async (method, path, callOptions) => await call(url, method, path, callOptions),
    create: async (body) => {
      const { code, data, message } = await world.call('POST', '/api/v1/task', { json: body });
      if (code !== 0) throw new Error(`${code}: ${message}`);
      return (data as { task_ids: number[] }).task_ids;
    },
  };
  return world;
}

async function licensing(license: License | undefined, dataDir: string, clock: Clock): Promise<Licensing> {
  if (license === undefined) return await Licensing.open({ license: null, licenseIssuer: null, dataDir, clock });
  const keys = await makeIssuerKeys();
  const token = await issueLicense(license, keys);
  return await Licensing.open({ license: token, licenseIssuer: keys.publicKey, dataDir, clock });
}

const NO_DIALOGS = Object.freeze([]);
const PROBE_MAX_AGE_MS = 10_000;

function probe(lastSuccessAt: () => Date | null) {
  return { lastSuccessAt, maxAgeMs: PROBE_MAX_AGE_MS };
}

function drawing(draws: readonly number[]): () => number {
  let next = 0;
  return () => draws[next++ % draws.length] ?? 0;
}

function keepingBus() {
  const bus = new EventBus((error) => {
    throw error;
  });
  const facts: { name: FactName; payload: unknown }[] = [];
  for (const name of ['task.created', 'task.changed', 'task.preflight', 'task.deleted'] as const) {
    bus.on(name, (payload: Facts[typeof name]) => facts.push({ name, payload }));
  }
  return { bus, facts };
}

export async function seeDevice(db: Db, serial: string, state = 'device'): Promise<void> {
  await saveDevice(db, { serial, state, model: 'Pixel 7', androidVersion: '13', sdk: 33, seenAt: new Date() });
}

export interface AccountWish {
  readonly platform: 'tiktok' | 'instagram';
  readonly username: string;
  readonly serial: string | null;
  readonly enabled?: boolean;
}

export async function addAccounts(world: World, wishes: readonly AccountWish[]): Promise<void> {
  for (const wish of wishes) await world.parts.accounts.create(wish);
}

/** A request that works: one video on PHONE1. */
export function videoRequest(changes: object = {}, config: object = {}): object {
  return {
    serials: ['PHONE1'],
    script_name: 'post',
    script_config: { captions: 'Mira mi nuevo video #viral', material_list: [CLIP], ...config },
    ...changes,
  };
}

/** The parts list: where the rooms meet. Nothing here is opened or started. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Accounts } from '../accounts/accounts.ts';
import { matchAccounts, type SignedInReader } from '../accounts/match.ts';
import { PhoneCare } from '../care/care.ts';
import { Controls } from '../care/control.ts';
import { Identifier } from '../care/identify.ts';
import { appsOf } from '../care/phone-apps.ts';
import { Retirements } from '../care/retirements.ts';
import { careTiming } from '../care/timing.ts';
import type { Origins } from '../config/in-force.ts';
import { type Config, describeConfig } from '../config.ts';
import { DeviceTracker } from '../devices/tracker.ts';
import { PostwrightError } from '../errors.ts';
import { EventBus } from '../events/bus.ts';
import { RecentFacts } from '../events/recent-facts.ts';
import { buildHttp } from '../http/server.ts';
import { Sessions } from '../http/session.ts';
import { BYTES_PER_MIB } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { packageRoot } from '../kit/package.ts';
import type { Licensing } from '../license/licensing.ts';
import { MaterialFolders } from '../materials/folders.ts';
import { buildMaterials } from '../materials/materials.ts';
import { sweepFiles } from '../materials/sweep.ts';
import { Holds } from '../queue/holds.ts';
import { Lanes } from '../queue/lanes.ts';
import { JobQueue } from '../queue/queue.ts';
import { LivePictures } from '../screen/live-pictures.ts';
import { ScreenPool } from '../screen/pool.ts';
import { RelookingScreen } from '../screen/relooking-screen.ts';
import { openScreen } from '../screen/uia2-screen.ts';
import { createScripts } from '../scripts/registry.ts';
import { isDatabaseAway } from '../storage/away.ts';
import { nextLookDueAt } from '../storage/reconcile.ts';
import { databaseIdentity } from '../storage/retention.ts';
import { nextDueAt } from '../storage/tasks.ts';
import { EvidenceStore } from '../tasks/evidence.ts';
import { Leases } from '../tasks/leases.ts';
import { Overdue } from '../tasks/overdue.ts';
import { Preflights } from '../tasks/preflight/preflights.ts';
import { Reconciler } from '../tasks/reconcile.ts';
import { Recovery } from '../tasks/recover.ts';
import { Retention } from '../tasks/retention.ts';
import { TaskRunner } from '../tasks/run.ts';
import { RunningAttempts } from '../tasks/running.ts';
import type { OpenedDatabase } from './database.ts';
import { DeviceRegister } from './device-register.ts';
import { DiskWatch } from './disk-watch.ts';
import { FactRelay } from './fact-relay.ts';
import { Heartbeat } from './heartbeat.ts';
import { ownsFiles } from './own-files.ts';
import { probesOf } from './probes.ts';

/** What `npm run build` makes of web/. */
const CONSOLE_DIRECTORY = join(packageRoot, 'dist', 'web');
const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 24 * 60 * MS_PER_MINUTE;
const BYTES_PER_GIB = 1024 * BYTES_PER_MIB;
/** Installing the UiAutomator2 server on a slow phone takes most of it. */
const OPEN_SCREEN_TIMEOUT_MS = 180_000;
const MS_PER_SECOND = 1_000;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;
/** How long match-accounts waits for a phone that is busy with a task. */
const BORROW_TIMEOUT_MS = 30_000;
/** A question takes a healthy phone well under a second. */
const ASK_PHONE_TIMEOUT_MS = 15_000;

/** What is open before there can be parts. */
export interface Foundation {
  readonly config: Config;
  readonly origins: Origins;
  readonly log: Log;
  /** Fires when the server ends for good. */
  readonly shutdown: AbortSignal;
  readonly database: OpenedDatabase;
  readonly licensing: Licensing;
  /** What the console's sessions are sealed with. */
  readonly sessionSecret: Uint8Array;
  /** Of this server, among all of the database. */
  readonly place: string;
}

/** The parts list. Nothing here does anything yet. */
export function buildParts({ config, origins, log, shutdown, database, licensing, sessionSecret, place }: Foundation) {
  const { db } = database;
  const clock = systemClock;
  const bus = new EventBus((error) => log.error({ err: error }, 'a listener to facts failed'));
  const events = new RecentFacts({ bus, clock });
  const server = { id: randomUUID(), host: place, pid: process.pid, startedAt: clock.now() };
  const serverId = server.id;
  const heartbeat = new Heartbeat({ db, server, clock, log });
  const relay = new FactRelay({ db, url: database.url, serverId, bus, events, clock, log });
  const holds = new Holds();
  const disk = new DiskWatch({
    places: [
      { holds: 'data', path: config.dataDir },
      ...(database.isEmbedded ? [{ holds: 'database' as const, path: join(config.dataDir, 'postgres') }] : []),
    ],
    reserveBytes: config.freeDiskMib * BYTES_PER_MIB,
    holds,
    clock,
    log,
  });
  const materials = buildMaterials({
    db,
    clock,
    space: disk,
    directory: join(config.dataDir, 'materials'),
    roots: config.materialRoots,
    ffmpeg: config.ffmpeg,
  });
  const evidence = new EvidenceStore(join(config.dataDir, 'evidence'), (err, file) =>
    log.warn({ err, ...file }, 'a file of evidence could not be kept'),
  );
  const queue = new JobQueue({ url: database.url, log });
  const adb = `${config.adb.host}:${config.adb.port}`;
  const tracker = new DeviceTracker({ adb, events: bus, log });
  const register = new DeviceRegister({ db, bus, tracker, clock, log, shutdown });
  const screens = new ScreenPool(
    async (phone, signal) => await openScreen(phone, { signal, timeoutMs: OPEN_SCREEN_TIMEOUT_MS }),
  );
  const scripts = createScripts({
    operatorFlows: join(config.dataDir, 'flows'),
    // Where that is on this machine is nothing for those who read errors over the API.
    operatorFlowsShown: 'data-dir/flows',
    customScripts: join(config.dataDir, 'scripts'),
    log,
  });
  const running = new RunningAttempts();
  const reconcileMs = config.reconcileMinutes * MS_PER_MINUTE;
  const settling = { db, bus, clock, queue, reconcileMs };
  const phone = (serial: string) => (tracker.get(serial)?.state === 'device' ? tracker.phone(serial) : undefined);
  const onStopRequested = (taskId: number): void => void running.stop(taskId, new PostwrightError('STOPPED'));
  const leases = new Leases({ db, clock, log, onStopRequested });
  const runner = new TaskRunner({
    ...settling,
    evidence,
    running,
    leases,
    serverId,
    log,
    shutdown,
    script: (name) => scripts.scriptOf(name),
    phone,
    answers: async (serial) => await care.answers(serial),
    openScreen: async (phone, signal, mayRepeat) => new RelookingScreen(await screens.open(phone, signal), mayRepeat),
    materialPath: (material) => materials.store.pathOf(material),
  });
  const care = new PhoneCare({
    ...settling,
    log,
    holds,
    tracker,
    screens,
    timing: careTiming(config.echoSeconds * MS_PER_SECOND),
    rebootPhones: config.rebootPhones,
    borrow: async (serial, work, limits) => await lanes.borrow(serial, work, limits),
  });
  const recovery = new Recovery({
    ...settling,
    runner,
    running,
    leases,
    serverId,
    place,
    log,
    elapsedMs: () => performance.now(),
    wake: (serial) => lanes.wake(serial),
  });
  const overdue = new Overdue({ db, bus, clock, log, overdueMs: config.overdueMinutes * MS_PER_MINUTE });
  const reconciler = new Reconciler({ ...settling, runner, serverId, log });
  const lanes: Lanes = new Lanes({
    queue,
    bus,
    holds,
    log,
    lookUpNext: async (serial, signal) => {
      const looked = (await recovery.lookUpNext(serial, signal)) || (await reconciler.lookNext(serial, signal));
      if (looked) overdue.served(serial);
      return looked;
    },
    runNext: async (serial, signal) => {
      await overdue.beforeClaim(serial);
      try {
        return await runner.runNext(serial, signal);
      } finally {
        overdue.served(serial);
      }
    },
    nextDueAt: async (serial) => earliest(await nextDueAt(db, serial), await nextLookDueAt(db, serial)),
    onLaneClosed: async (serial) => await screens.close(serial),
  });
  const pictures = new LivePictures({
    phone,
    isBusy: (serial) => lanes.runningTask(serial) !== undefined,
    shutdown,
  });
  const retirements = new Retirements({ ...settling, holds });
  const identifier = new Identifier({ phone: (serial) => tracker.phone(serial), shutdown });
  const controls = new Controls({
    clock,
    holds,
    screens,
    pictures,
    phone: (serial) => tracker.phone(serial),
    runningTask: (serial) => lanes.runningTask(serial),
    note: (serial, event, message) => care.note(serial, event, message),
    borrow: async (serial, work, limits) => await lanes.borrow(serial, work, limits),
  });
  const reader: SignedInReader = {
    read: async (serial, platform, signal) => {
      const screen = await screens.open(tracker.phone(serial), signal);
      return await scripts.readSignedInAccounts(screen, platform, signal);
    },
  };
  const preflights = new Preflights({
    db,
    bus,
    clock,
    log,
    reader,
    phone,
    troubleOf: (serial) => care.troubleOf(serial),
    supportOf: scripts.supportOf,
    loadScript: (name) => scripts.custom.load(name),
    borrow: async (serial, work, limits) => await lanes.borrow(serial, work, limits),
  });
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
    keepMs: config.keepDays * MS_PER_DAY,
    budgetBytes: config.keepGib * BYTES_PER_GIB,
    ownsFiles: async () => await ownsFiles(config.dataDir, await databaseIdentity(db)),
  });
  const service: { state: 'starting' | 'serving' | 'stopping' } = { state: 'starting' };
  const http = buildHttp({
    log,
    clock,
    access: { apiKey: config.apiKey, allowedHosts: config.allowedHosts },
    sessions: new Sessions({ secret: sessionSecret, apiKey: config.apiKey, clock }),
    consoleDirectory: CONSOLE_DIRECTORY,
    tasks: {
      ...settling,
      random: Math.random,
      materials: materials.store,
      folders: new MaterialFolders({ store: materials.store, roots: config.materialRoots }),
      scripts: scripts.custom,
      license: licensing,
      timeZone: config.timeZone,
      duplicateWithinMs: config.duplicateHours * MS_PER_HOUR,
      running,
      serverId,
      shutdown,
      log,
      removeEvidence: async (taskIds) => await evidence.removeOf(taskIds),
    },
    devices: {
      db,
      clock,
      heldBack: (serial) => holds.on(serial),
      health: (serial) => care.healthOf(serial),
      battery: (serial) => care.batteryOf(serial),
      control: (serial) => controls.of(serial),
      incident: () => care.incident(),
    },
    care,
    events,
    control: controls,
    pictures,
    use: {
      apps: async (serial) =>
        await appsOf(tracker.phone(serial), scripts, { signal: shutdown, timeoutMs: ASK_PHONE_TIMEOUT_MS }),
      retire: async (serial, reason) => await retirements.retire(serial, reason),
      restore: async (serial) => await retirements.restore(serial),
      replace: async (serial, wish) => await retirements.replace(serial, wish),
    },
    identify: async (serial, seconds) => await identifier.identify(serial, seconds),
    materials,
    accounts: new Accounts({ db, clock }),
    probes: probesOf({ queue, tracker, heartbeat, database, disk, adb }),
    status: {
      db,
      clock,
      timeZone: config.timeZone,
      server,
      database: { embedded: database.isEmbedded, lastWriteAt: () => heartbeat.lastWriteAt },
      holds: () => holds.list(),
      incident: () => care.incident(),
      disk: () => disk.status(),
      retention: async () => await retention.status(),
    },
    license: licensing,
    settings: {
      inForce: () => describeConfig(config, origins),
      instanceId: async () => await databaseIdentity(db),
    },
    evidenceDirectory: evidence.directory,
    unavailable: () => (service.state === 'serving' ? null : service.state),
    isDatabaseAway,
    preflight: async (taskId) => await preflights.run(taskId),
    matchAccounts: async (serial, signal) => {
      const limits = { signal, timeoutMs: BORROW_TIMEOUT_MS };
      return await lanes.borrow(
        serial,
        async (free) => await matchAccounts({ db, clock, reader }, serial, free),
        limits,
      );
    },
  });
  return {
    db,
    serverId,
    heartbeat,
    relay,
    disk,
    materials,
    queue,
    tracker,
    register,
    screens,
    leases,
    care,
    hands: { pictures, identifier, controls },
    retirements,
    recovery,
    lanes,
    preflights,
    retention,
    service,
    http,
  };
}

function earliest(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}

export type Parts = ReturnType<typeof buildParts>;

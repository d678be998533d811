/** Builds everything, and the order in which the parts start and stop. */
import { refuseUnfinishedRestore } from './app/backup/staging.ts';
import { openConfiguredDatabase } from './app/database.ts';
import { closeHttp } from './app/http-close.ts';
import { outageLog } from './app/outage-log.ts';
import { buildParts, type Parts } from './app/parts.ts';
import { namePlace } from './app/place.ts';
import { readSessionSecret } from './app/session-secret.ts';
import { StartStop } from './app/start-stop.ts';
import type { Origins } from './config/in-force.ts';
import type { Config } from './config.ts';
import { PostwrightError } from './errors.ts';
import { listen } from './http/listen.ts';
import { systemClock } from './kit/clock.ts';
import { crashPoint } from './kit/crash-points.ts';
import type { Log } from './kit/log.ts';
import { Licensing } from './license/licensing.ts';
import { isDatabaseAway } from './storage/away.ts';
import { lockDataDirectory } from './storage/data-directory.ts';
import { deleteServer } from './storage/servers.ts';

export interface App {
  /** Starts everything. A second call gets the first one's promise. @throws PostwrightError of kind `start`. */
  start(): Promise<{ readonly url: string }>;
  /** Stops everything, in the reverse order. May be called twice, and while `start` is still at work. */
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly config: Config;
  /** Who gave each setting its value, for those who ask the server. */
  readonly origins?: Origins;
  readonly log: Log;
  /** What a start that takes a while is doing, in a sentence for the terminal. */
  progress?(sentence: string): void;
}

/** Running attempts get this long to end by themselves before they are ended with SERVER_STOPPED. */
const LANES_GRACE_MS = 5_000;
/** After that, what still waits (for a database that is away, say) is left to be settled at the next start. */
const SHUTDOWN_AFTER_MS = 10_000;

/** Builds a server. Nothing is opened, started or listened on before `start`. */
export function buildApp(given: AppOptions): App {
  const options = { ...given, log: outageLog(given.log, isDatabaseAway) };
  const parts = new StartStop();
  const shutdown = new AbortController();
  const stop = async (): Promise<void> => {
    const timer = setTimeout(() => shutdown.abort(new PostwrightError('SERVER_STOPPED')), SHUTDOWN_AFTER_MS);
    try {
      await parts.stop();
    } finally {
      clearTimeout(timer);
      shutdown.abort(new PostwrightError('SERVER_STOPPED'));
    }
  };
  let started: Promise<{ readonly url: string }> | undefined;
  return {
    start: () => {
      started ??= startAll(options, { order: parts, shutdown: shutdown.signal }).catch(async (error: unknown) => {
        // Why it could not start matters more than what did not stop cleanly afterwards.
        await stop().catch((stopError: unknown) =>
          options.log.error({ err: stopError }, 'not all that had started was stopped'),
        );
        throw error;
      });
      return started;
    },
    stop,
  };
}

interface Life {
  readonly order: StartStop;
  /** Fires when the server ends for good. */
  readonly shutdown: AbortSignal;
}

async function startAll(options: AppOptions, life: Life): Promise<{ readonly url: string }> {
  const { config, origins = new Map(), log, progress } = options;
  const { order } = life;
  await order.opened(lockDataDirectory(config.dataDir), async (lock) => await lock.release());
  await refuseUnfinishedRestore(config.dataDir);
  const onProgress = (sentence: string): void => progress?.(sentence);
  const opening = openConfiguredDatabase({ config, log, signal: order.signal, onProgress });
  const database = await order.opened(opening, async (opened) => await opened.close());
  const { license, licenseIssuer, dataDir } = config;
  const place = await namePlace(dataDir);
  const licensing = await Licensing.open({ license, licenseIssuer, dataDir, clock: systemClock });
  const sessionSecret = await readSessionSecret(dataDir);
  return await startInOrder(
    buildParts({ config, origins, log, shutdown: life.shutdown, database, licensing, sessionSecret, place }),
    config,
    life,
  );
}

/** Nobody has a phone in hand any more, or looks at one. */
async function stopHands({ controls, identifier, pictures }: Parts['hands']): Promise<void> {
  await Promise.allSettled([controls.stop(), identifier.stop()]);
  await pictures.stop();
}

/** What is remembered here in this order is undone in the reverse one. */
async function startInOrder(
  parts: Parts,
  config: Config,
  { order, shutdown }: Life,
): Promise<{ readonly url: string }> {
  const { db, serverId, heartbeat, relay, materials, queue, tracker, register, screens, leases } = parts;
  const { recovery, care, hands, retirements, disk, lanes, preflights, retention, service, http } = parts;
  await order.start(disk);
  await materials.store.start();
  order.onStop(async () => await deleteServer(db, serverId));
  await order.start(heartbeat);
  await order.start(relay);
  await order.start(queue);
  await order.start(register);
  await order.start(leases);
  await order.start(recovery);
  await retirements.start();
  await order.start(care);
  // Lanes hear of phones before the first one is told of, and end before the tracker's stop calls all phones absent.
  lanes.start();
  await order.start({ start: async () => await tracker.start(shutdown), stop: async () => await tracker.stop() });
  order.onStop(async () => {
    await lanes.stop(LANES_GRACE_MS);
    crashPoint('stop.idle');
    await screens.closeAll();
  });
  // Before the lanes end: phones that are let go of are not ill.
  order.onStop(async () => await care.stop());
  // Before the care for phones ends, which writes down what was done.
  order.onStop(async () => await stopHands(hands));
  const url = await order.opened(
    listen(http, { host: config.host, port: config.port }),
    async () => await closeHttp(http),
  );
  // Stops before the API does: who waits for a look is told to come back.
  await order.start(preflights);
  await order.start(retention);
  order.onStop(async () => {
    service.state = 'stopping';
  });
  service.state = 'serving';
  return { url };
}

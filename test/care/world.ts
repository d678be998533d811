import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { DeviceRegister } from '../../src/app/device-register.ts';
import { type CareParts, PhoneCare } from '../../src/care/care.ts';
import { type CareTiming, careTiming } from '../../src/care/timing.ts';
import { DeviceTracker } from '../../src/devices/tracker.ts';
import { EventBus, type Facts } from '../../src/events/bus.ts';
import { systemClock } from '../../src/kit/clock.ts';
import { Holds } from '../../src/queue/holds.ts';
import { Lanes } from '../../src/queue/lanes.ts';
import { JobQueue } from '../../src/queue/queue.ts';
import { ScreenPool } from '../../src/screen/pool.ts';
import { openScreen } from '../../src/screen/uia2-screen.ts';
import { type Rack, type RackPhone, startRack } from '../../src/simulator/rack.ts';
import type { Db } from '../../src/storage/database.ts';
import { listDeviceEvents } from '../../src/storage/device-history.ts';
import { KeptLog } from '../queue/world.ts';
import { freshDatabase } from '../support/database.ts';
import { TEST_RACK, usedPhones } from '../support/rack.ts';

/** A healthy rack answers within milliseconds, also on a busy machine within this. */
export const QUICK: CareTiming = {
  ...careTiming(200),
  echoEveryMs: 200,
  retryEveryMs: 50,
  echoWithinMs: 700,
  reconnectWithinMs: 5_000,
  restartWithinMs: 60_000,
  rebootWithinMs: 20_000,
  reconnectBackoff: { baseMs: 100, maxMs: 400 },
  selfTestBackoff: { baseMs: 100, maxMs: 400 },
};

export interface CareWorld {
  readonly rack: Rack;
  readonly rackPhone: RackPhone;
  readonly db: Db;
  readonly bus: EventBus;
  readonly holds: Holds;
  readonly care: PhoneCare;
  readonly tracker: DeviceTracker;
  readonly borrow: CareParts['borrow'];
  readonly log: KeptLog;
  readonly health: Facts['device.health'][];
  /** Waits until a fact is true. */
  until(what: string, is: () => boolean | Promise<boolean>): Promise<void>;
  /** `event: message`, the oldest first. */
  history(serial?: string): Promise<readonly string[]>;
  /** Ends the care, and begins another over what is in the database. */
  restartCare(): Promise<PhoneCare>;
}

export interface CareOptions {
  readonly phones?: number;
  readonly timing?: Partial<CareTiming>;
  readonly rebootPhones?: boolean;
}

const SERIAL = 'RACK0001';
const FACT_TIMEOUT_MS = 60_000;
const POLL_MS = 10;

/** Phones of a rack with lanes that have no tasks, and those who care for them. */
export async function careWorld(t: TestContext, options: CareOptions = {}): Promise<CareWorld> {
  const { db, url } = await freshDatabase(t);
  const { phones = 1 } = options;
  const rack = await startRack({ ...TEST_RACK, phones, phoneOverrides: usedPhones(phones) });
  const log = new KeptLog();
  const bus = new EventBus((error) => {
    throw error;
  });
  const holds = new Holds();
  const tracker = new DeviceTracker({ adb: `127.0.0.1:${rack.adbPort}`, events: bus, log });
  const shutdown = new AbortController();
  const register = new DeviceRegister({ db, bus, tracker, clock: systemClock, log, shutdown: shutdown.signal });
  const screens = new ScreenPool(
    async (phone, signal) => await openScreen(phone, { signal, timeoutMs: FACT_TIMEOUT_MS }),
  );
  const queue = new JobQueue({ url, log });
  const lanes = new Lanes({
    queue,
    bus,
    holds,
    log,
    lookUpNext: async () => false,
    runNext: async () => false,
    nextDueAt: async () => undefined,
    onLaneClosed: async (serial) => await screens.close(serial),
  });
  const borrow: CareParts['borrow'] = async (serial, work, limits) => await lanes.borrow(serial, work, limits);
  const makeCare = (): PhoneCare =>
    new PhoneCare({
      db,
      bus,
      clock: systemClock,
      log,
      holds,
      tracker,
      screens,
      borrow,
      timing: { ...QUICK, ...options.timing },
      rebootPhones: options.rebootPhones ?? false,
    });
  let care = makeCare();
  const health: Facts['device.health'][] = [];
  bus.on('device.health', (fact) => health.push(fact));
  await queue.start();
  await register.start();
  await care.start();
  lanes.start();
  await tracker.start(shutdown.signal);
  t.after(async () => {
    await care.stop();
    await lanes.stop(0);
    await screens.closeAll();
    await tracker.stop();
    shutdown.abort(new Error('The test is over'));
    await register.stop();
    await queue.stop();
    await rack.stop();
  });
  const until: CareWorld['until'] = async (what, is) => {
    const deadline = Date.now() + FACT_TIMEOUT_MS;
    while (!(await is())) {
      if (Date.now() > deadline) throw new Error(`${what} did not come true: ${(await history()).join(' | ')}`);
      await sleep(POLL_MS);
    }
  };
  const history = async (serial = SERIAL): Promise<readonly string[]> =>
    (await listDeviceEvents(db, serial, 200)).map(({ event, message }) => `${event}: ${message}`).reverse();
  const world = {
    rack,
    rackPhone: rack.phone(SERIAL) as RackPhone,
    db,
    bus,
    holds,
    get care() {
      return care;
    },
    tracker,
    borrow,
    log,
    health,
    until,
    history,
    restartCare: async () => {
      await care.stop();
      care = makeCare();
      await care.start();
      return care;
    },
  };
  await until('all phones answer', () => rack.phones.every(({ serial }) => care.healthOf(serial).health === 'ok'));
  return world;
}

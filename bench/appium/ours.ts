/** The calls that Appium's driver is measured by, through our own `screen/`. */
import { DeviceTracker } from '../../src/devices/tracker.ts';
import { EventBus } from '../../src/events/bus.ts';
import type { Limits } from '../../src/kit/abort.ts';
import type { Log } from '../../src/kit/log.ts';
import { openScreen, type Screen, type UiNode } from '../../src/screen/screen.ts';
import { durationOf, measure } from '../kit/measure.ts';

const OPEN_TIMEOUT_MS = 60_000;
const CALL_TIMEOUT_MS = 10_000;
const PHONE_WITHIN_MS = 10_000;

/** Durations in milliseconds by the name of the call. */
export type Durations = Readonly<Record<string, readonly number[]>>;

export interface Measured {
  readonly serial: string;
  readonly adbPort: number;
  /** How many sessions are opened, and how often each call is made. */
  readonly sessions: number;
  readonly calls: number;
  /** The words on what is found and tapped. */
  readonly label: string;
}

const quietLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => quietLog };

/** Opens the phone's screen several times, and measures the calls in the last session. */
export async function measureOurs(order: Measured): Promise<Durations> {
  const events = new EventBus((error) => console.error(error));
  const plugged = Promise.withResolvers<void>();
  events.on('device.changed', ({ serial, state }) => {
    if (serial === order.serial && state === 'device') plugged.resolve();
  });
  const tracker = new DeviceTracker({ adb: `127.0.0.1:${order.adbPort}`, events, log: quietLog });
  const timer = setTimeout(() => plugged.reject(new Error(`${order.serial} was not seen`)), PHONE_WITHIN_MS);
  try {
    await tracker.start(new AbortController().signal);
    await plugged.promise;
    return await measureSessions(tracker, order);
  } finally {
    clearTimeout(timer);
    await tracker.stop();
  }
}

async function measureSessions(tracker: DeviceTracker, order: Measured): Promise<Durations> {
  const session: number[] = [];
  let calls: Durations = {};
  for (let count = 1; count <= order.sessions; count += 1) {
    let screen: Screen | null = null;
    const open = async (): Promise<void> => {
      screen = await openScreen(tracker.phone(order.serial), limits(OPEN_TIMEOUT_MS));
    };
    session.push(await durationOf(open));
    if (screen === null) throw new Error('No screen was opened');
    try {
      if (count === order.sessions) calls = await measureCalls(screen, order);
    } finally {
      await (screen as Screen).close();
    }
  }
  return { session, ...calls };
}

async function measureCalls(screen: Screen, { calls, label }: Measured): Promise<Durations> {
  const find = async (): Promise<UiNode> => {
    const [node] = screen.select(await screen.tree(limits()), { label: [label], clickable: true });
    if (node === undefined) throw new Error(`The screen does not show ${label}`);
    return node;
  };
  const node = await find();
  return {
    source: await measure(calls, async () => await screen.tree(limits())),
    find: await measure(calls, find),
    tap: await measure(calls, async () => await screen.tap(node, limits())),
    screenshot: await measure(calls, async () => await screen.screenshot(limits())),
  };
}

function limits(timeoutMs = CALL_TIMEOUT_MS): Limits {
  return { signal: new AbortController().signal, timeoutMs };
}

/** A phone for the time of one command, over the configured ADB server. No database is needed. */
import type { Config } from '../config.ts';
import { formatAdbAddress } from '../devices/adb-address.ts';
import type { Phone } from '../devices/phone.ts';
import { DeviceTracker } from '../devices/tracker.ts';
import { PostwrightError } from '../errors.ts';
import { EventBus } from '../events/bus.ts';
import { silentLog } from '../kit/log.ts';

/** @param serial null takes the only phone there is. @throws ADB_UNAVAILABLE, DEVICE_LOST, DEVICE_UNAUTHORIZED. */
export async function withPhone<T>(
  { adb }: Pick<Config, 'adb'>,
  { serial, signal }: { readonly serial: string | null; readonly signal: AbortSignal },
  work: (phone: Phone) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const tracker = new DeviceTracker({ adb: formatAdbAddress(adb), events: new EventBus(() => {}), log: silentLog });
  try {
    const either = AbortSignal.any([signal, over.signal]);
    await tracker.ping({ signal: either, timeoutMs: PING_MS });
    await tracker.start(either);
    return await work(choosePhone(tracker, serial));
  } finally {
    over.abort(new Error('The command is over'));
    await tracker.stop();
  }
}

const PING_MS = 5_000;

function choosePhone(tracker: DeviceTracker, wanted: string | null): Phone {
  const ready = tracker.list().filter(({ state }) => state === 'device');
  const there = `ADB has ${ready.map(({ serial }) => serial).join(', ') || 'none'}`;
  if (wanted === null && ready.length !== 1)
    throw new PostwrightError('DEVICE_LOST', `Say which phone with --serial: ${there}.`);
  const serial = wanted ?? ready[0]?.serial ?? '';
  const device = tracker.get(serial);
  if (device?.state === 'unauthorized')
    throw new PostwrightError('DEVICE_UNAUTHORIZED', `${serial} does not trust us.`);
  if (device?.state !== 'device') throw new PostwrightError('DEVICE_LOST', `${serial} is not connected: ${there}.`);
  return tracker.phone(serial);
}

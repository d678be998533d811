import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { DeviceTracker, type TrackerOptions } from '../../src/devices/tracker.ts';
import { type ErrorName, PostwrightError } from '../../src/errors.ts';
import { EventBus } from '../../src/events/bus.ts';
import type { Limits } from '../../src/kit/abort.ts';
import type { Log } from '../../src/kit/log.ts';

export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};

export function limits(timeoutMs = 10_000): Limits {
  return { signal: new AbortController().signal, timeoutMs };
}

/** What `assert.rejects` takes to hold an error to its name in the table. */
export function named(errorName: ErrorName, message?: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof PostwrightError, `not an error of the table: ${String(error)}`);
    assert.equal(error.errorName, errorName, error.message);
    if (message !== undefined) assert.match(error.message, message);
    return true;
  };
}

export interface Watch {
  readonly tracker: DeviceTracker;
  /** Told states, `serial state`, oldest first. */
  readonly told: readonly string[];
  /** Resolves when this has been told, now or later. */
  until(fact: string): Promise<void>;
}

/** A started tracker that ends with the test. */
export async function watch(
  t: TestContext,
  adb: string,
  timings: Pick<TrackerOptions, 'heartbeatMs' | 'answerWithinMs'> = {},
): Promise<Watch> {
  const told: string[] = [];
  const waiting = new Set<() => void>();
  const events = new EventBus((error) => assert.fail(String(error)));
  events.on('device.changed', ({ serial, state }) => {
    told.push(`${serial} ${state}`);
    for (const look of waiting) look();
  });
  const tracker = new DeviceTracker({ adb, events, log: silentLog, ...timings });
  t.after(() => tracker.stop());
  await tracker.start(new AbortController().signal);
  const until = (fact: string): Promise<void> => {
    const from = told.length;
    return new Promise((resolve) => {
      const look = (): void => {
        const known = tracker.get(fact.split(' ')[0] ?? '');
        if (!told.slice(from).includes(fact) && `${known?.serial} ${known?.state}` !== fact) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  };
  return { tracker, told, until };
}

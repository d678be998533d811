/**
 * Loaded before the server (`node --import`) in the processes of the harness: arms crash points and moves the clock when
 * the harness says so, and ends the process when the harness is gone. The clock is moved for `Date` alone: PostgreSQL and
 * the monotonic clock keep theirs, as when one host of several has its time set.
 */
import { armCrashPoint } from '../../src/kit/crash-points.ts';

/** What the harness tells a process. */
export interface Order {
  readonly arm?: string;
  readonly clockOffsetMs?: number;
}

let offsetMs = 0;
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [target.now() + offsetMs] : args, newTarget) as object,
  apply: (target) => new target(target.now() + offsetMs).toString(),
  get: (target, key, receiver) =>
    key === 'now' ? () => target.now() + offsetMs : (Reflect.get(target, key, receiver) as unknown),
});

process.on('message', ({ arm, clockOffsetMs }: Order) => {
  if (arm !== undefined) armCrashPoint(arm);
  if (clockOffsetMs !== undefined) offsetMs = clockOffsetMs;
  process.send?.('done');
});
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

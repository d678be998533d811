import type { Incident, IncidentCause } from '../contract/device-health.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { Db } from '../storage/database.ts';
import { endOpenIncidents, insertIncident, setIncident } from '../storage/incidents.ts';
import type { DeviceHistory } from './history.ts';

export interface IncidentParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Log;
  readonly history: DeviceHistory;
  /** Phones that have not come back by then are given up: they are missing, not dropping. */
  readonly overMs: number;
  /** Why phones may have dropped together. */
  cause(): IncidentCause;
}

/** Many phones at once are seldom ill each by itself. */
const CAUSES: Readonly<Record<IncidentCause, string>> = {
  none_left: 'No phone is left: the ADB server has ended, or the host was asleep.',
  some_left: 'Others are still there: look at the USB hub that these have in common, and at its power.',
};

interface Open {
  id: number | null;
  readonly beganAt: Date;
  readonly cause: IncidentCause;
  readonly serials: Set<string>;
  /** Those of them that are not back yet. */
  readonly missing: Set<string>;
  lastDropAtMs: number;
}

/** So many phones within so short a time have not each a trouble of their own: a hub, a cable, a server, a host. */
const PHONES = 6;
const WITHIN_MS = 10_000;
const SWEEP_EVERY_MS = 1_000;

/** Tells many phones that drop at once from phones that drop: one incident, told once, with all their names. */
export class Incidents {
  readonly #parts: IncidentParts;
  /** When each phone dropped last, by performance.now(). */
  readonly #drops = new Map<string, number>();
  #open: Open | null = null;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: IncidentParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    await endOpenIncidents(this.#parts.db, this.#parts.clock.now());
    this.#timer ??= setInterval(() => this.#sweep(), SWEEP_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
  }

  /** The one that goes on. */
  get open(): Incident | null {
    const open = this.#open;
    if (open === null) return null;
    const { beganAt, cause, serials, missing } = open;
    return {
      began_at: beganAt.toISOString(),
      cause: CAUSES[cause],
      cause_name: cause,
      serials: [...serials],
      missing: [...missing],
    };
  }

  includes(serial: string): boolean {
    return this.#open?.missing.has(serial) ?? false;
  }

  /** A phone that was there left the list or stopped answering. */
  dropped(serial: string): void {
    const now = performance.now();
    this.#drops.set(serial, now);
    for (const [other, at] of this.#drops) if (now - at > WITHIN_MS) this.#drops.delete(other);
    const open = this.#open;
    if (open !== null && (open.serials.has(serial) || now - open.lastDropAtMs <= WITHIN_MS)) this.#join(open, serial);
    else if (open === null && this.#drops.size >= PHONES) this.#begin([...this.#drops.keys()]);
  }

  /** It answers again. */
  back(serial: string): void {
    this.#drops.delete(serial);
    const open = this.#open;
    if (open === null || !open.missing.delete(serial)) return;
    if (open.missing.size === 0) this.#end(open);
  }

  #begin(serials: readonly string[]): void {
    const { clock, log, history, cause } = this.#parts;
    const open: Open = {
      id: null,
      beganAt: clock.now(),
      cause: cause(),
      serials: new Set(serials),
      missing: new Set(serials),
      lastDropAtMs: performance.now(),
    };
    this.#open = open;
    log.warn(
      { serials, cause: open.cause },
      `${serials.length} phones dropped within 10 s: one incident; their tasks wait`,
    );
    for (const serial of serials) history.note(serial, 'incident', sentenceOf(open));
    this.#tell(open, false);
    this.#write(async () => {
      const { beganAt, cause } = open;
      open.id = await insertIncident(this.#parts.db, {
        began_at: beganAt,
        cause: CAUSES[cause],
        serials: [...open.serials],
      });
    });
  }

  #join(open: Open, serial: string): void {
    open.lastDropAtMs = performance.now();
    open.missing.add(serial);
    if (open.serials.has(serial)) return;
    open.serials.add(serial);
    this.#parts.history.note(serial, 'incident', sentenceOf(open));
    this.#write(async () => await this.#save(open, { serials: [...open.serials] }));
  }

  #end(open: Open): void {
    const { clock, log } = this.#parts;
    this.#open = null;
    const endedAt = clock.now();
    const missing = [...open.missing];
    const tookMs = endedAt.getTime() - open.beganAt.getTime();
    const sentence = missing.length === 0 ? 'all are back' : `${missing.length} did not come back`;
    log.info({ serials: [...open.serials], missing, tookMs }, `the incident is over: ${sentence}`);
    this.#tell(open, true);
    this.#write(async () => await this.#save(open, { ended_at: endedAt }));
  }

  #sweep(): void {
    const open = this.#open;
    if (open !== null && performance.now() - open.lastDropAtMs >= this.#parts.overMs) this.#end(open);
  }

  #tell({ serials }: Open, over: boolean): void {
    this.#parts.bus.publish('device.incident', { serials: [...serials], over });
  }

  async #save(open: Open, changes: Parameters<typeof setIncident>[2]): Promise<void> {
    if (open.id !== null) await setIncident(this.#parts.db, open.id, changes);
  }

  #write(work: () => Promise<void>): void {
    this.#writing = this.#writing
      .then(work)
      .catch((error: unknown) => this.#parts.log.warn({ err: error }, 'an incident could not be written down'));
  }
}

function sentenceOf({ serials, cause }: Open): string {
  return `One of ${serials.size} phones that dropped at once. ${CAUSES[cause]}`;
}

import type { Preflight } from '../../contract/preflight.ts';
import { PostwrightError } from '../../errors.ts';
import type { EventBus } from '../../events/bus.ts';
import type { Log } from '../../kit/log.ts';
import { getDevice } from '../../storage/devices.ts';
import {
  forgetAbsence,
  type LookedAt,
  listPhonesToLookAt,
  listTasksToLookAt,
  savePreflights,
} from '../../storage/preflight.ts';
import { getTask } from '../../storage/tasks.ts';
import { planOf } from '../plan.ts';
import { TASK_STATUS } from '../states.ts';
import { judge, type PhoneLook } from './judge.ts';
import { type LookParts, type LookTask, PhoneLooks } from './look.ts';

export interface PreflightParts extends LookParts {
  readonly bus: EventBus;
  readonly log: Log;
}

/** Time for a person to plug in, charge or sign in what is missing. */
const AHEAD_MS = 5 * 60_000;
/** The second look comes at most this much later; also how soon a lost look is made up for. */
const SWEEP_EVERY_MS = 5_000;
/** All tasks that a request creates are told one after the other, and looked at together. */
const GATHER_MS = 50;
/** Between two rounds of questions to one phone, however many requests come one after the other. */
const REST_MS = 2_000;
/** Phones at once: an ADB server answers one after the other anyway. */
const PHONES_AT_ONCE = 8;
/** Tasks of one phone that are judged and written in one go. */
const TASKS_AT_ONCE = 1_000;
/** After a start, phones are still being found; until then none is called away. */
const FIND_PHONES_MS = 10_000;

/**
 * Looks at the phones of pending tasks when these were created and again shortly before they are due, and writes on the
 * tasks what was found. Who is owed a look is read from the rows, so that no restart forgets one.
 */
export class Preflights {
  readonly #parts: PreflightParts;
  readonly #looks: PhoneLooks;
  readonly #stop = new AbortController();
  /** What is under way on each phone; a further round waits for it. */
  readonly #rounds = new Map<string, Promise<unknown>>();
  readonly #restsUntil = new Map<string, number>();
  readonly #unsubscribe: (() => void)[] = [];
  readonly #next = new NextTime(() => {
    this.#sweeping = this.#sweeping.then(async () => await this.#sweep());
  });
  #startedAt = performance.now();
  #sweeper: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(parts: PreflightParts) {
    this.#parts = parts;
    this.#looks = new PhoneLooks(parts);
  }

  async start(): Promise<void> {
    const { bus } = this.#parts;
    this.#startedAt = performance.now();
    this.#unsubscribe.push(
      bus.on('task.created', () => this.#next.within(GATHER_MS)),
      bus.on('device.changed', ({ serial, state }) => {
        this.#looks.forget(serial);
        if (state === 'device') void this.#inTurn(serial, async () => await this.#forgetAbsence(serial));
      }),
      // What was said of it then is not true any more, or is not all there is to say.
      bus.on('device.health', ({ serial, health }) => {
        if (health === 'ok') void this.#inTurn(serial, async () => await this.#forgetAbsence(serial));
      }),
    );
    this.#sweeper = setInterval(() => this.#next.within(0), SWEEP_EVERY_MS);
    this.#next.within(0);
  }

  /** Ends what is under way; whoever waits for a look is told to come back. */
  async stop(): Promise<void> {
    for (const off of this.#unsubscribe.splice(0)) off();
    clearInterval(this.#sweeper);
    this.#next.never();
    this.#stop.abort(new PostwrightError('UNAVAILABLE', 'Postwright is stopping.'));
    await this.#sweeping;
    await Promise.allSettled(this.#rounds.values());
  }

  /**
   * Looks now, for one task.
   * @throws NOT_FOUND, STATE_CONFLICT when the task is not pending.
   */
  async run(taskId: number): Promise<Preflight> {
    const task = await getTask(this.#parts.db, taskId);
    if (task.status !== TASK_STATUS.pending) {
      throw new PostwrightError('STATE_CONFLICT', `Task ${taskId} is not pending: what is looked at lies before that.`);
    }
    const { signal } = this.#stop;
    signal.throwIfAborted();
    return await this.#inTurn(task.serial, async () => {
      const look = await this.#looks.look(task.serial, [lookTask(task)], { signal, anew: true });
      const [preflight] = await this.#write(task.serial, [task], look);
      return preflight as Preflight;
    });
  }

  async #sweep(): Promise<void> {
    const { db, clock, log } = this.#parts;
    if (this.#stop.signal.aborted) return;
    try {
      const serials = await listPhonesToLookAt(db, { now: clock.now(), aheadMs: AHEAD_MS });
      for (const serial of serials) if (this.#isFree(serial)) this.#begin(serial);
    } catch (error) {
      log.warn({ err: error }, 'preflight could not look for tasks');
    }
  }

  #isFree(serial: string): boolean {
    // A round that ends looks for others itself.
    if (this.#rounds.has(serial) || this.#rounds.size >= PHONES_AT_ONCE) return false;
    const restMs = (this.#restsUntil.get(serial) ?? 0) - performance.now();
    if (restMs > 0) this.#next.within(restMs);
    return restMs <= 0;
  }

  #begin(serial: string): void {
    const { log } = this.#parts;
    void this.#inTurn(serial, async () => {
      try {
        await this.#round(serial);
      } catch (error) {
        if (!this.#stop.signal.aborted) log.warn({ err: error, serial }, 'a preflight did not come to its end');
      } finally {
        this.#restsUntil.set(serial, performance.now() + REST_MS);
      }
    });
  }

  /** One phone is asked by one at a time. */
  async #inTurn<T>(serial: string, work: () => Promise<T>): Promise<T> {
    const before = this.#rounds.get(serial) ?? Promise.resolve();
    const round = before.then(work, work);
    this.#rounds.set(serial, round);
    try {
      return await round;
    } finally {
      if (this.#rounds.get(serial) === round) this.#rounds.delete(serial);
      if (!this.#stop.signal.aborted) this.#next.within(GATHER_MS);
    }
  }

  async #forgetAbsence(serial: string): Promise<void> {
    const { db, log } = this.#parts;
    await forgetAbsence(db, serial).catch((error: unknown) =>
      log.warn({ err: error, serial }, 'what was found while a phone was away still stands'),
    );
  }

  async #round(serial: string): Promise<void> {
    const { db, clock } = this.#parts;
    const { signal } = this.#stop;
    const times = { now: clock.now(), aheadMs: AHEAD_MS, limit: TASKS_AT_ONCE };
    const tasks = await listTasksToLookAt(db, serial, times);
    if (tasks.length === 0 || (await this.#mayCome(serial))) return;
    const look = await this.#looks.look(serial, tasks.map(lookTask), { signal, anew: false });
    await this.#write(serial, tasks, look);
  }

  /** Another server has it, or it is still to be found. */
  async #mayCome(serial: string): Promise<boolean> {
    const { db, phone } = this.#parts;
    if (phone(serial) !== undefined) return false;
    if (performance.now() - this.#startedAt < FIND_PHONES_MS) return true;
    return (await getDevice(db, serial)).state === 'device';
  }

  async #write(serial: string, tasks: readonly LookedAt[], look: PhoneLook): Promise<Preflight[]> {
    const { db, bus, clock, supportOf } = this.#parts;
    const at = clock.now();
    const found = tasks.map((task) => {
      const findings = judge({ serial, ...lookTask(task), look, supportOf });
      const ok = findings.every(({ level }) => level !== 'fail');
      return { id: task.id, preflight: { checked_at: at.toISOString(), ok, findings } };
    });
    const written = new Set(await savePreflights(db, serial, { found, at }));
    for (const { id, preflight } of found)
      if (written.has(id)) bus.publish('task.preflight', { taskId: id, serial, ok: preflight.ok });
    return found.map(({ preflight }) => preflight);
  }
}

function lookTask(task: Pick<LookedAt, 'plan' | 'script_name'>): LookTask {
  return { plan: planOf(task), scriptName: task.script_name };
}

/** One timer, set to the earliest of all times that were asked for. */
class NextTime {
  readonly #act: () => void;
  #timer: NodeJS.Timeout | undefined;
  #at = Number.POSITIVE_INFINITY;

  constructor(act: () => void) {
    this.#act = act;
  }

  within(ms: number): void {
    const at = performance.now() + ms;
    if (at >= this.#at) return;
    clearTimeout(this.#timer);
    this.#at = at;
    this.#timer = setTimeout(() => {
      this.#at = Number.POSITIVE_INFINITY;
      this.#act();
    }, ms);
  }

  never(): void {
    clearTimeout(this.#timer);
    this.#at = Number.NEGATIVE_INFINITY;
  }
}

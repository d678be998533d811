import type { HoldName } from '../contract/status.ts';
import type { EventBus } from '../events/bus.ts';
import { exponentialBackoffMs } from '../kit/backoff.ts';
import type { Log } from '../kit/log.ts';
import type { Holds } from '../queue/holds.ts';
import type { Suspicion } from './evidence.ts';
import type { DeviceHistory } from './history.ts';
import type { Incidents } from './incidents.ts';
import type { Ladder, Outcome } from './ladder.ts';
import type { Patient } from './patient.ts';
import type { Quarantines } from './quarantines.ts';
import type { Tested } from './self-test.ts';
import type { CareTiming } from './timing.ts';

export interface TreatmentParts {
  readonly bus: EventBus;
  readonly log: Log;
  readonly holds: Holds;
  readonly history: DeviceHistory;
  readonly incidents: Incidents;
  readonly quarantines: Quarantines;
  readonly ladder: Ladder;
  readonly timing: CareTiming;
  /** Ends what is under way. */
  readonly over: AbortSignal;
  patient(serial: string): Patient;
  test(serial: string): Promise<Tested>;
  /** Its health may be another one now. */
  onChange(patient: Patient): void;
}

const HOLD: HoldName = 'repair';

/** Decides on evidence who is looked after, and what becomes of those that cannot be brought back. */
export class Treatment {
  readonly #parts: TreatmentParts;
  #unsubscribe: (() => void) | undefined;

  constructor(parts: TreatmentParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#unsubscribe ??= this.#parts.bus.on('attempt.ended', ({ serial, taskId, code }) =>
      this.#attempted(this.#parts.patient(serial), taskId, code),
    );
  }

  stop(): void {
    this.#unsubscribe?.();
  }

  /** Tries to reach a phone that does not answer, or that ADB calls offline; not more often than it makes sense. */
  reach(patient: Patient): void {
    const { quarantines, ladder, incidents, timing } = this.#parts;
    const { serial } = patient;
    if (patient.repair !== null || performance.now() < patient.nextTryAtMs || quarantines.get(serial) !== null) return;
    patient.tries += 1;
    this.#begin(patient, async () => {
      const outcome = await ladder.silent(serial, () => !incidents.includes(serial));
      patient.nextTryAtMs = performance.now() + exponentialBackoffMs(patient.tries, timing.reconnectBackoff);
      return outcome;
    });
  }

  /** Tests a phone in quarantine when that is due, and lets it out when it passes. */
  testAgain(patient: Patient): void {
    const { test, timing } = this.#parts;
    const isReady = patient.phone !== null && !patient.isSilent && patient.repair === null;
    if (!isReady || performance.now() < patient.nextTestAtMs) return;
    patient.nextTestAtMs = Number.POSITIVE_INFINITY;
    this.#begin(patient, async () => {
      try {
        const { passed } = await test(patient.serial);
        if (passed) await this.letOut(patient);
      } finally {
        patient.failedTests += 1;
        const waitMs = exponentialBackoffMs(patient.failedTests, timing.selfTestBackoff);
        patient.nextTestAtMs = performance.now() + waitMs;
      }
      return { is: 'well' };
    });
  }

  /** Of a phone that has passed its self-test. @returns whether it was in a quarantine that this ends. */
  async letOut(patient: Patient): Promise<boolean> {
    const { log, quarantines } = this.#parts;
    const { serial } = patient;
    if (quarantines.get(serial)?.by !== 'postwright') return false;
    patient.failedTests = 0;
    patient.climbed = 0;
    patient.evidence.clear();
    await quarantines.release(serial, 'It has passed its self-test.');
    log.info({ serial }, 'a phone is out of quarantine');
    return true;
  }

  #attempted(patient: Patient, taskId: number, code: string | null): void {
    const suspicion = patient.evidence.note(taskId, code);
    if (code === null) patient.climbed = 0;
    if (suspicion === null || patient.repair !== null || this.#parts.quarantines.get(patient.serial) !== null) return;
    this.#lookAfter(patient, suspicion);
  }

  #lookAfter(patient: Patient, { sentence, isPlain }: Suspicion): void {
    const { history, holds, ladder } = this.#parts;
    const { serial, climbed } = patient;
    patient.evidence.clear();
    if (!isPlain) patient.climbed += 1;
    history.note(serial, 'failing', sentence);
    holds.set(HOLD, `${sentence} The phone is being looked after.`, serial);
    this.#begin(patient, async () => await ladder.failing(serial, { isPlain, climbed }));
  }

  #begin(patient: Patient, work: () => Promise<Outcome>): void {
    const { serial } = patient;
    const { log, holds, over, onChange } = this.#parts;
    patient.repair = work()
      .then(async (outcome) => {
        if (outcome.is === 'ill') await this.#giveUp(patient, outcome.why);
      })
      .catch((error: unknown) => {
        // It went away, or is busy: the next sign of trouble begins anew.
        if (!over.aborted) log.info({ err: error, serial }, 'the repair of a phone was cut short');
      })
      .finally(() => {
        patient.repair = null;
        holds.lift(HOLD, serial);
        onChange(patient);
      });
    onChange(patient);
  }

  async #giveUp(patient: Patient, why: string): Promise<void> {
    const { serial } = patient;
    const { log, timing, quarantines } = this.#parts;
    patient.failedTests = 1;
    patient.nextTestAtMs = performance.now() + timing.selfTestBackoff.baseMs;
    log.warn({ serial, why }, 'a phone is in quarantine; its tasks wait');
    await quarantines.put(serial, why, 'postwright');
  }
}

import type { DeviceEventName, DeviceHealth, Incident, IncidentCause, SelfTest } from '../contract/device-health.ts';
import type { Battery, Phone } from '../devices/phone.ts';
import type { DeviceTracker } from '../devices/tracker.ts';
import { PostwrightError } from '../errors.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { Holds } from '../queue/holds.ts';
import type { Screen } from '../screen/screen.ts';
import type { Db } from '../storage/database.ts';
import { listAppsOf } from '../storage/devices.ts';
import { Conditions } from './condition.ts';
import { DeviceHistory } from './history.ts';
import { Incidents } from './incidents.ts';
import { type Borrow, Ladder } from './ladder.ts';
import { Liveness } from './liveness.ts';
import { type Patient, TOLD_AFTER } from './patient.ts';
import { type Quarantine, Quarantines } from './quarantines.ts';
import { type Tested, testPhone } from './self-test.ts';
import type { CareTiming } from './timing.ts';
import { Treatment } from './treatment.ts';

export interface CareParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Log;
  readonly holds: Holds;
  readonly tracker: Pick<DeviceTracker, 'list' | 'get' | 'phone' | 'ping' | 'reconnect'>;
  readonly screens: { open(phone: Phone, signal: AbortSignal): Promise<Screen>; close(serial: string): Promise<void> };
  readonly borrow: Borrow;
  readonly timing: CareTiming;
  /** Whether a phone that nothing else helps may be rebooted. */
  readonly rebootPhones: boolean;
}

export interface HealthView {
  readonly health: DeviceHealth;
  /** How long ago it last answered anything; null before it did. */
  readonly answerAgeMs: number | null;
  readonly quarantine: Quarantine | null;
}

/** A self-test that somebody asks for waits this long for the phone; one of ours as long as a task may take. */
const ASKED_BORROW_MS = 30_000;
const OWN_BORROW_MS = 15 * 60_000;
const SWEEP_EVERY_MS = 1_000;

/**
 * Keeps phones in health: asks them for a sign of life, holds back the tasks of those that give none, brings them back
 * rung by rung, and keeps away from tasks what cannot be brought back until it has proved itself.
 */
export class PhoneCare {
  readonly #parts: CareParts;
  readonly #over = new AbortController();
  readonly #history: DeviceHistory;
  readonly #incidents: Incidents;
  readonly #quarantines: Quarantines;
  readonly #liveness: Liveness;
  readonly #treatment: Treatment;
  readonly #conditions: Conditions;
  #sweeper: NodeJS.Timeout | undefined;

  constructor(parts: CareParts) {
    this.#parts = parts;
    const { timing } = parts;
    const history = new DeviceHistory(parts);
    const quarantines = new Quarantines({
      ...parts,
      onChange: (serial) => this.#changed(this.#liveness.patient(serial)),
    });
    const incidents = new Incidents({ ...parts, history, overMs: timing.incidentOverMs, cause: () => this.#cause() });
    const test = async (serial: string): Promise<Tested> => await this.#test(serial, OWN_BORROW_MS);
    const onChange = (patient: Patient): void => this.#changed(patient);
    const over = this.#over.signal;
    const liveness = new Liveness({
      ...parts,
      history,
      incidents,
      isQuarantined: (serial) => quarantines.get(serial) !== null,
      onChange,
      onUnreachable: (patient) => treatment.reach(patient),
    });
    const ladder = new Ladder({
      ...parts,
      history,
      over,
      test,
      closeScreen: async (serial) => await parts.screens.close(serial),
      answers: async (serial) => await liveness.answers(serial),
    });
    const patient = (serial: string): Patient => liveness.patient(serial);
    const treatment = new Treatment({
      ...parts,
      history,
      incidents,
      quarantines,
      ladder,
      over,
      test,
      patient,
      onChange,
    });
    this.#history = history;
    this.#conditions = new Conditions({ ...parts, history, over, everyMs: timing.batteryEveryMs });
    this.#quarantines = quarantines;
    this.#incidents = incidents;
    this.#liveness = liveness;
    this.#treatment = treatment;
  }

  /** Before the lanes and before the first phone is told of. */
  async start(): Promise<void> {
    await this.#quarantines.start();
    await this.#incidents.start();
    this.#history.start();
    this.#liveness.start();
    this.#treatment.start();
    this.#sweeper ??= setInterval(
      () => this.#sweep(),
      Math.min(SWEEP_EVERY_MS, this.#parts.timing.selfTestBackoff.baseMs),
    );
  }

  /** Ends what is under way. Before the lanes end: what becomes of phones after that is no sign of their health. */
  async stop(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#treatment.stop();
    this.#over.abort(new PostwrightError('SERVER_STOPPED'));
    await this.#liveness.stop();
    await Promise.allSettled([...this.#liveness.patients()].map(({ repair }) => repair));
    await this.#conditions.stop();
    await this.#incidents.stop();
    await this.#history.stop();
  }

  healthOf(serial: string): HealthView {
    const patient = this.#liveness.patient(serial);
    const { answerAgeMs } = patient;
    return { health: this.#health(patient), answerAgeMs, quarantine: this.#quarantines.get(serial) };
  }

  /** What a phone last said of its battery; null when it has none or was not asked yet. */
  batteryOf(serial: string): Battery | null {
    return this.#conditions.batteryOf(serial);
  }

  /** Into the history of a phone. */
  note(serial: string, event: DeviceEventName, message: string): void {
    this.#history.note(serial, event, message);
  }

  /** The incident that goes on, if one does. */
  incident(): Incident | null {
    return this.#incidents.open;
  }

  /** Why nothing can be asked of a phone that ADB calls usable; null when it can, or when that is not known yet. */
  troubleOf(serial: string): string | null {
    const quarantine = this.#quarantines.get(serial);
    if (quarantine !== null) return `${serial} is in quarantine: ${quarantine.reason}`;
    const isSilent = this.#liveness.patient(serial).missed >= TOLD_AFTER;
    return isSilent ? `${serial} is connected, but does not answer.` : null;
  }

  /** One echo now, or the one under way. @returns whether the phone answers; a phone that is away does not. */
  async answers(serial: string): Promise<boolean> {
    return await this.#liveness.answers(serial);
  }

  /** By hand: only `release` ends it. */
  async quarantine(serial: string, reason: string): Promise<void> {
    await this.#quarantines.put(serial, reason, 'operator');
  }

  /** By hand, whoever put it there. */
  async release(serial: string): Promise<void> {
    this.#liveness.patient(serial).evidence.clear();
    await this.#quarantines.release(serial, 'By an operator.');
  }

  /** Tests a phone now, and lets it out of a quarantine of Postwright's when it passes. @throws STATE_CONFLICT */
  async selfTest(serial: string): Promise<SelfTest> {
    const at = this.#parts.clock.now().toISOString();
    const { passed, checks } = await this.#test(serial, ASKED_BORROW_MS);
    const released = passed && (await this.#treatment.letOut(this.#liveness.patient(serial)));
    return { serial, at, passed, checks: [...checks], released };
  }

  #health(patient: Patient): DeviceHealth {
    if (this.#quarantines.get(patient.serial) !== null) return 'quarantined';
    if (patient.repair !== null) return 'repairing';
    if (patient.phone === null) return 'away';
    return patient.isSilent ? 'silent' : 'ok';
  }

  #changed(patient: Patient): void {
    this.#liveness.holdAnew(patient.serial);
    const health = this.#health(patient);
    if (health === patient.toldHealth) return;
    patient.toldHealth = health;
    this.#parts.bus.publish('device.health', { serial: patient.serial, health });
  }

  #sweep(): void {
    this.#conditions.look(this.#liveness.patients());
    for (const { serial, by } of this.#quarantines.all())
      if (by === 'postwright') this.#treatment.testAgain(this.#liveness.patient(serial));
    for (const { serial, state } of this.#parts.tracker.list())
      if (state === 'offline') this.#treatment.reach(this.#liveness.patient(serial));
  }

  async #test(serial: string, borrowMs: number): Promise<Tested> {
    const { db, borrow, tracker, screens, timing } = this.#parts;
    const apps = await listAppsOf(db, serial);
    const tested = await borrow(
      serial,
      async (signal) => {
        const phone = tracker.phone(serial);
        const openScreen = async (inner: AbortSignal) => await screens.open(phone, inner);
        const { echoWithinMs, restartWithinMs: screenWithinMs } = timing;
        return await testPhone({ phone, apps, openScreen }, { signal, echoWithinMs, screenWithinMs });
      },
      { signal: this.#over.signal, timeoutMs: borrowMs },
    );
    const told = wordsOf(tested);
    const patient = this.#liveness.patient(serial);
    if (told !== patient.toldTest) this.#history.note(serial, 'self-test', told);
    patient.toldTest = told;
    return tested;
  }

  #cause(): IncidentCause {
    return this.#parts.tracker.list().every(({ state }) => state === 'absent') ? 'none_left' : 'some_left';
  }
}

function wordsOf({ passed, checks }: Tested): string {
  const failed = checks.find(({ ok }) => !ok);
  return passed ? 'Passed.' : `Failed at ${failed?.check}: ${failed?.message}`;
}

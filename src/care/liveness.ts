import type { HoldName } from '../contract/status.ts';
import type { Phone } from '../devices/phone.ts';
import type { DeviceTracker } from '../devices/tracker.ts';
import type { EventBus } from '../events/bus.ts';
import type { Limits } from '../kit/abort.ts';
import type { Log } from '../kit/log.ts';
import type { Holds } from '../queue/holds.ts';
import type { DeviceHistory } from './history.ts';
import type { Incidents } from './incidents.ts';
import { Patient, REPAIRED_AFTER, TOLD_AFTER } from './patient.ts';
import { Pulse } from './pulse.ts';
import type { CareTiming } from './timing.ts';

export interface LivenessParts {
  readonly bus: EventBus;
  readonly log: Log;
  readonly holds: Holds;
  readonly tracker: Pick<DeviceTracker, 'phone'>;
  readonly history: DeviceHistory;
  readonly incidents: Incidents;
  readonly timing: CareTiming;
  /** Whether it is held back for more than its silence. */
  isQuarantined(serial: string): boolean;
  /** Its health may be another one now. */
  onChange(patient: Patient): void;
  /** It has been waited for long enough. Told at every further echo that goes unanswered. */
  onUnreachable(patient: Patient): void;
}

const HOLD: HoldName = 'silent';

/** Who is there and who answers. A phone that does not answer is held back, whatever ADB's list says. */
export class Liveness {
  readonly #parts: LivenessParts;
  readonly #patients = new Map<string, Patient>();
  readonly #pulse: Pulse;
  #unsubscribe: (() => void) | undefined;

  constructor(parts: LivenessParts) {
    this.#parts = parts;
    const { timing } = parts;
    this.#pulse = new Pulse({
      phones: () => this.#phones(),
      turn: ({ serial }) => {
        const { isHeard, missed } = this.patient(serial);
        // After that only a new connection may help, and there may be many like it.
        const isSoon = !isHeard || (missed > 0 && missed < REPAIRED_AFTER);
        return { everyMs: isSoon ? timing.retryEveryMs : timing.echoEveryMs, othersCount: isHeard };
      },
      ask: async (phone, limits) => await this.#ask(phone, limits),
      withinMs: timing.echoWithinMs,
      onAnswer: (phone) => this.#heard(phone),
      onSilence: (phone) => this.#missed(phone),
    });
  }

  start(): void {
    const { bus, timing } = this.#parts;
    this.#unsubscribe ??= bus.on('device.changed', ({ serial, state }) => this.#changed(serial, state));
    this.#pulse.start(timing.echoEveryMs);
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    await this.#pulse.stop();
  }

  patients(): Iterable<Patient> {
    return this.#patients.values();
  }

  patient(serial: string): Patient {
    const patient = this.#patients.get(serial) ?? new Patient(serial);
    this.#patients.set(serial, patient);
    return patient;
  }

  /** One echo now, or the one under way. @returns whether the phone answers; a phone that is away does not. */
  async answers(serial: string): Promise<boolean> {
    const { phone } = this.patient(serial);
    return phone !== null && (await this.#pulse.ask(phone));
  }

  /** Once its quarantine has begun or ended, which says more than its silence. */
  holdAnew(serial: string): void {
    const { holds, isQuarantined } = this.#parts;
    const patient = this.patient(serial);
    if (!patient.isSilent || isQuarantined(serial)) holds.lift(HOLD, serial);
    else if (patient.missed > 0) holds.set(HOLD, `${serial} is connected, but does not answer.`, serial);
    else
      holds.set(
        HOLD,
        `${serial} has not answered yet since it was connected, or its Android is still starting.`,
        serial,
      );
  }

  /** A shell answers long before Android is up: until it is, a phone that has come is not there yet. */
  async #ask(phone: Phone, limits: Limits): Promise<boolean> {
    const { isHeard, cameAtMs } = this.patient(phone.serial);
    if (isHeard) {
      await phone.echo(limits);
      return true;
    }
    const isOverdue = performance.now() - cameAtMs > this.#parts.timing.rebootWithinMs;
    const { stdout } = await phone.shell(['getprop', 'sys.boot_completed'], limits);
    return stdout.trim() === '1' || isOverdue;
  }

  *#phones(): Iterable<Phone> {
    for (const { phone } of this.#patients.values()) if (phone !== null) yield phone;
  }

  #changed(serial: string, state: string): void {
    const { history, incidents, tracker, timing, onChange } = this.#parts;
    const patient = this.patient(serial);
    const wasThere = patient.phone !== null;
    const isThere = state === 'device';
    patient.connected(isThere ? tracker.phone(serial) : null);
    patient.nextTryAtMs = performance.now() + timing.reconnectBackoff.baseMs;
    this.holdAnew(serial);
    if (isThere) {
      patient.nextTestAtMs = 0;
      history.note(serial, 'came', wasThere ? 'It is connected anew.' : 'It is connected.');
      void this.answers(serial);
    } else if (wasThere) {
      history.note(
        serial,
        'went',
        state === 'absent' ? 'It is in no list of ADB any more.' : `ADB calls it "${state}".`,
      );
      incidents.dropped(serial);
    }
    onChange(patient);
  }

  #heard(phone: Phone): void {
    const { history, incidents, onChange } = this.#parts;
    const patient = this.patient(phone.serial);
    if (patient.phone !== phone || !patient.isSilent) return;
    const { serial, missed } = patient;
    patient.answered();
    if (missed >= TOLD_AFTER) history.note(serial, 'answered', 'It answers again.');
    incidents.back(serial);
    this.holdAnew(serial);
    onChange(patient);
  }

  #missed(phone: Phone): void {
    const { history, incidents, log, onChange, onUnreachable } = this.#parts;
    const patient = this.patient(phone.serial);
    if (patient.phone !== phone) return;
    const { serial } = patient;
    patient.missed += 1;
    this.holdAnew(serial);
    if (patient.missed === TOLD_AFTER) {
      history.note(serial, 'silent', 'ADB lists it, but it does not answer.');
      log.info({ serial }, 'a phone does not answer');
      incidents.dropped(serial);
    }
    onChange(patient);
    if (patient.missed >= REPAIRED_AFTER) onUnreachable(patient);
  }
}

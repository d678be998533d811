import type { DeviceHealth } from '../contract/device-health.ts';
import type { Phone } from '../devices/phone.ts';
import { Evidence } from './evidence.ts';

/** So many echoes in a row go unanswered before a phone is told to be silent, and before anything is done about it. */
export const TOLD_AFTER = 2;
export const REPAIRED_AFTER = 3;

/** What is known of one phone's health. */
export class Patient {
  readonly serial: string;
  /** Its present connection; null while ADB cannot use it. */
  phone: Phone | null = null;
  /** Whether it has answered over that, and Android was up. */
  isHeard = false;
  /** When that began, by performance.now(). */
  cameAtMs = 0;
  /** Echoes in a row that went unanswered. */
  missed = 0;
  readonly evidence = new Evidence();
  /** Rungs that were tried although the self-test found nothing wrong. */
  climbed = 0;
  /** What is being done to bring it back. */
  repair: Promise<void> | null = null;
  /** Tries in a row that did not bring it back, and when the next one may be, by performance.now(). */
  tries = 0;
  nextTryAtMs = 0;
  /** Self-tests in a row that it failed in quarantine, and when the next one is due. */
  failedTests = 0;
  nextTestAtMs = 0;
  /** What the last self-test said, as far as it stands in the history. */
  toldTest = '';
  toldHealth: DeviceHealth = 'away';
  /** When it last answered over an earlier connection, by performance.now(). */
  #answeredBeforeMs: number | null = null;

  constructor(serial: string) {
    this.serial = serial;
  }

  /** How long ago it last answered anything; null before it ever did. */
  get answerAgeMs(): number | null {
    const ageMs = this.phone?.answerAgeMs ?? null;
    if (ageMs !== null || this.#answeredBeforeMs === null) return ageMs;
    return performance.now() - this.#answeredBeforeMs;
  }

  /** Another connection, or none. */
  connected(phone: Phone | null): void {
    const ageMs = this.answerAgeMs;
    this.#answeredBeforeMs = ageMs === null ? null : performance.now() - ageMs;
    this.phone = phone;
    this.cameAtMs = performance.now();
    this.isHeard = false;
    this.missed = 0;
  }

  answered(): void {
    // Whether it is well again, a self-test may say at once.
    if (this.missed >= TOLD_AFTER) this.nextTestAtMs = 0;
    this.isHeard = true;
    this.missed = 0;
    this.tries = 0;
  }

  get isSilent(): boolean {
    return this.phone !== null && (!this.isHeard || this.missed > 0);
  }
}

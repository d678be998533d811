/** Screen, lock and battery of one phone. */
import type { PhonePower } from '../ports.ts';
import type { Lock } from '../rack-types.ts';

const CHARGED_PERCENT = 87;
/** 28.5 °C. */
const ROOM_WARM = 285;

export class Power implements PhonePower {
  #awake = true;
  #locked = false;
  #lock: Lock = 'none';
  batteryPercent = CHARGED_PERCENT;
  /** Tenths of a degree Celsius. */
  batteryTemperature = ROOM_WARM;
  charging = true;
  /** What opens a PIN lock. */
  readonly pin = '1234';

  get awake(): boolean {
    return this.#awake;
  }

  /** The keyguard is shown, by whichever lock. */
  get locked(): boolean {
    return this.#locked;
  }

  get lock(): Lock {
    return this.#lock;
  }

  wake(): void {
    this.#awake = true;
  }

  /** The screen goes off, and the phone locks if it has a lock. */
  sleep(): void {
    this.#awake = false;
    this.#locked = this.#lock !== 'none';
  }

  dismissKeyguard(): void {
    if (this.#lock !== 'pin') this.#locked = false;
  }

  /** Its owner takes it up: awake and open. */
  unlock(): void {
    this.#awake = true;
    this.#locked = false;
  }

  /** Sets the kind of lock; a phone that gets one is locked at once, as after its owner put it down. */
  setLock(lock: Lock): void {
    this.#lock = lock;
    this.#locked = lock !== 'none';
  }
}

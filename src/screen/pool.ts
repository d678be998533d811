import type { Phone } from '../devices/phone.ts';
import type { Screen } from './screen.ts';

export type OpenScreen = (phone: Phone, signal: AbortSignal) => Promise<Screen>;

/**
 * Keeps the screen of a phone open from one task to the next: starting UiAutomator2 takes seconds on a real phone.
 * The lane of the phone is the only one to use its screen.
 */
export class ScreenPool {
  readonly #open: OpenScreen;
  readonly #bySerial = new Map<string, Screen>();

  constructor(open: OpenScreen) {
    this.#open = open;
  }

  async open(phone: Phone, signal: AbortSignal): Promise<Screen> {
    const kept = this.#bySerial.get(phone.serial);
    // After a reconnect the handle is another one, and what was open through the old one is dead whatever it says.
    if (kept !== undefined && kept.phone === phone) return kept;
    await this.close(phone.serial);
    const screen = await this.#open(phone, signal);
    this.#bySerial.set(phone.serial, screen);
    return screen;
  }

  async close(serial: string): Promise<void> {
    const screen = this.#bySerial.get(serial);
    this.#bySerial.delete(serial);
    await screen?.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#bySerial.keys()].map(async (serial) => await this.close(serial)));
  }
}

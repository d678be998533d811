/** What joins a phone's apps with their servers. */
import type { PhoneNetwork } from '../ports.ts';

export class Network implements PhoneNetwork {
  #isUp = true;
  readonly #waiting: (() => void)[] = [];

  get isUp(): boolean {
    return this.#isUp;
  }

  goDown(): void {
    this.#isUp = false;
  }

  comeUp(): void {
    this.#isUp = true;
    for (const go of this.#waiting.splice(0)) go();
  }

  async whenUp(): Promise<void> {
    while (!this.#isUp) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

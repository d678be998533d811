const BAR_SIGNS = 24;
const NAME_SIGNS = 32;
const MB = 1_000_000;
const SECOND_MS = 1000;
/** Until then a rate says nothing. */
const RATE_AFTER_MS = 500;

/** How far one file has come, as one line of a terminal. */
export class ProgressBar {
  readonly #name: string;
  #phase = '';
  #startedAtMs = 0;
  #startBytes = 0;

  constructor(name: string) {
    this.#name = name.length > NAME_SIGNS ? `…${name.slice(1 - NAME_SIGNS)}` : name.padEnd(NAME_SIGNS);
  }

  line(phase: string, doneBytes: number, totalBytes: number): string {
    const now = performance.now();
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#startedAtMs = now;
      this.#startBytes = doneBytes;
    }
    const share = totalBytes === 0 ? 1 : doneBytes / totalBytes;
    const full = Math.floor(share * BAR_SIGNS);
    const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_SIGNS - full)}`;
    const rest = `${String(Math.floor(share * 100)).padStart(3)} %  ${megabytes(totalBytes)}${this.#rate(now, doneBytes)}`;
    return `${this.#name}  ${phase.padEnd(7)} ${bar} ${rest}`;
  }

  #rate(now: number, doneBytes: number): string {
    const tookMs = now - this.#startedAtMs;
    if (tookMs < RATE_AFTER_MS) return '';
    return `  ${megabytes(((doneBytes - this.#startBytes) / tookMs) * SECOND_MS)}/s`;
  }
}

/** `4295 MB`, `12.3 MB`, `0.06 MB`. */
export function megabytes(bytes: number): string {
  const value = bytes / MB;
  return `${value.toFixed(value >= 100 ? 0 : value >= 1 ? 1 : 2)} MB`;
}

import type { Phone } from '../devices/phone.ts';
import { PostwrightError } from '../errors.ts';
import { type Limits, pause } from '../kit/abort.ts';

const WAKEUP = '224';
const BRIGHT = '255';
const DARK = '1';
const HALF_MS = 500;
const MS_PER_SECOND = 1_000;
const RESTORE_MS = 5_000;

const SETTINGS = ['screen_brightness_mode', 'screen_brightness'] as const;
type Setting = (typeof SETTINGS)[number];

export interface IdentifierParts {
  /** @throws DEVICE_LOST, DEVICE_UNAUTHORIZED when the phone cannot be used now. */
  phone(serial: string): Phone;
  /** Fires when the server ends. */
  readonly shutdown: AbortSignal;
}

/** What the phone takes besides the seconds of the flashing. */
const SLACK_MS = 20_000;

/** Shows which phone is which. */
export class Identifier {
  readonly #parts: IdentifierParts;
  readonly #over = new AbortController();
  readonly #flashing = new Map<string, Promise<number>>();

  constructor(parts: IdentifierParts) {
    this.#parts = parts;
  }

  /** Ends what flashes, with the brightness as it was. */
  async stop(): Promise<void> {
    this.#over.abort(new PostwrightError('SERVER_STOPPED'));
    await Promise.allSettled(this.#flashing.values());
  }

  /** @returns how often it flashed. @throws STATE_CONFLICT while it flashes already, and what the phone's commands throw. */
  async identify(serial: string, seconds: number): Promise<number> {
    if (this.#flashing.has(serial)) throw new PostwrightError('STATE_CONFLICT', `${serial} flashes already.`);
    const signal = AbortSignal.any([this.#over.signal, this.#parts.shutdown]);
    const limits = { signal, timeoutMs: SLACK_MS };
    const flashing = flash(this.#parts.phone(serial), { seconds, ...limits });
    this.#flashing.set(serial, flashing);
    try {
      return await flashing;
    } finally {
      this.#flashing.delete(serial);
    }
  }
}

export interface IdentifyOptions extends Limits {
  readonly seconds: number;
}

/**
 * Makes a phone's screen go from bright to dark and back, with nothing installed and nothing that a running app would see,
 * and leaves the brightness as it was. @returns how often it flashed.
 */
export async function flash(phone: Phone, { seconds, ...limits }: IdentifyOptions): Promise<number> {
  await run(phone, ['input', 'keyevent', WAKEUP], limits);
  const before = new Map<Setting, string>();
  for (const name of SETTINGS) before.set(name, await read(phone, name, limits));
  const until = performance.now() + seconds * MS_PER_SECOND;
  let flashes = 0;
  try {
    // While Android sets the brightness by the light around, it would take no other.
    await put(phone, ['screen_brightness_mode', '0'], limits);
    do {
      await put(phone, ['screen_brightness', BRIGHT], limits);
      await pause(HALF_MS, limits.signal);
      await put(phone, ['screen_brightness', DARK], limits);
      await pause(HALF_MS, limits.signal);
      flashes += 1;
    } while (performance.now() < until);
    return flashes;
  } finally {
    const last = { signal: AbortSignal.timeout(RESTORE_MS), timeoutMs: RESTORE_MS };
    await restore(phone, before, last);
  }
}

async function restore(phone: Phone, before: ReadonlyMap<Setting, string>, limits: Limits): Promise<void> {
  // The brightness first: with the mode, Android may begin to choose it.
  for (const name of SETTINGS.toReversed()) {
    const value = before.get(name);
    const isKnown = value !== undefined && /^\d+$/.test(value);
    if (isKnown) await put(phone, [name, value], limits).catch(() => {});
  }
}

async function read(phone: Phone, name: Setting, limits: Limits): Promise<string> {
  return (await run(phone, ['settings', 'get', 'system', name], limits)).trim();
}

async function put(phone: Phone, [name, value]: readonly [Setting, string], limits: Limits): Promise<void> {
  await run(phone, ['settings', 'put', 'system', name, value], limits);
}

async function run(phone: Phone, argv: readonly [string, ...string[]], limits: Limits): Promise<string> {
  const { stdout, stderr, exitCode } = await phone.shell(argv, limits);
  if (exitCode === 0 && !/Exception/.test(stderr)) return stdout;
  const said = `${stderr}\n${stdout}`.trim().slice(0, 200);
  throw new PostwrightError('DEVICE_COMMAND_FAILED', `${phone.serial}: ${argv.join(' ')} (exit ${exitCode}): ${said}`);
}

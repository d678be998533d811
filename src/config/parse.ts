/**
 * From what a person wrote to a value. Each parser throws a `ValueError` that says what was expected; who asked adds
 * which setting it was and where it came from.
 */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** As it was written: a flag or a variable is one string, YAML may also give a list. */
export type Raw = string | readonly string[];

/** Reads as the end of "… is not": "a whole number from 0 to 65535". */
export class ValueError extends Error {
  constructor(expected: string) {
    super(expected);
    this.name = 'ValueError';
  }
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

const MAX_PORT = 65_535;

function one(raw: Raw): string {
  if (typeof raw !== 'string') throw new ValueError('a single value');
  return raw.trim();
}

function portBetween(text: string, minPort: number): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < minPort || port > MAX_PORT)
    throw new ValueError(`a port from ${minPort} to ${MAX_PORT}`);
  return port;
}

export function port(raw: Raw): number {
  return portBetween(one(raw), 0);
}

const HOST_NAME = /^(?!-)[A-Za-z0-9.-]+$/;
const IP_V6 = /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]+$/;

/** An IP address or a name; `[::1]` loses its brackets. */
export function host(raw: Raw): string {
  const text = one(raw).replace(/^\[(.*)\]$/, '$1');
  if (!HOST_NAME.test(text) && !IP_V6.test(text)) throw new ValueError('a host name or an IP address');
  return text;
}

export function address(raw: Raw): Address {
  const match = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(one(raw));
  if (match?.[1] === undefined || match[2] === undefined)
    throw new ValueError('a host and a port, such as 127.0.0.1:5037');
  return { host: host(match[1]), port: portBetween(match[2], 1) };
}

/** Splits one string at its commas; what is empty is left out. */
export function list(raw: Raw): readonly string[] {
  const parts = typeof raw === 'string' ? raw.split(',') : raw;
  return Object.freeze(parts.map((part) => part.trim()).filter((part) => part !== ''));
}

/** Absolute; a leading `~` is the home directory, a relative path counts from `base`. */
export function folder(raw: Raw, base: string): string {
  const text = one(raw);
  if (text === '' || text.includes('\0')) throw new ValueError('a path');
  return resolve(
    base,
    text.replace(/^~(?=$|[\\/])/, () => homedir()),
  );
}

/** A name that is looked for on the PATH, or a path as for a folder. */
export function program(raw: Raw, base: string): string {
  const text = one(raw);
  if (text === '') throw new ValueError('the name or the path of a program');
  return /[\\/]/.test(text) ? folder(text, base) : text;
}

export function folders(raw: Raw, base: string): readonly string[] {
  const paths = list(raw).map((path) => folder(path, base));
  if (paths.length === 0) throw new ValueError('a list with at least one path');
  return Object.freeze(paths);
}

export function hostNames(raw: Raw): readonly string[] {
  return Object.freeze(list(raw).map((name) => host(name).toLowerCase()));
}

export function postgresUrl(raw: Raw): string {
  const text = one(raw);
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol !== 'postgres:' && protocol !== 'postgresql:')
    throw new ValueError('a URL such as postgresql://user:password@host:5432/name');
  return text;
}

export function timeZone(raw: Raw): string {
  const text = one(raw);
  const expected = 'an IANA time zone, such as Europe/Madrid';
  // Intl also takes offsets (+02:00), which know no summer time: a plan for 09:00 would drift by an hour.
  if (!/^[A-Za-z]/.test(text)) throw new ValueError(expected);
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new ValueError(expected);
  }
}

/** One of some words. */
export function word<Word extends string>(words: readonly Word[]): (raw: Raw) => Word {
  return (raw) => {
    const found = words.find((candidate) => candidate === one(raw));
    if (found === undefined) throw new ValueError(`one of ${words.join(', ')}`);
    return found;
  };
}

const YES = /^(yes|true|on|1)$/i;
const NO = /^(no|false|off|0)$/i;

export function yesOrNo(raw: Raw): boolean {
  const written = one(raw);
  if (!YES.test(written) && !NO.test(written)) throw new ValueError('yes or no');
  return YES.test(written);
}

/** A number, which may have decimals. */
export function numberFrom(min: number, max: number, unit: string): (raw: Raw) => number {
  return (raw) => {
    const written = one(raw);
    const value = Number(written);
    if (!/^\d+(\.\d+)?$/.test(written) || value < min || value > max)
      throw new ValueError(`a number of ${unit} from ${min} to ${max}`);
    return value;
  };
}

/** A key long enough that nobody guesses it over the network. */
const MIN_API_KEY_LENGTH = 16;

export function apiKey(raw: Raw): string {
  const text = one(raw);
  if (text.length < MIN_API_KEY_LENGTH || /\s/.test(text)) {
    throw new ValueError(`a key of at least ${MIN_API_KEY_LENGTH} characters without spaces`);
  }
  return text;
}

export function text(raw: Raw): string {
  return one(raw);
}

/** Where a desktop user's programs keep their data, as each system wants it. */
export function userDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Postwright');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Postwright');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'postwright');
}

/** Every setting there is, in one table. docs/config.md, the flags of the commands and the type `Config` come from it. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Raw } from './parse.ts';
import * as parse from './parse.ts';

/** What defaults may depend on. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

export interface Setting<Value> {
  /** What may be given, for the docs and `--help`. */
  readonly form: string;
  readonly sentence: string;
  /** The default in words. */
  readonly shownDefault: string;
  /** Never shown in logs, in `--help` or in errors. */
  readonly secret: boolean;
  /** Relative paths count from `base`. @throws ValueError */
  readonly parse: (raw: Raw, base: string) => Value;
  readonly fallback: (surroundings: Surroundings) => Value;
}

type Described<Value> = Omit<Setting<Value>, 'secret'>;
const open = <Value>(setting: Described<Value>): Setting<Value> => Object.freeze({ ...setting, secret: false });
const secret = <Value>(setting: Described<Value>): Setting<Value> => Object.freeze({ ...setting, secret: true });

interface Quantity {
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** The default. */
  readonly usual: number;
  readonly sentence: string;
}

/** A number of something, which may have decimals. */
function quantity({ unit, min, max, usual, sentence }: Quantity): Setting<number> {
  const shownDefault = String(usual);
  return open({ form: unit, sentence, shownDefault, parse: parse.numberFrom(min, max, unit), fallback: () => usual });
}

export const LOG_LEVELS = Object.freeze(['debug', 'info', 'warn', 'error', 'silent'] as const);

export const SETTINGS = Object.freeze({
  port: open({
    form: 'port',
    sentence: 'The port the HTTP API listens on; 0 takes a free one and says which.',
    shownDefault: '50809',
    parse: parse.port,
    fallback: () => 50_809,
  }),
  host: open({
    form: 'host',
    sentence: 'The address the HTTP API listens on; anything but loopback needs an api-key.',
    shownDefault: '127.0.0.1',
    parse: parse.host,
    fallback: () => '127.0.0.1',
  }),
  'data-dir': open({
    form: 'path',
    sentence: 'Where the embedded database, the media store, the evidence and the licence are kept.',
    shownDefault: "the user's data directory (~/.local/share/postwright on Linux); .postwright for the demo",
    parse: parse.folder,
    fallback: ({ env, platform }) => parse.userDataDir(env, platform),
  }),
  'database-url': secret<string | null>({
    form: 'URL',
    sentence: 'A PostgreSQL 14 or newer to use instead of the embedded one.',
    shownDefault: 'the embedded PostgreSQL',
    parse: parse.postgresUrl,
    fallback: () => null,
  }),
  adb: open<parse.Address>({
    form: 'host:port',
    sentence: 'The ADB server the phones are plugged into.',
    shownDefault: '127.0.0.1:5037',
    parse: parse.address,
    fallback: () => ({ host: '127.0.0.1', port: 5037 }),
  }),
  'time-zone': open({
    form: 'IANA name',
    sentence: 'The time zone in which "start_time": "HH:MM" is meant.',
    shownDefault: "the system's",
    parse: parse.timeZone,
    fallback: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
  }),
  'material-roots': open({
    form: 'paths',
    sentence:
      'The folders media files may come from; a file outside of them is refused, symbolic links resolved first.',
    shownDefault: "the user's home and examples/ in the working directory",
    parse: parse.folders,
    fallback: ({ cwd }) => Object.freeze([homedir(), join(cwd, 'examples')]),
  }),
  ffmpeg: open<string>({
    form: 'program',
    sentence: 'The ffmpeg program that makes thumbnails of videos; without it they are drawings.',
    shownDefault: 'ffmpeg, if it is on the PATH',
    parse: parse.program,
    fallback: () => 'ffmpeg',
  }),
  'echo-seconds': quantity({
    unit: 'seconds',
    min: 0.2,
    max: 300,
    usual: 10,
    sentence: 'How often a phone that nobody uses is asked for a sign of life.',
  }),
  'reboot-phones': open<boolean>({
    form: 'yes | no',
    sentence: 'Whether a phone that nothing else brings back may be rebooted before it is put into quarantine.',
    shownDefault: 'no',
    parse: parse.yesOrNo,
    fallback: () => false,
  }),
  'duplicate-hours': quantity({
    unit: 'hours',
    min: 0,
    max: 10_000,
    usual: 24,
    sentence: 'How long an account is not given the same files again without allow_duplicate; 0 never refuses.',
  }),
  'free-disk-mib': quantity({
    unit: 'MiB',
    min: 0,
    max: 1024 ** 2,
    usual: 512,
    sentence:
      'What is kept free on the disk of the data directory: below it no task begins and no media are taken; 0 keeps nothing.',
  }),
  'overdue-minutes': quantity({
    unit: 'minutes',
    min: 0,
    max: 1_000_000,
    usual: 240,
    sentence:
      'What was due longer ago than this while its phone or the server was away waits for a decision; 0 never asks.',
  }),
  'reconcile-minutes': quantity({
    unit: 'minutes',
    min: 0,
    max: 10_000,
    usual: 30,
    sentence:
      'Over how long a phone is looked at again for a post of which nobody knows whether it was published; what does not show after two thirds of it counts as not sent. 0 never looks again.',
  }),
  'keep-days': quantity({
    unit: 'days',
    min: 0,
    max: 36_500,
    usual: 90,
    sentence: 'How long finished tasks and their evidence are kept; 0 is for ever.',
  }),
  'keep-gib': quantity({
    unit: 'GiB',
    min: 0,
    max: 1_000_000,
    usual: 20,
    sentence: 'How much room the evidence of tasks may take, the oldest goes first; 0 is any.',
  }),
  'log-level': open({
    form: LOG_LEVELS.join(' | '),
    sentence: 'The least important kind of line that is logged.',
    shownDefault: 'info',
    parse: parse.word(LOG_LEVELS),
    fallback: () => 'info' as const,
  }),
  'api-key': secret<string | null>({
    form: '16 or more characters',
    sentence: 'The key that every API call must send; without one only loopback is served.',
    shownDefault: 'none',
    parse: parse.apiKey,
    fallback: () => null,
  }),
  'allowed-hosts': open<readonly string[]>({
    form: 'host names',
    sentence: 'Names besides localhost that a Host header may carry, such as the one a reverse proxy is reached by.',
    shownDefault: 'none',
    parse: parse.hostNames,
    fallback: () => Object.freeze([]),
  }),
  license: secret<string | null>({
    form: 'token',
    sentence: 'The licence token; without it the file license.jwt in the data directory is read.',
    shownDefault: 'none',
    parse: parse.text,
    fallback: () => null,
  }),
  'license-issuer': open<string | null>({
    form: 'public key',
    sentence: 'The public key licences are checked against; without one the plan is Business, without limits.',
    shownDefault: 'none',
    parse: parse.text,
    fallback: () => null,
  }),
});

export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.freeze(Object.keys(SETTINGS) as SettingName[]);

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/** `data-dir` → `POSTWRIGHT_DATA_DIR`. */
export function variableOf(name: string): string {
  return `POSTWRIGHT_${name.toUpperCase().replaceAll('-', '_')}`;
}

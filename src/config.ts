/**
 * Settings, read once: flags, then POSTWRIGHT_* variables, then postwright.yaml, then defaults. This is the only file
 * that reads the environment; everything else gets the frozen `Config`.
 */
import { type Origin, type Origins, settingsInForce } from './config/in-force.ts';
import { ValueError } from './config/parse.ts';
import { SETTING_NAMES, SETTINGS, type Setting, type SettingName, type Surroundings } from './config/settings.ts';
import { crashPointIn, fromEnvironment, fromFile, fromFlags, type Given } from './config/sources.ts';
import type { SettingInForce } from './contract/settings.ts';
import { PostwrightError } from './errors.ts';
import { armCrashPoint } from './kit/crash-points.ts';

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;
type ValueOf<Name extends SettingName> = (typeof SETTINGS)[Name] extends Setting<infer Value> ? Value : never;

/** Every setting, checked; `data-dir` is `dataDir`. What was not given and has no default is null. */
export type Config = { readonly [Name in SettingName as Camel<Name>]: ValueOf<Name> };

/** Flags as given, by setting name. `config` is the path of the file to read. */
export type Flags = Partial<Readonly<Record<SettingName | 'config', string>>>;

export interface ConfigSources {
  readonly flags?: Flags;
  /** What a command puts in place of a default of the table. */
  readonly defaults?: Flags;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly platform?: NodeJS.Platform;
}

/** @throws CONFIG_INVALID naming the setting, where it came from and what it should be; API_KEY_NEEDED. */
export function readConfig(options: ConfigSources = {}): Config {
  return readSettings(options).config;
}

/** The settings, and who gave each of them its value. @throws as readConfig. */
export function readSettings(options: ConfigSources = {}): { readonly config: Config; readonly origins: Origins } {
  const { env = process.env, cwd = process.cwd(), platform = process.platform } = options;
  const { config: flaggedFile, ...flags } = options.flags ?? {};
  const sources = [
    { kind: 'flag', given: fromFlags(flags, cwd) },
    { kind: 'environment', given: fromEnvironment(env, cwd) },
    { kind: 'file', given: fromFile({ flag: flaggedFile, env, cwd }) },
    { kind: 'default', given: fromFlags(options.defaults ?? {}, cwd) },
  ] as const;
  const origins = new Map<SettingName, Origin>();
  const values = SETTING_NAMES.map((name) => {
    const { kind = 'default', given } = sources.find((source) => source.given.has(name)) ?? {};
    const written = given?.get(name);
    origins.set(name, { source: kind, from: kind === 'default' ? null : (written?.from ?? null) });
    return [camel(name), checkedValue(name, written, { cwd, env, platform })];
  });
  const config = Object.freeze(Object.fromEntries(values)) as Config;
  assertKeyBeyondLoopback(config);
  return { config, origins };
}

/** What is in force, for the eyes of operators; without the secrets. */
export function describeConfig(config: Config, origins: Origins): SettingInForce[] {
  const values = config as Readonly<Record<string, unknown>>;
  return settingsInForce((name) => values[camel(name)], origins);
}

/** Arms the crash point that the hidden variable POSTWRIGHT_CRASH_POINT names, if it names one. */
export function armFromEnvironment(env: NodeJS.ProcessEnv = process.env): void {
  const written = crashPointIn(env);
  if (written === null) return;
  try {
    armCrashPoint(written);
  } catch (cause) {
    throw new PostwrightError('CONFIG_INVALID', (cause as Error).message, { cause });
  }
}

function camel(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function checkedValue(name: SettingName, given: Given | undefined, surroundings: Surroundings): unknown {
  const setting: Setting<unknown> = SETTINGS[name];
  if (given === undefined) return setting.fallback(surroundings);
  try {
    return setting.parse(given.raw, given.base);
  } catch (cause) {
    if (!(cause instanceof ValueError)) throw cause;
    const shown = setting.secret ? 'what was given' : JSON.stringify(given.raw);
    throw new PostwrightError('CONFIG_INVALID', `${name} (from ${given.from}): ${shown} is not ${cause.message}.`, {
      cause,
    });
  }
}

/** Loopback: 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function assertKeyBeyondLoopback({ host, apiKey }: Config): void {
  if (isLoopback(host) || apiKey !== null) return;
  throw new PostwrightError('API_KEY_NEEDED', `host is ${host}, which others can reach, but no api-key is set.`);
}

/** The values that must not be seen in a log or on a terminal. */
export function secretsOf(config: Config): readonly string[] {
  const password = config.databaseUrl === null ? '' : new URL(config.databaseUrl).password;
  const found = [config.apiKey, config.license, password, decodeURIComponent(password)];
  return [...new Set(found.filter((value): value is string => value !== null && value !== ''))];
}

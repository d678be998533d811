/** Where settings come from: reads the file and the variables into one shape, and refuses names that do not exist. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { PostwrightError } from '../errors.ts';
import { nearest } from '../kit/nearest.ts';
import type { Raw } from './parse.ts';
import { isSettingName, SETTING_NAMES, type SettingName, variableOf } from './settings.ts';

/** A value as it was written, and where. */
export interface Given {
  readonly raw: Raw;
  /** `--port`, `POSTWRIGHT_PORT`, `/home/ana/postwright.yaml`. */
  readonly from: string;
  /** Relative paths count from here. */
  readonly base: string;
}

export type Source = ReadonlyMap<SettingName, Given>;

const CONFIG_VARIABLE = variableOf('config');
/** The test suite's own variables, which a server started by a test inherits. */
const TEST_PREFIX = variableOf('test-');
/** For those who prove that a killed server leaves nothing in doubt; no setting, and in no docs of the settings. */
const CRASH_VARIABLE = variableOf('crash-point');
const FILE_NAME = 'postwright.yaml';

function unknownName(name: string, from: string, known: readonly string[]): PostwrightError {
  const near = nearest(name, known);
  const remedy = near === null ? `The names are ${known.join(', ')}.` : `Did you mean ${near}?`;
  return new PostwrightError('CONFIG_INVALID', `${name} (from ${from}) is no setting. ${remedy}`);
}

export function fromFlags(flags: Readonly<Record<string, Raw | undefined>>, base: string): Source {
  const source = new Map<SettingName, Given>();
  for (const [name, raw] of Object.entries(flags)) {
    if (!isSettingName(name))
      throw unknownName(
        `--${name}`,
        'the command line',
        SETTING_NAMES.map((known) => `--${known}`),
      );
    if (raw !== undefined) source.set(name, { raw, from: `--${name}`, base });
  }
  return source;
}

/** A variable that is set to nothing counts as not set, since that is how compose files and CI leave one out. */
export function fromEnvironment(env: NodeJS.ProcessEnv, base: string): Source {
  const names = new Map(SETTING_NAMES.map((name) => [variableOf(name), name]));
  const source = new Map<SettingName, Given>();
  for (const [variable, raw] of Object.entries(env)) {
    if (!variable.startsWith('POSTWRIGHT_') || variable.startsWith(TEST_PREFIX)) continue;
    if (variable === CONFIG_VARIABLE || variable === CRASH_VARIABLE) continue;
    const name = names.get(variable);
    if (name === undefined) throw unknownName(variable, 'the environment', [...names.keys(), CONFIG_VARIABLE]);
    if (raw !== undefined && raw !== '') source.set(name, { raw, from: variable, base });
  }
  return source;
}

/** The crash point that the environment arms; null in every ordinary life. */
export function crashPointIn(env: NodeJS.ProcessEnv): string | null {
  return env[CRASH_VARIABLE] || null;
}

export interface FilePlace {
  /** What --config said. */
  readonly flag: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** The file that --config or POSTWRIGHT_CONFIG names, which must exist; else postwright.yaml, which may. */
export function fromFile({ flag, env, cwd }: FilePlace): Source {
  const named = flag ?? (env[CONFIG_VARIABLE] || undefined);
  const path = named === undefined ? join(cwd, FILE_NAME) : resolve(cwd, named);
  const text = readText(path, named === undefined);
  return text === null ? new Map() : parseFile(path, text);
}

function readText(path: string, mayBeMissing: boolean): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (mayBeMissing && (cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new PostwrightError('CONFIG_INVALID', `config: ${path} cannot be read (${(cause as Error).message}).`, {
      cause,
    });
  }
}

function parseFile(path: string, text: string): Source {
  const document = parseDocument(text);
  const [mistake] = document.errors;
  if (mistake !== undefined) {
    throw new PostwrightError('CONFIG_INVALID', `config: ${path} is not YAML: ${mistake.message.split('\n', 1)[0]}`, {
      cause: mistake,
    });
  }
  const content: unknown = document.toJS() ?? {};
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new PostwrightError('CONFIG_INVALID', `config: ${path} is not a list of "setting: value" lines.`);
  }
  const source = new Map<SettingName, Given>();
  for (const [name, value] of Object.entries(content)) {
    if (!isSettingName(name)) throw unknownName(name, path, SETTING_NAMES);
    const raw = rawOf(value);
    if (raw === undefined)
      throw new PostwrightError('CONFIG_INVALID', `${name} (from ${path}) is neither a value nor a list of values.`);
    if (raw !== null) source.set(name, { raw, from: path, base: dirname(path) });
  }
  return source;
}

/** Null when the line has no value; undefined when it has one that no setting can have. */
function rawOf(value: unknown): Raw | null | undefined {
  if (value === null) return null;
  if (Array.isArray(value)) {
    const parts = value.map(rawOf);
    return parts.every((part) => typeof part === 'string') ? parts : undefined;
  }
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

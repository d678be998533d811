import { readFileSync } from 'node:fs';
import { PostwrightError } from '../errors.ts';
import { nearest } from '../kit/nearest.ts';
import type { PhoneSetup, RackOptions } from '../simulator/rack-types.ts';

/** rack.json: `phones` is a number or a list with one setup per phone; the rest as the flags of the same name. */
interface RackFile {
  readonly phones?: number | readonly PhoneSetup[];
  readonly adbPort?: number;
  readonly controlPort?: number;
  readonly pace?: RackOptions['pace'];
  readonly seed?: number;
  readonly keepContent?: boolean;
}

const KEYS = Object.freeze(['phones', 'adbPort', 'controlPort', 'pace', 'seed', 'keepContent']);

/** @throws CONFIG_INVALID naming the file and what is wrong with it. */
export function readRackFile(path: string): Partial<RackOptions> {
  const content = parse(path);
  const unknown = Object.keys(content).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    throw invalid(path, `${unknown} is not known; ${suggestion(unknown)}`);
  }
  const { phones, ...rest } = content;
  if (phones === undefined) return rest;
  if (typeof phones === 'number') return { ...rest, phones };
  if (!Array.isArray(phones)) throw invalid(path, 'phones is neither a number nor a list of phones');
  return { ...rest, phones: phones.length, phoneOverrides: phones };
}

function suggestion(key: string): string {
  const near = nearest(key, KEYS);
  return near === null ? `the keys are ${KEYS.join(', ')}` : `did you mean ${near}?`;
}

function parse(path: string): RackFile {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof content !== 'object' || content === null || Array.isArray(content))
      throw new Error('it is not a JSON object');
    return content;
  } catch (cause) {
    throw invalid(path, (cause as Error).message, cause);
  }
}

function invalid(path: string, what: string, cause?: unknown): PostwrightError {
  return new PostwrightError('CONFIG_INVALID', `config (from --config): ${path}: ${what}.`, { cause });
}

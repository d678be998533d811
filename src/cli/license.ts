import { readFile, writeFile } from 'node:fs/promises';
import type { Config } from '../config.ts';
import type { PlanName } from '../contract/license.ts';
import { PostwrightError } from '../errors.ts';
import { findToken } from '../license/find.ts';
import { type IssuerKeys, makeIssuerKeys } from '../license/keys.ts';
import { issueLicense, readLicense } from '../license/token.ts';
import type { Terminal } from './terminal.ts';

const OWNER_ONLY = 0o600;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Writes a new pair of keys where only its owner can read it; never over another file. */
export async function runKeygen(path: string, terminal: Terminal): Promise<void> {
  const keys = await makeIssuerKeys();
  try {
    await writeFile(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  } catch (cause) {
    throw new PostwrightError(
      'CONFIG_INVALID',
      `out (from --out): ${path} cannot be written: ${(cause as Error).message}.`,
      { cause },
    );
  }
  terminal.print(`The keys are in ${path}. Who has that file can issue licences: keep it secret and back it up.`);
  terminal.print(`Servers trust them with: --license-issuer ${keys.publicKey}`);
}

export interface IssueOptions {
  /** The file of `keygen`. */
  readonly key: string;
  readonly plan: PlanName;
  readonly holder: string;
  /** Unlimited when left out. */
  readonly devices?: number;
  /** For ever when left out. */
  readonly days?: number;
}

/** Prints the token and nothing else, so that it can be piped. */
export async function runIssue({ key, plan, holder, devices, days }: IssueOptions, terminal: Terminal): Promise<void> {
  const expiresAt = days === undefined ? null : new Date(Date.now() + days * DAY_MS);
  const token = await issueLicense({ plan, holder, deviceLimit: devices ?? null, expiresAt }, await readKeys(key));
  terminal.print(token);
}

async function readKeys(path: string): Promise<IssuerKeys> {
  try {
    const { publicKey, privateKey } = JSON.parse(await readFile(path, 'utf8')) as Partial<IssuerKeys>;
    if (typeof publicKey !== 'string' || typeof privateKey !== 'string') throw new Error('it holds no pair of keys');
    return { publicKey, privateKey };
  } catch (cause) {
    throw new PostwrightError(
      'CONFIG_INVALID',
      `key (from --key): ${path} is no file of "license keygen": ${(cause as Error).message}.`,
      { cause },
    );
  }
}

/** Says what the licence of the settings allows. @returns 1 when there is none, or an expired one. */
export async function runShow(
  config: Pick<Config, 'license' | 'licenseIssuer' | 'dataDir'>,
  terminal: Terminal,
): Promise<number> {
  const { licenseIssuer } = config;
  if (licenseIssuer === null) {
    terminal.print('No license-issuer is set: the plan is Business, without limits, and no licence is needed.');
    return 0;
  }
  const token = await findToken(config);
  if (token === null)
    throw new PostwrightError(
      'LICENSE_INVALID',
      'There is no licence: neither the setting nor license.jwt in the data directory.',
    );
  const { plan, holder, deviceLimit, expiresAt } = await readLicense(token, licenseIssuer);
  const expired = expiresAt !== null && expiresAt.getTime() <= Date.now();
  terminal.printTable([
    ['Holder', holder],
    ['Plan', expired ? `${plan}, expired: Starter from now on` : plan],
    ['Devices', deviceLimit === null ? 'unlimited' : String(deviceLimit)],
    ['Until', expiresAt === null ? 'for ever' : expiresAt.toISOString()],
  ]);
  return expired ? 1 : 0;
}

import { PLATFORMS, type Platform } from '../contract/common.ts';
import { isTaskErrorName, PostwrightError, type TaskErrorName } from '../errors.ts';
import type { Clock } from '../kit/clock.ts';
import { type AccountRow, bindAccount, listAccounts, recordCheck } from '../storage/accounts.ts';
import type { Db, Reader } from '../storage/database.ts';
import { normalUsername, usernameFault } from './username.ts';

/** The accounts that an app on a phone is signed in to. */
export interface SignedIn {
  /** The one it would publish as; null when it is signed in to none. */
  readonly current: string | null;
  /** With the current one. */
  readonly all: readonly string[];
}

/** Reads an app's accounts from the phone's screen. The caller holds the phone's lane. */
export interface SignedInReader {
  /** @throws PostwrightError of kind `task`, such as APP_NOT_INSTALLED. */
  read(serial: string, platform: Platform, signal: AbortSignal): Promise<SignedIn>;
}

export interface MatchedAccount {
  readonly account: AccountRow;
  readonly current: boolean;
  /** It was not known before. */
  readonly added: boolean;
  /** It was known, but bound to another phone or to none. */
  readonly bound: boolean;
}

export interface Match {
  readonly serial: string;
  readonly found: readonly MatchedAccount[];
  /** Bound to the phone, but not signed in there. They stay as they are: who took them off may sign in again. */
  readonly missing: readonly AccountRow[];
  /** Apps that could not be read, and names that were misread. */
  readonly problems: readonly { readonly platform: Platform; readonly code: TaskErrorName; readonly message: string }[];
}

export interface MatchParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly reader: SignedInReader;
}

/** What ends the whole matching instead of one app's part of it. */
const FATAL: ReadonlySet<string> = new Set(['DEVICE_LOST', 'DEVICE_LOCKED', 'DEVICE_UNAUTHORIZED', 'SERVER_STOPPED']);

/**
 * Reads the signed-in accounts of every app on a phone, registers the new ones and binds the known ones to the phone.
 * @throws when the phone goes away; an app that cannot be read is only named among the problems.
 */
export async function matchAccounts(parts: MatchParts, serial: string, signal: AbortSignal): Promise<Match> {
  const found: MatchedAccount[] = [];
  const missing: AccountRow[] = [];
  const problems: Match['problems'][number][] = [];
  for (const platform of PLATFORMS) {
    try {
      const signedIn = await parts.reader.read(serial, platform, signal);
      const { names, misread } = sorted(platform, signedIn);
      for (const name of misread)
        problems.push({
          platform,
          code: 'ELEMENT_NOT_FOUND',
          message: `The app shows "${name}" where a username was expected.`,
        });
      const part = await bind(parts, { serial, platform, names, current: signedIn.current });
      found.push(...part.found);
      missing.push(...part.missing);
    } catch (error) {
      signal.throwIfAborted();
      problems.push(problemOf(platform, error));
    }
  }
  return { serial, found, missing, problems };
}

function sorted(platform: Platform, { all, current }: SignedIn): { names: string[]; misread: string[] } {
  const shown = [...new Set([...(current === null ? [] : [current]), ...all].map(normalUsername))];
  const { true: names = [], false: misread = [] } = Object.groupBy(
    shown,
    (name) => `${usernameFault(platform, name) === undefined}` as 'true' | 'false',
  );
  return { names, misread };
}

/** Records on the registered accounts of a phone whether its app is signed in to them; binds and registers nothing. */
export async function noteSignedIn(
  db: Reader,
  { serial, platform, names: shown, at }: Omit<ReadAccounts, 'current'> & { readonly at: Date },
): Promise<void> {
  const names = shown.map(normalUsername);
  for (const username of names) await recordCheck(db, { platform, username, at, signedIn: true });
  for (const { username } of await listAccounts(db, { serial, platform }))
    if (!names.includes(username)) await recordCheck(db, { platform, username, at, signedIn: false });
}

interface ReadAccounts {
  readonly serial: string;
  readonly platform: Platform;
  readonly names: readonly string[];
  readonly current: string | null;
}

async function bind(
  { db, clock }: MatchParts,
  { serial, platform, names, current }: ReadAccounts,
): Promise<Pick<Match, 'found' | 'missing'>> {
  return await db.transaction().execute(async (tx) => {
    const at = clock.now();
    const found: MatchedAccount[] = [];
    for (const username of names) {
      const { account, before } = await bindAccount(tx, { platform, username, serial, at });
      found.push({
        account,
        current: current !== null && normalUsername(current) === username,
        added: before === undefined,
        bound: before !== undefined && before.serial !== serial,
      });
    }
    const missing = (await listAccounts(tx, { serial, platform })).filter(({ username }) => !names.includes(username));
    for (const { username } of missing) await recordCheck(tx, { platform, username, at, signedIn: false });
    return { found, missing: missing.map((account) => ({ ...account, last_check_at: at, signed_in: false })) };
  });
}

/** @throws the error itself when it is not about this one app. */
function problemOf(platform: Platform, error: unknown): Match['problems'][number] {
  if (!(error instanceof PostwrightError) || !isTaskErrorName(error.errorName) || FATAL.has(error.errorName))
    throw error;
  return { platform, code: error.errorName, message: error.message };
}

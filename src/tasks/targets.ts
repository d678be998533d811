import type { Platform } from '../contract/common.ts';
import type { CreateTasks } from '../contract/create-task.ts';
import { type FieldError, invalid, PostwrightError } from '../errors.ts';
import type { Reader } from '../storage/database.ts';
import { retiredAmong } from '../storage/retire.ts';
import { findAccountsByName, knownSerials, listEnabledAccounts, type TargetAccount } from '../storage/task-targets.ts';

/** Where one task publishes, and as whom. */
export interface Target {
  readonly serial: string;
  readonly platform: Platform;
  /** Null publishes as whoever is current in the app. */
  readonly account: TargetAccount | null;
}

export type TargetRequest = Pick<CreateTasks, 'serials' | 'usernames' | 'enable_multi_account'> & {
  readonly targetApp: Platform | undefined;
};

const DEFAULT_PLATFORM: Platform = 'tiktok';

/**
 * The targets of a request, in its order: phone by phone, then account by account.
 * @throws INVALID_PARAMETER, or NOT_FOUND naming every unknown serial or username.
 */
export async function resolveTargets(db: Reader, request: TargetRequest): Promise<Target[]> {
  const { serials = [], usernames = [] } = request;
  if (serials.length === 0 && usernames.length === 0) {
    throw invalid([
      { path: 'serials', message: 'must name at least one phone, unless usernames names an account', rule: 'missing' },
    ]);
  }
  if (serials.length > 0 && usernames.length > 0) {
    throw invalid([{ path: 'usernames', message: 'cannot be given together with serials; send one of them' }]);
  }
  return usernames.length > 0
    ? await accountTargets(db, usernames, request.targetApp)
    : await deviceTargets(db, [...new Set(serials)], request);
}

/** The phones of a request that no account has a part in. @throws INVALID_PARAMETER, NOT_FOUND */
export async function resolvePhones(db: Reader, asked: readonly string[]): Promise<string[]> {
  if (asked.length === 0)
    throw invalid([{ path: 'serials', message: 'must name at least one phone', rule: 'missing' }]);
  const serials = [...new Set(asked)];
  await assertPhones(db, serials);
  return serials;
}

/** @throws STATE_CONFLICT naming the phones that are out of use. */
export async function refuseRetired(db: Reader, serials: readonly string[]): Promise<void> {
  const retired = await retiredAmong(db, serials);
  if (retired.length === 0) return;
  const message = `${retired.join(', ')} ${retired.length === 1 ? 'is' : 'are'} out of use. Put it back into use, or choose another phone. Nothing was created.`;
  throw new PostwrightError('STATE_CONFLICT', message, { data: { retired } });
}

async function assertPhones(db: Reader, serials: readonly string[]): Promise<void> {
  const known = await knownSerials(db, serials);
  const unknown = serials.filter((serial) => !known.has(serial));
  assertKnown({ what: 'phone', unknown, remedy: 'GET /api/v1/device lists those that were seen' });
}

async function deviceTargets(db: Reader, serials: readonly string[], request: TargetRequest): Promise<Target[]> {
  await assertPhones(db, serials);
  if (request.enable_multi_account === true) return await multiAccountTargets(db, serials, request);
  const platform = request.targetApp ?? DEFAULT_PLATFORM;
  return serials.map((serial) => ({ serial, platform, account: null }));
}

async function multiAccountTargets(
  db: Reader,
  serials: readonly string[],
  { targetApp, serials: asSent = [] }: TargetRequest,
): Promise<Target[]> {
  const enabled = await listEnabledAccounts(db, serials);
  const wanted = enabled.filter((account) => targetApp === undefined || account.platform === targetApp);
  const bySerial = Map.groupBy(wanted, (account) => account.serial);
  const on = targetApp === undefined ? '' : ` on ${targetApp}`;
  assertNone(
    serials
      .filter((serial) => !bySerial.has(serial))
      .map((serial) => ({
        path: `serials.${asSent.indexOf(serial)}`,
        message: `${serial} has no enabled account${on}; match its accounts, or leave enable_multi_account out`,
      })),
  );
  return serials.flatMap((serial) =>
    (bySerial.get(serial) ?? []).map((account) => ({ serial, platform: account.platform, account })),
  );
}

interface AskedName {
  /** Where it stands in the request. */
  readonly path: string;
  readonly name: string;
}

async function accountTargets(
  db: Reader,
  usernames: readonly string[],
  targetApp: Platform | undefined,
): Promise<Target[]> {
  const asked = askedNames(usernames);
  const found = await findAccountsByName(
    db,
    asked.map(({ name }) => name),
  );
  const fitting = found.filter((account) => targetApp === undefined || account.platform === targetApp);
  const byName = Map.groupBy(fitting, (account) => account.username.toLowerCase());
  const unknown = asked.filter(({ name }) => !byName.has(name.toLowerCase())).map(({ name }) => `@${name}`);
  const what = targetApp === undefined ? 'account' : `${targetApp} account`;
  assertKnown({ what, unknown, remedy: 'GET /api/v1/account lists those that are registered' });
  const errors: FieldError[] = [];
  const targets = asked.flatMap(({ path, name }): Target[] => {
    const outcome = accountTarget(name, byName.get(name.toLowerCase()) ?? []);
    if ('serial' in outcome) return [outcome];
    errors.push({ path, ...outcome });
    return [];
  });
  assertNone(errors);
  return targets;
}

/** Names without their @, once each: the apps know no difference between upper and lower case. */
function askedNames(usernames: readonly string[]): AskedName[] {
  const byName = new Map<string, AskedName>();
  for (const [index, sent] of usernames.entries()) {
    const name = sent.replace(/^@/, '');
    const path = `usernames.${index}`;
    if (name === '') throw invalid([{ path, message: 'must not be empty', rule: 'empty' }]);
    if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), { path, name });
  }
  return [...byName.values()];
}

function accountTarget(
  name: string,
  accounts: readonly TargetAccount[],
): Target | { readonly path?: string; readonly message: string } {
  const [account, other] = accounts;
  if (account === undefined || other !== undefined) {
    const platforms = accounts.map(({ platform }) => platform).join(' and ');
    return { path: 'script_config.target_app', message: `is needed, since @${name} exists on ${platforms}` };
  }
  const { platform, serial, enabled } = account;
  if (!enabled) return { message: `@${name} (${platform}) is disabled; enable the account first` };
  if (serial === null) return { message: `@${name} (${platform}) is bound to no phone; bind the account to one first` };
  return { serial, platform, account };
}

interface Unknown {
  readonly what: string;
  readonly unknown: readonly string[];
  /** Where the known ones are found. */
  readonly remedy: string;
}

function assertKnown({ what, unknown, remedy }: Unknown): void {
  if (unknown.length === 0) return;
  const names = unknown.map((name) => `"${name}"`).join(', ');
  const sentence = `There is no ${what} ${names}; ${remedy}. Nothing was created.`;
  throw new PostwrightError('NOT_FOUND', sentence, { data: { unknown } });
}

function assertNone(errors: readonly FieldError[]): void {
  const [first, ...rest] = errors;
  if (first !== undefined) throw invalid([first, ...rest]);
}

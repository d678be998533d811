import type { CreateAccount } from '../contract/account.ts';
import type { ImportAccountsQuery, ImportedRow, ImportReport } from '../contract/account-sheet.ts';
import { type FieldError, invalid } from '../errors.ts';
import type { Clock } from '../kit/clock.ts';
import { type AccountRow, listNamed, lockAccounts, saveAccounts } from '../storage/accounts.ts';
import type { Db, Reader } from '../storage/database.ts';
import { knownSerials } from '../storage/devices.ts';
import { adviceOn, type Columns, readHeadings } from './sheet/columns.ts';
import { type ReadRow, type RowFault, readRows } from './sheet/rows.ts';
import { readSheet, type SheetRow, unreadable } from './sheet/table.ts';
import { uniqueTags } from './tags.ts';
import { normalUsername } from './username.ts';

export interface ImportParts {
  readonly db: Db;
  readonly clock: Clock;
}

/** So many mistakes of one sheet are told at once; a dry run tells all. */
const MAX_TOLD_ERRORS = 100;

/** A row with what it would make of its account. */
interface PlannedRow extends ReadRow {
  /** Absent where the row cannot be carried out. */
  readonly account?: SheetAccount;
  readonly before?: AccountRow | undefined;
  readonly changes: readonly string[];
}

type SheetAccount = Required<CreateAccount>;

/**
 * Registers the accounts of a sheet and changes those that are known, all or none. A sheet with anything in a column of
 * passwords is refused as a whole, and nothing of it is kept or told.
 * @throws INVALID_PARAMETER
 */
export async function importAccounts(
  parts: ImportParts,
  bytes: Uint8Array,
  options: ImportAccountsQuery,
): Promise<ImportReport> {
  const [headings, ...below] = await readSheet(bytes);
  if (headings === undefined) throw unreadable('is empty');
  const columns = readHeadings(headings.cells.map((cell) => (typeof cell === 'string' ? cell : '')));
  refuseSecrets(columns, below);
  const rows = readRows(below, { columns: columns.known, platform: options.platform });
  if (rows.length === 0) throw unreadable('has headings, but no rows');
  const planned = await parts.db.transaction().execute(async (tx) => {
    // What is compared must be what is changed: others wait for the moment this takes.
    if (options.dry_run !== true) await lockAccounts(tx);
    const plan = await planRows(tx, rows);
    if (options.dry_run === true) return plan;
    if (options.skip_invalid !== true) refuseFaults(plan);
    const accounts = plan.flatMap(({ account, before, changes }) =>
      account !== undefined && (before === undefined || changes.length > 0) ? [account] : [],
    );
    await saveAccounts(tx, accounts, parts.clock.now());
    return plan;
  });
  return reportOf(planned, columns, options.dry_run === true);
}

function refuseSecrets({ secret }: Columns, rows: readonly SheetRow[]): void {
  const filled = secret.filter(({ index }) => rows.some(({ cells }) => (cells[index] ?? '') !== ''));
  const [first, ...rest] = filled.map(
    ({ heading }): FieldError => ({
      path: `columns.${heading}`,
      message:
        'holds passwords or other secrets, which are neither needed nor kept here: accounts are signed in on the phone. Delete the column and send the sheet again',
    }),
  );
  if (first !== undefined) throw invalid([first, ...rest]);
}

function refuseFaults(rows: readonly PlannedRow[]): void {
  const errors = rows.flatMap(({ number, faults }) =>
    faults.map(
      ({ column, message, remedy }): FieldError => ({
        path: column === null ? `rows.${number}` : `rows.${number}.${column}`,
        message: `${message}. ${remedy}`,
      }),
    ),
  );
  const [first, ...rest] = errors.slice(0, MAX_TOLD_ERRORS);
  if (first !== undefined) throw invalid([first, ...rest]);
}

async function planRows(db: Reader, rows: readonly ReadRow[]): Promise<PlannedRow[]> {
  const names = rows.flatMap(({ wish }) => (wish.username === undefined ? [] : [normalUsername(wish.username)]));
  const registered = new Map((await listNamed(db, [...new Set(names)])).map((row) => [keyOf(row), row]));
  const serials = rows.flatMap(({ wish }) => (typeof wish.serial === 'string' ? [wish.serial] : []));
  const known = await knownSerials(db, [...new Set(serials)]);
  const rowOf = new Map<string, number>();
  return rows.map((row): PlannedRow => {
    const { wish, number } = row;
    if (row.faults.length > 0 || wish.platform === undefined || wish.username === undefined)
      return { ...row, changes: [] };
    const key = keyOf({ platform: wish.platform, username: normalUsername(wish.username) });
    const earlier = rowOf.get(key);
    const faults: RowFault[] = [];
    if (earlier !== undefined) faults.push(twice(row, earlier));
    if (typeof wish.serial === 'string' && !known.has(wish.serial)) faults.push(unknownPhone(row));
    if (faults.length > 0) return { ...row, faults, changes: [] };
    rowOf.set(key, number);
    const before = registered.get(key);
    const account = merged(before, wish as CreateAccount);
    return { ...row, account, before, changes: before === undefined ? [] : changesOf(before, account) };
  });
}

function keyOf({ platform, username }: Pick<AccountRow, 'platform' | 'username'>): string {
  return `${platform}/${username.toLowerCase()}`;
}

function twice({ headings }: ReadRow, earlier: number): RowFault {
  const message = `names the account of row ${earlier} again`;
  return { column: headings.username ?? null, message, remedy: 'Delete one of the two rows.' };
}

function unknownPhone({ headings }: ReadRow): RowFault {
  return {
    column: headings.serial ?? null,
    message: 'names a phone that was never seen here',
    remedy: 'Connect the phone once, or leave the cell empty and match the accounts later.',
  };
}

/** What the sheet does not say stays as it is; of a new account it takes its default. */
function merged(before: AccountRow | undefined, wish: CreateAccount): SheetAccount {
  return {
    platform: wish.platform,
    username: before?.username ?? normalUsername(wish.username),
    display_name: wish.display_name === undefined ? (before?.display_name ?? null) : wish.display_name,
    serial: wish.serial === undefined ? (before?.serial ?? null) : wish.serial,
    enabled: wish.enabled ?? before?.enabled ?? true,
    tags: wish.tags === undefined ? (before?.tags ?? []) : uniqueTags(wish.tags),
    notes: wish.notes ?? before?.notes ?? '',
  };
}

const COMPARED = ['display_name', 'serial', 'enabled', 'tags', 'notes'] as const;

function changesOf(before: AccountRow, account: SheetAccount): string[] {
  return COMPARED.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(account[field]));
}

function reportOf(rows: readonly PlannedRow[], columns: Columns, dryRun: boolean): ImportReport {
  const told = rows.map(toldRow);
  const count = (outcome: ImportedRow['outcome']) => told.filter((row) => row.outcome === outcome).length;
  const ignored = [...columns.ignored, ...columns.secret.map(({ heading }) => heading)];
  return {
    dry_run: dryRun,
    total: rows.length,
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    invalid: count('invalid'),
    ignored_columns: ignored.map((column) => ({ column, did_you_mean: adviceOn(column) })),
    rows: told,
  };
}

function toldRow({ number, account, before, changes, faults }: PlannedRow): ImportedRow {
  return {
    row: number,
    outcome: outcomeOf({ account, before, changes }),
    platform: account?.platform ?? null,
    // Of a row that is refused nothing is repeated.
    username: account?.username ?? null,
    changes: [...changes],
    errors: faults.map(({ column, message, remedy }) => ({ column, message, remedy })),
  };
}

function outcomeOf({
  account,
  before,
  changes,
}: Pick<PlannedRow, 'before' | 'changes'> & { account: SheetAccount | undefined }): ImportedRow['outcome'] {
  if (account === undefined) return 'invalid';
  if (before === undefined) return 'created';
  return changes.length > 0 ? 'updated' : 'unchanged';
}

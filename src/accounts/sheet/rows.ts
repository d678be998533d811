import { ACCOUNT_LIMITS, CreateAccount, TAG_SEPARATORS } from '../../contract/account.ts';
import { checker } from '../../contract/check.ts';
import type { Platform } from '../../contract/common.ts';
import { type FieldError, PostwrightError } from '../../errors.ts';
import { normalUsername, usernameFault } from '../username.ts';
import type { Column, Field } from './columns.ts';
import { type Cell, type CellFault, type SheetRow, unescapeCell } from './table.ts';

export interface RowFault extends CellFault {
  /** The heading as it is written in the sheet; null where the sheet has no such column. */
  readonly column: string | null;
}

/** What a row says of an account. A field without a cell in the row is left out. */
export interface ReadRow {
  readonly number: number;
  readonly wish: Partial<CreateAccount>;
  readonly faults: readonly RowFault[];
  readonly headings: Headings;
}

/** Of the columns there are, as the sheet has them. */
type Headings = Readonly<Partial<Record<Field, string>>>;

/** Alone in a cell it empties the field; an empty cell leaves the field as it is. */
export const EMPTY_MARK = '-';

const YES: ReadonlySet<string> = new Set(['true', '1', 'yes', 'y', 'si', 'sí', 's', 'on', 'x', 'verdadero']);
const NO: ReadonlySet<string> = new Set(['false', '0', 'no', 'n', 'off', 'falso']);
const ENABLED: ReadonlySet<string> = new Set(
  '0 enabled enable active on activo activa activada habilitado habilitada'.split(' '),
);
const DISABLED: ReadonlySet<string> = new Set(
  '1 disabled disable inactive off inactivo inactiva desactivado desactivada deshabilitado deshabilitada'.split(' '),
);
const PLATFORM_NAMES: Readonly<Record<string, Platform>> = Object.freeze({
  tiktok: 'tiktok',
  'tik tok': 'tiktok',
  tt: 'tiktok',
  instagram: 'instagram',
  insta: 'instagram',
  ig: 'instagram',
});

export interface RowsOptions {
  readonly columns: readonly Column[];
  /** Of rows that name none. */
  readonly platform: Platform | undefined;
}

/** Reads what the rows below the headings say; empty ones are passed over. */
export function readRows(rows: readonly SheetRow[], { columns, platform }: RowsOptions): ReadRow[] {
  const headings: Headings = Object.fromEntries(columns.map(({ field, heading }) => [field, heading]));
  const given = platform === undefined ? {} : { platform };
  return rows
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map((row) => readRow(row, columns, { headings, given }));
}

interface RowContext {
  readonly headings: Headings;
  /** What the sheet as a whole is said to be. */
  readonly given: Partial<CreateAccount>;
}

function readRow({ number, cells }: SheetRow, columns: readonly Column[], { headings, given }: RowContext): ReadRow {
  const faults: RowFault[] = [];
  const values: Partial<Record<Field, unknown>> = { ...given };
  for (const column of columns) {
    const value = cellValue(cells[column.index] ?? '', column);
    if (value === undefined) continue;
    if (isFault(value)) faults.push({ column: column.heading, ...value });
    else values[column.field] = value.is;
  }
  faults.push(...missing(values, faults, headings));
  const wish = values as Partial<CreateAccount>;
  return { number, wish, headings, faults: faults.length > 0 ? faults : misfits(wish, headings) };
}

type Read = { readonly is: unknown } | CellFault;

function isFault(read: Read): read is CellFault {
  return 'message' in read;
}

/** @returns undefined for an empty cell, which says nothing. */
function cellValue(cell: Cell, column: Column): Read | undefined {
  if (typeof cell !== 'string') return cell;
  const raw = cell.trim();
  if (raw === '') return undefined;
  const is = raw === EMPTY_MARK ? EMPTY[column.field] : READERS[column.field](unescapeCell(raw), column);
  return is === undefined ? FAULTS[column.field](column) : { is };
}

/** What EMPTY_MARK stands for; undefined where the field cannot be empty. */
const EMPTY: Readonly<Record<Field, unknown>> = {
  platform: undefined,
  username: undefined,
  enabled: undefined,
  display_name: null,
  serial: null,
  tags: [],
  notes: '',
};

/** A cell's text as the field's value; undefined where it cannot be one. */
const READERS: Readonly<Record<Field, (text: string, column: Column) => unknown>> = {
  platform: (text) => PLATFORM_NAMES[text.toLowerCase()],
  username: (text) => text,
  display_name: (text) => text,
  serial: (text) => text,
  tags: (text) => tagsOf(text),
  notes: (text) => text,
  enabled: (text, { isStatus }) => {
    const word = text.toLowerCase();
    const [yes, no] = isStatus ? [ENABLED, DISABLED] : [YES, NO];
    if (yes.has(word)) return true;
    return no.has(word) ? false : undefined;
  },
};

const FAULTS: Readonly<Record<Field, (column: Column) => CellFault>> = {
  platform: () => ({ message: 'names no platform', remedy: 'Write tiktok or instagram.' }),
  username: () => ({ message: 'names no account', remedy: 'Write the username, with or without @.' }),
  enabled: ({ isStatus }) =>
    isStatus
      ? { message: 'is no status', remedy: 'Write 0 (or enabled) or 1 (or disabled), as TikMatrix does.' }
      : { message: 'is neither yes nor no', remedy: 'Write true or false.' },
  display_name: () => ({ message: 'cannot be read', remedy: 'Write text.' }),
  serial: () => ({ message: 'cannot be read', remedy: "Write the phone's ADB serial, or leave it empty." }),
  tags: () => ({ message: 'cannot be read', remedy: 'Write words with commas between them.' }),
  notes: () => ({ message: 'cannot be read', remedy: 'Write text.' }),
};

function missing(values: Partial<Record<Field, unknown>>, faults: readonly RowFault[], headings: Headings): RowFault[] {
  const isLeftOut = (field: Field) =>
    values[field] === undefined && !faults.some(({ column }) => column !== null && column === headings[field]);
  const found: RowFault[] = [];
  if (isLeftOut('username')) {
    const remedy = 'Write the username, or delete the row.';
    found.push({ column: headings.username ?? null, message: 'is empty', remedy });
  }
  if (isLeftOut('platform')) {
    const remedy = 'Add a column "platform" with tiktok or instagram, or say platform=tiktok for the whole sheet.';
    found.push({ column: headings.platform ?? null, message: 'says no platform', remedy });
  }
  return found;
}

const check = checker(CreateAccount);

/** What the contract says of the values. */
function misfits(wish: Partial<CreateAccount>, headings: Headings): RowFault[] {
  try {
    const { platform, username } = check(wish);
    const fault = usernameFault(platform, normalUsername(username));
    return fault === undefined ? [] : [misfit('username', fault, headings)];
  } catch (error) {
    if (!(error instanceof PostwrightError)) throw error;
    const errors = error.data?.errors as readonly FieldError[];
    return errors.map(({ path, message }) => misfit(path.split('.', 1)[0] as Field, message, headings));
  }
}

function misfit(field: Field, message: string, headings: Headings): RowFault {
  return { column: headings[field] ?? null, message, remedy: LIMITS[field] ?? 'Mend the cell.' };
}

const LIMITS: Readonly<Partial<Record<Field, string>>> = {
  username: 'Write the username, with or without @.',
  display_name: `Keep it to ${ACCOUNT_LIMITS.displayNameUnits} characters.`,
  serial: "Write the phone's ADB serial, or leave it empty.",
  tags: `Write at most ${ACCOUNT_LIMITS.tags} tags of at most 50 characters, with commas between them.`,
  notes: `Keep them to ${ACCOUNT_LIMITS.notesUnits} characters.`,
};

function tagsOf(text: string): string[] {
  let parts = [text];
  for (const separator of TAG_SEPARATORS) parts = parts.flatMap((part) => part.split(separator));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

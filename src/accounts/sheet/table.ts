import { ACCOUNT_SHEET_BYTES } from '../../contract/account-sheet.ts';
import { invalid, type PostwrightError } from '../../errors.ts';

/** What is wrong in a cell. It never repeats what stands there: that may be a password in the wrong column. */
export interface CellFault {
  readonly message: string;
  readonly remedy: string;
}

/** A cell as text, empty where there is nothing, or what keeps it from being text. */
export type Cell = string | CellFault;

export interface SheetRow {
  /** As a spreadsheet counts: the headings are row 1. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

export type SheetFormat = 'csv' | 'xlsx';

/** As many accounts as 1,000 phones hold ten times over; what is larger is no list of accounts. */
export const MAX_SHEET_ROWS = 10_000;

/** Ours has twelve, TikMatrix's fifteen; Excel's own limit is 16,384. */
export const MAX_SHEET_COLUMNS = 200;

/** How the formats are told apart, whatever the file is called: a ZIP, or the container of old and encrypted Excel files. */
const ZIP_MAGIC = [0x50, 0x4b, 0x03, 0x04];
const OLE2_MAGIC = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** Reads all rows of a sheet, the headings first. @throws INVALID_PARAMETER */
export async function readSheet(bytes: Uint8Array): Promise<SheetRow[]> {
  if (bytes.byteLength > ACCOUNT_SHEET_BYTES)
    throw unreadable(`is larger than ${ACCOUNT_SHEET_BYTES / 1024 ** 2} MiB; send it in parts`);
  if (beginsWith(bytes, OLE2_MAGIC)) {
    throw unreadable('is an Excel file with a password, or of the old .xls kind; save it as .xlsx without a password');
  }
  // Loaded when a sheet comes: most servers never see one.
  if (beginsWith(bytes, ZIP_MAGIC)) return await (await import('./xlsx.ts')).readXlsx(bytes);
  return (await import('./csv.ts')).readCsv(bytes);
}

/** The file as a whole cannot be read. */
export function unreadable(why: string): PostwrightError {
  return invalid([{ path: 'file', message: why }]);
}

export function assertRowCount(count: number): void {
  if (count <= MAX_SHEET_ROWS + 1) return;
  throw unreadable(`has more than ${MAX_SHEET_ROWS.toLocaleString('en')} rows; send it in parts`);
}

function beginsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** What spreadsheets take for the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const ESCAPED = /^'*[=+\-@\t\r]/;
const ESCAPED_ONCE = /^'+[=+\-@\t\r]/;

/** A leading ' keeps a spreadsheet from running a cell; what begins like an escaped cell gets one more. */
export function escapeCell(text: string): string {
  return ESCAPED.test(text) ? `'${text}` : text;
}

export function unescapeCell(text: string): string {
  return ESCAPED_ONCE.test(text) ? text.slice(1) : text;
}

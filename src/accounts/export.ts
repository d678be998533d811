import type { ExportAccountsQuery } from '../contract/account-sheet.ts';
import type { AccountRow } from '../storage/accounts.ts';
import { viewAccount } from './account-view.ts';

/** What an account's row holds, in this order; the importer reads all of it back but the last five, which are only told. */
export const EXPORTED = [
  'platform',
  'username',
  'display_name',
  'serial',
  'enabled',
  'tags',
  'notes',
  'last_post_at',
  'last_check_at',
  'signed_in',
  'created_at',
  'updated_at',
] as const;

/** Writes accounts as a sheet: one row each, below the headings. */
export async function writeAccountSheet(
  accounts: readonly AccountRow[],
  format: NonNullable<ExportAccountsQuery['format']>,
): Promise<Uint8Array> {
  const rows = [[...EXPORTED], ...accounts.map(cellsOf)];
  if (format === 'xlsx') return await (await import('./sheet/xlsx.ts')).writeXlsx(rows);
  return (await import('./sheet/csv.ts')).writeCsv(rows);
}

function cellsOf(row: AccountRow): string[] {
  const account = viewAccount(row);
  return EXPORTED.map((column) => {
    const value = account[column];
    if (Array.isArray(value)) return value.join(', ');
    return value === null ? '' : String(value);
  });
}

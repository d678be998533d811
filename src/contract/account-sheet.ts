import { type Static, Type } from 'typebox';

import { AccountListQuery } from './account.ts';
import { Nullable, Platform } from './common.ts';

/** A sheet of accounts may be this large: about three times what 10,000 accounts with all columns filled take as CSV. */
export const ACCOUNT_SHEET_BYTES = 5 * 1024 * 1024;

export const CSV_TYPE = 'text/csv';
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const ImportAccountsQuery = Type.Object(
  {
    dry_run: Type.Optional(Type.Boolean({ default: false, description: 'Only say what would happen.' })),
    skip_invalid: Type.Optional(
      Type.Boolean({ default: false, description: 'Leave out rows with errors instead of refusing the whole sheet.' }),
    ),
    platform: Type.Optional(Type.Enum(Platform.enum, { description: 'Of rows that name none.' })),
  },
  { additionalProperties: false, title: 'ImportAccountsQuery' },
);
export type ImportAccountsQuery = Static<typeof ImportAccountsQuery>;

export const ImportedRow = Type.Object(
  {
    row: Type.Integer({ description: 'As a spreadsheet counts: the headings are row 1.' }),
    outcome: Type.Enum(['created', 'updated', 'unchanged', 'invalid']),
    platform: Nullable(Platform),
    username: Nullable(Type.String(), { description: 'Null where the row names none that could be one.' }),
    changes: Type.Array(Type.String(), { description: 'The fields that change, of an account that is known.' }),
    errors: Type.Array(
      Type.Object({
        column: Nullable(Type.String(), { description: 'The heading as the sheet has it; null where it has no such.' }),
        message: Type.String(),
        remedy: Type.String(),
      }),
      { description: 'They never repeat what is in the cell.' },
    ),
  },
  { title: 'ImportedRow' },
);
export type ImportedRow = Static<typeof ImportedRow>;

export const ImportReport = Type.Object(
  {
    dry_run: Type.Boolean(),
    total: Type.Integer({ description: 'Rows that are not empty, without the headings.' }),
    created: Type.Integer(),
    updated: Type.Integer(),
    unchanged: Type.Integer(),
    invalid: Type.Integer(),
    ignored_columns: Type.Array(
      Type.Object({
        column: Type.String(),
        did_you_mean: Nullable(Type.String({ description: 'A heading that is read and spelled nearly the same.' })),
      }),
    ),
    rows: Type.Array(ImportedRow),
  },
  { title: 'ImportReport' },
);
export type ImportReport = Static<typeof ImportReport>;

export const ExportAccountsQuery = Type.Object(
  { format: Type.Optional(Type.Enum(['csv', 'xlsx'], { default: 'csv' })), ...AccountListQuery.properties },
  { additionalProperties: false, title: 'ExportAccountsQuery' },
);
export type ExportAccountsQuery = Static<typeof ExportAccountsQuery>;

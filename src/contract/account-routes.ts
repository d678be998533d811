import { Type } from 'typebox';

import { Account, AccountList, AccountListQuery, CreateAccount, UpdateAccount } from './account.ts';
import {
  ACCOUNT_SHEET_BYTES,
  CSV_TYPE,
  ExportAccountsQuery,
  ImportAccountsQuery,
  ImportReport,
  XLSX_TYPE,
} from './account-sheet.ts';
import { Id } from './common.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { Deleted, NoBody } from './task-actions.ts';

const ACCOUNT = `${API_PREFIX}/account`;
const AccountId = Type.Object({ id: Id });

export const ACCOUNT_ROUTES = {
  listAccounts: {
    method: 'GET',
    path: ACCOUNT,
    tag: 'account',
    summary: 'List accounts',
    query: AccountListQuery,
    data: AccountList,
    errors: [],
  },
  createAccount: {
    method: 'POST',
    path: ACCOUNT,
    tag: 'account',
    summary: 'Register an account',
    description: 'Its password is never asked for: it is signed in on the phone by its owner.',
    body: CreateAccount,
    data: Account,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  importAccounts: {
    method: 'POST',
    path: `${ACCOUNT}/import`,
    tag: 'account',
    summary: 'Register and change accounts by a sheet',
    description:
      'CSV (UTF-8 or UTF-16; commas, semicolons, tabs or bars) or XLSX (its first sheet), with headings in the first row, at most 10,000 rows. All or nothing; dry_run only says what would happen. A sheet with anything in a column of passwords is refused.',
    query: ImportAccountsQuery,
    upload: { types: [CSV_TYPE, XLSX_TYPE], limitBytes: ACCOUNT_SHEET_BYTES },
    data: ImportReport,
    errors: [],
  },
  exportAccounts: {
    method: 'GET',
    path: `${ACCOUNT}/export`,
    tag: 'account',
    summary: 'Accounts as a sheet',
    description: 'The import reads it back. Cells that a spreadsheet would run as formulas begin with an apostrophe.',
    query: ExportAccountsQuery,
    data: null,
    files: [CSV_TYPE, XLSX_TYPE],
    errors: [],
  },
  readAccount: {
    method: 'GET',
    path: `${ACCOUNT}/{id}`,
    tag: 'account',
    summary: 'Read an account',
    params: AccountId,
    data: Account,
    errors: ['NOT_FOUND'],
  },
  replaceAccount: {
    method: 'PUT',
    path: `${ACCOUNT}/{id}`,
    tag: 'account',
    summary: 'Replace an account',
    description: 'What is left out takes its default: no phone, enabled.',
    params: AccountId,
    body: CreateAccount,
    data: Account,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  updateAccount: {
    method: 'PATCH',
    path: `${ACCOUNT}/{id}`,
    tag: 'account',
    summary: 'Change an account',
    description: 'What is left out stays as it is.',
    params: AccountId,
    body: UpdateAccount,
    data: Account,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  deleteAccount: {
    method: 'DELETE',
    path: `${ACCOUNT}/{id}`,
    tag: 'account',
    summary: 'Forget an account',
    description: 'Its tasks stay.',
    params: AccountId,
    body: NoBody,
    bodyOptional: true,
    data: Deleted,
    errors: ['NOT_FOUND'],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;

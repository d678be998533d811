import { Type } from 'typebox';

import { Account, AccountList, AccountListQuery, CreateAccount, UpdateAccount } from './account.ts';
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

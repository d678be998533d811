import type { Account } from '../contract/account.ts';
import type { AccountRow } from '../storage/accounts.ts';

/** An account as the API shows it. */
export function viewAccount({ created_at: createdAt, updated_at: updatedAt, ...row }: AccountRow): Account {
  return { ...row, created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() };
}

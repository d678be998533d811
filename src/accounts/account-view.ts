import type { Account } from '../contract/account.ts';
import type { AccountRow } from '../storage/accounts.ts';

/** An account as the API shows it. */
export function viewAccount(row: AccountRow): Account {
  return {
    id: row.id,
    platform: row.platform,
    username: row.username,
    display_name: row.display_name,
    serial: row.serial,
    enabled: row.enabled,
    tags: row.tags,
    notes: row.notes,
    last_post_at: row.last_post_at?.toISOString() ?? null,
    last_check_at: row.last_check_at?.toISOString() ?? null,
    signed_in: row.signed_in,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

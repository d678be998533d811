import { sql } from 'kysely';

import { anyText } from './arrays.ts';
import type { Reader } from './database.ts';

/** An account as far as a task needs to know it. */
export interface TargetAccount {
  readonly id: number;
  readonly platform: 'tiktok' | 'instagram';
  readonly username: string;
  readonly serial: string | null;
  readonly enabled: boolean;
}

// Read inside a transaction, an account cannot be deleted before the tasks that name it are stored.
const COLUMNS = ['id', 'platform', 'username', 'serial', 'enabled'] as const;

/** Which of these serials belong to phones that were ever seen. */
export async function knownSerials(db: Reader, serials: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('devices').select('serial').where('serial', '=', anyText(serials)).execute();
  return new Set(rows.map((row) => row.serial));
}

/** Accounts on any platform by their names, which are compared in lower case. */
export async function findAccountsByName(db: Reader, usernames: readonly string[]): Promise<TargetAccount[]> {
  const names = usernames.map((username) => username.toLowerCase());
  return await db
    .selectFrom('accounts')
    .select(COLUMNS)
    .where(sql<string>`lower(username)`, '=', anyText(names))
    .orderBy('id')
    .forKeyShare()
    .execute();
}

/** The accounts that may publish on these phones, in the order they were registered. */
export async function listEnabledAccounts(db: Reader, serials: readonly string[]): Promise<TargetAccount[]> {
  return await db
    .selectFrom('accounts')
    .select(COLUMNS)
    .where('serial', '=', anyText(serials))
    .where('enabled', '=', true)
    .orderBy('id')
    .forKeyShare()
    .execute();
}

import { sql } from 'kysely';

import type { Reader } from './database.ts';

export interface ServerIdentity {
  readonly id: string;
  /** The place it runs at: a later server of the same place knows that this one has ended. */
  readonly host: string;
  readonly pid: number;
  readonly startedAt: Date;
}

/**
 * Writes that a server lives, and so proves that the database takes writes: what /readyz measures.
 * The row comes back if somebody has removed it.
 */
export async function pingWrite(db: Reader, { id, host, pid, startedAt }: ServerIdentity, at: Date): Promise<void> {
  await db
    .insertInto('servers')
    .values({ id, host, pid, started_at: startedAt, heartbeat_at: at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ heartbeat_at: at }))
    .execute();
}

/** A server that ends. What it leaves unsettled is known by its row to be left, so that stays then. */
export async function deleteServer(db: Reader, id: string): Promise<void> {
  await db.deleteFrom('servers').where('id', '=', id).where(hasNothingRunning).execute();
}

/** Servers that were killed leave their rows; those without an unsettled attempt have nothing left to tell. */
export async function forgetServers(db: Reader, silentSince: Date): Promise<void> {
  await db.deleteFrom('servers').where('heartbeat_at', '<', silentSince).where(hasNothingRunning).execute();
}

const hasNothingRunning = sql<boolean>`not exists (
  select from attempts where attempts.server_id = servers.id and attempts.outcome = 'running')`;

export interface HeartbeatRow {
  readonly id: string;
  readonly heartbeat_at: Date;
}

/** Of all servers but one, dead ones too: whose heart beats is known by looking twice. */
export async function listOtherHeartbeats(db: Reader, id: string): Promise<HeartbeatRow[]> {
  return await db.selectFrom('servers').select(['id', 'heartbeat_at']).where('id', '<>', id).execute();
}

import { sql } from 'kysely';

import type { Reader, Tx } from './database.ts';

export interface NewRequest {
  readonly id: string;
  readonly idempotencyKey: string | null;
  readonly bodyHash: string;
  readonly answer: object;
  readonly createdAt: Date;
}

/** What an earlier request under the same idempotency key sent and was answered. */
export interface AnsweredRequest {
  readonly body_hash: string;
  readonly answer: object;
}

export interface KeyOptions {
  readonly key: string;
  /** Older requests count as forgotten. */
  readonly since: Date;
}

export async function findAnswered(db: Reader, { key, since }: KeyOptions): Promise<AnsweredRequest | undefined> {
  return await db
    .selectFrom('requests')
    .select(['body_hash', 'answer'])
    .where('idempotency_key', '=', key)
    .where('created_at', '>=', since)
    .executeTakeFirst();
}

/** Until the transaction ends, requests with the same key wait here, so that only the first of them creates anything. */
export async function lockIdempotencyKey(tx: Tx, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`postwright.request.${key}`}, 0))`.execute(tx);
}

export async function insertRequest(tx: Tx, request: NewRequest): Promise<void> {
  await tx
    .insertInto('requests')
    .values({
      id: request.id,
      idempotency_key: request.idempotencyKey,
      body_hash: request.bodyHash,
      answer: JSON.stringify(request.answer),
      created_at: request.createdAt,
    })
    .execute();
}

/** Forgets a request whose key has run out, so that the key can be used again. */
export async function forgetKey(tx: Tx, { key, since }: KeyOptions): Promise<void> {
  await tx.deleteFrom('requests').where('idempotency_key', '=', key).where('created_at', '<', since).execute();
}

/** Forgets all requests whose keys have run out. Rows that another request is deleting are left to it. */
export async function forgetRequests(db: Reader, before: Date): Promise<void> {
  await db
    .deleteFrom('requests')
    .where('id', 'in', (old) =>
      old.selectFrom('requests').select('id').where('created_at', '<', before).forUpdate().skipLocked(),
    )
    .execute();
}

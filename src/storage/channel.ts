/** What the servers of one database tell each other, by LISTEN and NOTIFY. Nothing is kept: who does not listen misses it. */
import { Socket } from 'node:net';

import { sql } from 'kysely';
import pg from 'pg';

import type { Reader } from './database.ts';

const CHANNEL = 'postwright_facts';
/** PostgreSQL takes no payload of 8,000 bytes (https://www.postgresql.org/docs/18/sql-notify.html). */
export const MAX_MESSAGE_BYTES = 7_900;
const CONNECT_TIMEOUT_MS = 10_000;
/** It does nothing but listen: an answer that takes longer will not come. */
const ANSWER_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 1_000;

export interface Listening {
  /** Whether the connection is there still. One that is not tells nothing by itself. @throws when it is not. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Calls `onMessage` with all that is told from now on, also by this server. It has a connection of its own. */
export async function listenForMessages(url: string, onMessage: (text: string) => void): Promise<Listening> {
  const socket = new Socket();
  const client = new pg.Client({
    connectionString: url,
    stream: () => socket,
    application_name: 'postwright-facts',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
  });
  // What breaks it is found by the next check; without a listener it would end the process.
  client.on('error', () => {});
  client.on('notification', ({ payload }) => onMessage(payload ?? ''));
  const close = async (): Promise<void> => await closeInTime(client, socket);
  try {
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { check: async () => void (await client.query('select 1')), close };
}

/** All of them, or none. @param texts each of at most MAX_MESSAGE_BYTES. */
export async function tellMessages(db: Reader, texts: readonly string[]): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, text) from unnest(${[...texts]}::text[]) as text`.execute(db);
}

/** A PostgreSQL that has fallen silent does not say good-bye either, and must not keep the process. */
async function closeInTime(client: pg.Client, socket: Socket): Promise<void> {
  const { promise: tooLate, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    socket.destroy();
    resolve();
  }, CLOSE_TIMEOUT_MS);
  await Promise.race([client.end().catch(() => {}), tooLate]);
  clearTimeout(timer);
}

import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';

import { givingUpTheSilent } from './patience.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;
/** What a query function takes first: it reads and writes the same whether or not a transaction surrounds it. */
export type Reader = Db | Tx;

export interface OpenOptions {
  /** Connections at most; each costs PostgreSQL a process of a few MB. */
  readonly maxConnections?: number;
  /** Told when a resting connection breaks (PostgreSQL restarted). The pool opens another by itself. */
  readonly onConnectionLost?: (error: Error) => void;
  /** How long one statement may take; migrations and copies of whole tables take longer than any other. */
  readonly statementTimeoutMs?: number;
  /** How long a transaction may rest between two statements; 0 for as long as it likes. */
  readonly idleTransactionMs?: number;
}

/** One server's lanes, API calls and heartbeats share these; statements are short, so few are busy at once. */
const DEFAULT_MAX_CONNECTIONS = 10;
/** Longer than a PostgreSQL that is busy with crash recovery of a small database, shorter than a caller's patience. */
const CONNECT_TIMEOUT_MS = 10_000;
/** No statement of ours takes seconds: one that does is stuck behind a lock, and an error beats a hanging server. */
const STATEMENT_TIMEOUT_MS = 15_000;
/**
 * A server that is suspended in the middle of a transaction keeps what it has locked, and another that would take its
 * attempts over waits: PostgreSQL ends its session before anybody takes it for dead (15 s).
 * https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT
 */
const IDLE_TRANSACTION_MS = 10_000;
/** A PostgreSQL that has not even said by then that the statement took too long hangs, or the network does. */
const SILENCE_FACTOR = 4 / 3;

const INT8_OID = 20;

/** bigint as number: our ids and sizes stay far below 2^53. Only for our connections, not for all users of `pg`. */
function typeParsers(): pg.CustomTypesConfig {
  const parsers = new pg.TypeOverrides();
  parsers.setTypeParser(INT8_OID, Number);
  return parsers;
}

/**
 * Opens a pool; nothing is connected until the first query. Close it with `db.destroy()`.
 * @param url `postgresql://user:password@host:port/database`, or with a Unix socket `postgresql:///database?host=/directory&user=name`.
 */
export function openDatabase(url: string, options: OpenOptions = {}): Db {
  const statementTimeoutMs = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'postwright',
    max: options.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    query_timeout: Math.round(statementTimeoutMs * SILENCE_FACTOR),
    idle_in_transaction_session_timeout: options.idleTransactionMs ?? IDLE_TRANSACTION_MS,
    keepAlive: true,
    types: typeParsers(),
  });
  // Without a listener, a resting connection that breaks would end the process.
  pool.on('error', (error) => options.onConnectionLost?.(error));
  // Nor must one that breaks while it is used: its statement fails, and that is told to whoever sent it.
  pool.on('connect', (client) => client.on('error', () => {}));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: givingUpTheSilent(pool) }) });
}

/** Reads that belong together, as of one moment: what others write meanwhile is not seen half. */
export async function atOneMoment<T>(db: Db, read: (tx: Tx) => Promise<T>): Promise<T> {
  return await db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

/**
 * https://www.postgresql.org/docs/18/errcodes-appendix.html: no connection, or none for us; a server that comes or goes,
 * takes no writes for now, or lacks disk, memory or connections; a session or a statement that was cut off.
 */
const AWAY_STATES = /^(?:08...|25006|25P0[34]|28...|3D000|53...|57014|57P0[1-5]|58030)$/;
/** What `pg`, `pg-pool` and Kysely say without a code of any kind (pg's client.js and connection.js, pg-pool's index.js). */
const AWAY_MESSAGES = [
  /^Connection terminated/,
  /^timeout exceeded when trying to connect$/,
  /^timeout expired$/,
  /^Query read timeout$/,
  /^Client (?:has encountered a connection error|was closed) and is not queryable$/,
  /^Cannot use a pool after calling end on the pool$/,
  /^driver has already been destroyed$/,
  /^Postgres connection has been discarded$/,
  /^The server does not support SSL connections$/,
  /^There was an error establishing an SSL connection$/,
];
/** What the system says of a connection that could not be made, or broke. */
const AWAY_SYSCALLS = new Set(['connect', 'getaddrinfo']);
const AWAY_CODES = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
]);

/** Whether an error means that the database cannot be used now: nothing is wrong with what was asked of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown };
  if (typeof syscall === 'string' && AWAY_SYSCALLS.has(syscall)) return true;
  if (typeof code === 'string' && (AWAY_CODES.has(code) || AWAY_STATES.test(code))) return true;
  return AWAY_MESSAGES.some((message) => message.test(error.message)) || isDatabaseAway(error.cause);
}

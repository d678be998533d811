/** https://www.postgresql.org/docs/18/errcodes-appendix.html: no connection, none left, or a server that comes or goes. */
const AWAY_STATES = /^(?:08...|53300|57P0[1-4])$/;
/** What `pg` and `pg-pool` say without a code of any kind (their client.js and index.js). */
const AWAY_MESSAGES = [
  /^Connection terminated/,
  /^timeout exceeded when trying to connect$/,
  /^timeout expired$/,
  /^Client (?:has encountered a connection error|was closed) and is not queryable$/,
  /^Cannot use a pool after calling end on the pool$/,
  /^driver has already been destroyed$/,
];

/** Whether an error means that the database cannot be reached now: nothing is wrong with what was asked of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown };
  if (syscall === 'connect' || code === 'ECONNRESET' || code === 'EPIPE') return true;
  if (typeof code === 'string' && AWAY_STATES.test(code)) return true;
  return AWAY_MESSAGES.some((message) => message.test(error.message)) || isDatabaseAway(error.cause);
}

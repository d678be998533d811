import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';

/**
 * A pool that gives up connections whose PostgreSQL has fallen silent: a server that hangs, or a network that swallows
 * what is sent. `pg` itself ends only the wait for the answer (`query_timeout`), and would hand the connection, which
 * still waits, to whoever comes next.
 */
export function givingUpTheSilent(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => new Connection(await pool.connect()),
    end: async () => await pool.end(),
  };
}

class Connection implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  #silent: Error | undefined;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query<Row>(
    text: string | PostgresCursor<Row>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof text !== 'string') throw new Error('Cursors are not used here');
    return this.#ask<Row>(text, values);
  }

  /** After a silence nothing else is waited for: neither the rollback nor what the transaction would have done next. */
  async #ask<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    if (this.#silent !== undefined) throw new Error('Connection terminated after a silence', { cause: this.#silent });
    try {
      // What `pg` gives back is what Kysely declares of it.
      return (await this.#client.query(text, [...values])) as unknown as PostgresQueryResult<Row>;
    } catch (error) {
      if (isSilence(error)) this.#silent = error;
      throw error;
    }
  }

  release(destroy = false): void {
    this.#client.release(destroy || this.#silent !== undefined);
  }
}

function isSilence(error: unknown): error is Error {
  return error instanceof Error && error.message === 'Query read timeout';
}

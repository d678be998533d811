import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startEmbeddedPostgres } from '../../src/storage/embedded.ts';

export const TEST_DATABASE_VARIABLE = 'POSTWRIGHT_TEST_DATABASE_URL';

/** A file system in memory, as Linux has it. */
const IN_MEMORY = '/dev/shm';
/** Some hundred databases of 10 MB, many times over. */
const ROOM_BYTES = 4 * 2 ** 30;

export interface TestPostgres {
  /** A superuser's address; each test makes its own database beside. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL for tests, in a temporary directory: nothing in it outlives `stop`. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const dataDirectory = await mkdtemp(join(await quickPlace(), 'postwright-test-postgres-'));
  // Its data are thrown away, so they need not survive a crash; many test files share its connections.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '450' };
  const postgres = await startEmbeddedPostgres({ dataDirectory, settings });
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Most tests have a database of their own: on a disk its making takes ten times the processor that it takes in memory. */
async function quickPlace(): Promise<string> {
  const found = await statfs(IN_MEMORY).catch(() => null);
  return found !== null && found.bavail * found.bsize >= ROOM_BYTES ? IN_MEMORY : tmpdir();
}

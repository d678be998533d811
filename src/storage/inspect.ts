import { chooseAccount } from './embedded/account.ts';
import { findBinaries } from './embedded/binaries.ts';
import { checkCluster, clusterDirectoryIn } from './embedded/cluster.ts';
import { isPostmasterOf, readPostmasterFile } from './embedded/postmaster.ts';

export interface EmbeddedState {
  /** The version of the programs that come with Postwright. */
  readonly major: number;
  /** Whether the data directory holds a database already. */
  readonly exists: boolean;
  /** Whether its PostgreSQL is running, under a server that works now or one that was killed. */
  readonly runs: boolean;
}

/**
 * Looks at the embedded PostgreSQL of a data directory without starting it.
 * @throws DATABASE_UNAVAILABLE, DATABASE_TOO_NEW, DATA_DIR_UNUSABLE: what a start would throw.
 */
export async function inspectEmbedded(dataDirectory: string): Promise<EmbeddedState> {
  const directory = clusterDirectoryIn(dataDirectory);
  const account = await chooseAccount(directory);
  const binaries = await findBinaries(account);
  const exists = await checkCluster({ directory, account, binaries });
  const file = await readPostmasterFile(directory);
  const runs = file !== undefined && (await isPostmasterOf(directory, file.pid));
  return { major: binaries.major, exists, runs };
}

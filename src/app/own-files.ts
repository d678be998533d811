import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE_NAME = 'database';

/**
 * Whether a data directory belongs to a database: the first one that asks. Somebody may point a server at another
 * database by mistake, to which all the files here would look as if no row named them.
 */
export async function ownsFiles(dataDir: string, identity: string): Promise<boolean> {
  const path = join(dataDir, FILE_NAME);
  const kept = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (kept !== '') return kept === identity;
  await writeFile(path, `${identity}\n`);
  return true;
}

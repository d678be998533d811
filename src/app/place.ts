import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const FILE_NAME = 'place';
const UUID = /^[0-9a-f-]{36}$/;

/**
 * Names this host and data directory for all servers of one database. Two machines may share a host name and a path
 * (images, containers), so the directory holds a name of its own. The caller holds the directory's lock.
 */
export async function namePlace(dataDir: string): Promise<string> {
  const path = join(dataDir, FILE_NAME);
  const kept = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (UUID.test(kept)) return `${hostname()}:${kept}`;
  const made = randomUUID();
  // Beside it first: half a name would be another place, and what a killed server left would wait for a timeout.
  await writeFile(`${path}.new`, `${made}\n`, { flush: true });
  await rename(`${path}.new`, path);
  return `${hostname()}:${made}`;
}

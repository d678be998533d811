import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
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
  await writeFile(path, `${made}\n`);
  return `${hostname()}:${made}`;
}

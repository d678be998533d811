import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;

/** What sessions of the console are sealed with: made once for a data directory, readable by its owner alone. */
export async function readSessionSecret(dataDir: string): Promise<Uint8Array> {
  const path = join(dataDir, 'session-secret');
  const kept = await readFile(path).catch(() => null);
  // A file that a killed start left behind half written is no secret.
  if (kept !== null && kept.length === SECRET_BYTES) return kept;
  const secret = randomBytes(SECRET_BYTES);
  await writeFile(path, secret, { mode: OWNER_ONLY });
  return secret;
}

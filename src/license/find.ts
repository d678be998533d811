import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PostwrightError } from '../errors.ts';

const FILE_NAME = 'license.jwt';

export interface LicensePlace {
  /** The setting. */
  readonly license: string | null;
  readonly dataDir: string;
}

/** The token of the settings, else that of license.jwt in the data directory; null when there is neither. */
export async function findToken({ license, dataDir }: LicensePlace): Promise<string | null> {
  if (license !== null) return license;
  const path = join(dataDir, FILE_NAME);
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new PostwrightError('LICENSE_INVALID', `${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

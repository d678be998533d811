import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder that holds package.json, flows/ and examples/. The same two steps up from src/kit/ in a clone as from
 * dist/kit/ in an installed package.
 */
export const packageRoot = join(import.meta.dirname, '..', '..');

/** The version in package.json. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return version;
}

import { join } from 'node:path';

/** The clone. */
export const root = join(import.meta.dirname, '..');

/** A path in the clone. */
export function inRoot(...parts: readonly string[]): string {
  return join(root, ...parts);
}

/** The script a package of node_modules puts in place of its command, to be run with this Node. */
export function binOf(...parts: readonly string[]): string {
  return inRoot('node_modules', ...parts);
}

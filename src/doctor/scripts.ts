/** Whether the custom scripts of the data directory can be run. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { ERRORS } from '../errors.ts';
import { CustomScripts } from '../scripts/custom/custom-scripts.ts';
import { type Finding, fail, ok } from './finding.ts';

/** Folder of the custom scripts in the data directory. */
export const CUSTOM_SCRIPTS = 'scripts';

export function* checkScripts({ dataDir }: Config): Iterable<Finding> {
  const scripts = new CustomScripts({ folder: join(dataDir, CUSTOM_SCRIPTS), androidDialogs: () => [] });
  for (const { name, script, error } of scripts.list()) {
    const subject = `Script ${name}`;
    if (script === null) yield fail(subject, error, ERRORS.SCRIPT_INVALID.remedy);
    else yield ok(subject, script.publishes ? 'can be run, and may publish' : 'can be run, publishes nothing');
  }
}

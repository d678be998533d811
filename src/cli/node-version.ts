import { ERRORS } from '../errors.ts';

/** What pg-boss needs, the most demanding of the dependencies; package.json says the same under `engines`. */
const OLDEST = { major: 22, minor: 12 } as const;

/**
 * Why this Node cannot run Postwright, in lines for the terminal; null when it can.
 * @param version as `process.versions.node`: `22.12.0`.
 */
export function nodeTooOld(version: string): readonly string[] | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return null;
  const { sentence, remedy } = ERRORS.NODE_TOO_OLD;
  return [`error: ${sentence} (NODE_TOO_OLD)`, `  It is ${version}.`, `  → ${remedy}`];
}

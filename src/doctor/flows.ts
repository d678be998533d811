/** Whether the flow files can be used: the package's own and the operator's copies. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { ERRORS } from '../errors.ts';
import { APP_NAMES, DRIVERS, openFlowLibrary } from '../scripts/post/known-apps.ts';
import { type Finding, fail, ok } from './finding.ts';

/** Folder of the operator's copies in the data directory. */
export const OPERATOR_FLOWS = 'flows';

export function* checkFlows({ dataDir }: Config): Iterable<Finding> {
  const library = openFlowLibrary({ operatorFlows: join(dataDir, OPERATOR_FLOWS) });
  for (const app of APP_NAMES) {
    const subject = `Flows of ${DRIVERS[app].title}`;
    const problems = library.problems(app);
    for (const problem of problems) yield fail(subject, problem.message, ERRORS.FLOW_INVALID.remedy);
    if (problems.length > 0) continue;
    const copies = library.folders.files(app).filter(({ source }) => source === 'operator');
    const ours = copies.map(({ shown }) => shown).join(', ');
    yield ok(subject, copies.length === 0 ? 'as they were shipped' : `with your copies: ${ours}`);
  }
}

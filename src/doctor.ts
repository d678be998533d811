/** Looks at everything Postwright needs and says, line by line, how it is. It changes nothing. */
import type { Config } from './config.ts';
import type { Finding } from './doctor/finding.ts';
import { checkFlows } from './doctor/flows.ts';
import { checkDataDir, checkPostgres } from './doctor/machine.ts';
import { checkPhones } from './doctor/phones.ts';
import { checkScripts } from './doctor/scripts.ts';

export type { Finding } from './doctor/finding.ts';

/** Yields each finding as soon as it is made; never throws for what it finds. */
export async function* diagnose(config: Config): AsyncIterable<Finding> {
  yield await checkDataDir(config);
  yield await checkPostgres(config);
  yield* checkFlows(config);
  yield* checkScripts(config);
  yield* checkPhones(config);
}

/** How the package manager says no: the reason in brackets on standard output, and exit code 1. */
import { type Call, say } from '../../call.ts';

export async function fail(call: Call, reason: string): Promise<number> {
  await say(call, `Failure [${reason}]`);
  return 1;
}

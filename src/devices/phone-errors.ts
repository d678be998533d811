import { PostwrightError } from '../errors.ts';
import { DeadlineError } from '../kit/abort.ts';
import type { ShellResult } from './phone.ts';

/** How much of a command's output an error message quotes. */
const QUOTED_LENGTH = 600;

/** Foreign errors of one operation on one phone, in the words of the error table. */
export function translatePhoneError(error: unknown, what: string, serial: string): unknown {
  if (error instanceof DeadlineError) {
    return new PostwrightError('DEVICE_TIMEOUT', `${serial}: ${error.message}`, { cause: error });
  }
  if (error instanceof PostwrightError && error.errorName !== 'ADB_UNAVAILABLE') return error;
  const text = error instanceof Error ? error.message : String(error);
  if (text.startsWith('device unauthorized')) {
    return new PostwrightError('DEVICE_UNAUTHORIZED', `${serial} has not authorised this computer`, { cause: error });
  }
  return new PostwrightError('DEVICE_LOST', `${serial} was lost during ${what}: ${text}`, { cause: error });
}

/** What a command on the phone answered, for a DEVICE_COMMAND_FAILED. */
export function commandFailed(serial: string, command: string, result: ShellResult): PostwrightError {
  const output = quoteOutput(result) || 'no output';
  return new PostwrightError('DEVICE_COMMAND_FAILED', `${serial}: ${command} (exit ${result.exitCode}): ${output}`);
}

/** Both streams in one line of bounded length; errors first, since they say why. */
export function quoteOutput({ stdout, stderr }: Pick<ShellResult, 'stdout' | 'stderr'>): string {
  return `${stderr}\n${stdout}`.replaceAll(/\s+/g, ' ').trim().slice(0, QUOTED_LENGTH);
}

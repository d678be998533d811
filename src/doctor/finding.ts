import { ERRORS, type ErrorName, PostwrightError } from '../errors.ts';

/** One line of the doctor: what was looked at, how it is, and what to do about it. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail';
  readonly subject: string;
  readonly message: string;
  readonly remedy?: string;
}

export function ok(subject: string, message: string): Finding {
  return { level: 'ok', subject, message };
}

export function warn(subject: string, message: string, remedy: string): Finding {
  return { level: 'warn', subject, message, remedy };
}

export function fail(subject: string, message: string, remedy: string): Finding {
  return { level: 'fail', subject, message, remedy };
}

/** With the remedy of the error table. */
export function failAs(subject: string, errorName: ErrorName, message: string): Finding {
  return fail(subject, message, ERRORS[errorName].remedy);
}

/** Makes the finding of a check; what the check throws is a failure with the remedy of its error. */
export async function examine(subject: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof PostwrightError) return failAs(subject, error.errorName, error.message);
    return fail(
      subject,
      error instanceof Error ? error.message : String(error),
      'Run it again with --verbose and report what it says.',
    );
  }
}

const GIB = 2 ** 30;
const MIB = 2 ** 20;

export function bytesInWords(bytes: number): string {
  return bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GiB` : `${Math.round(bytes / MIB)} MiB`;
}

import { PostwrightError } from '../errors.ts';
import type { Command } from './command.ts';

/** Errors that already say where in the flows they come from. */
const located = new WeakSet<Error>();

/** The same error, saying at which command it came up. */
export function locate(error: unknown, { at, name, label }: Command): unknown {
  if (!(error instanceof PostwrightError) || located.has(error)) return error;
  const message = `${at.file}:${at.line}: ${label ?? name}: ${error.message}`;
  const where = new PostwrightError(error.errorName, message, {
    cause: error,
    ...(error.data === undefined ? {} : { data: error.data }),
  });
  located.add(where);
  return where;
}

import { PostwrightError } from '../errors.ts';

/**
 * What is wrong with a file, as a sentence of its own. Who sent it knows it as `file`; where it was named in a list, the
 * caller says where.
 */
export function refusedFile(message: string, cause?: unknown): PostwrightError {
  const data = { errors: [{ path: 'file', message }] };
  return new PostwrightError('INVALID_PARAMETER', message, cause === undefined ? { data } : { data, cause });
}

import { ApiFailure } from './ask.ts';

/** What the server says about one field of what was sent; undefined when it says nothing. */
export function errorAt(error: unknown, ...paths: readonly string[]): string | undefined {
  if (!(error instanceof ApiFailure)) return undefined;
  return error.errors.find(({ path }) => paths.some((own) => path === own || path.startsWith(`${own}.`)))?.message;
}

/** Whether all that is wrong is told at fields, so that nothing has to be told beside them. */
export function isOnlyAt(error: unknown, ...paths: readonly string[]): boolean {
  if (!(error instanceof ApiFailure) || error.errors.length === 0) return false;
  return error.errors.every(({ path }) => paths.some((own) => path === own || path.startsWith(`${own}.`)));
}

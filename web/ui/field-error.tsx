import type { ReactNode } from 'react';
import { ApiFailure, type FieldError } from '../lib/ask.ts';
import { useServerWords } from '../lib/server-words.ts';
import { fieldWords } from '../lib/telling.ts';

/** Says what is wrong with a field, in the reader's language where there are words for it. */
export function useFieldWords(): (errors: readonly FieldError[] | undefined) => ReactNode {
  const words = useServerWords();
  return (errors) =>
    errors?.map((error) => {
      const said = fieldWords(words, error);
      return (
        <span
          key={`${error.path} ${error.message}`}
          style={{ display: 'block' }}
          {...(said === undefined ? { lang: 'en' } : {})}
        >
          {said ?? error.message}
        </span>
      );
    });
}

/** What the server says about one field of what was sent; undefined when it says nothing. */
export function useErrorAt(): (error: unknown, ...paths: readonly string[]) => ReactNode {
  const say = useFieldWords();
  return (error, ...paths) => {
    if (!(error instanceof ApiFailure)) return undefined;
    const found = error.errors.find(({ path }) => isAt(path, paths));
    return found === undefined ? undefined : say([found]);
  };
}

/** Whether all that is wrong is told at fields, so that nothing has to be told beside them. */
export function isOnlyAt(error: unknown, ...paths: readonly string[]): boolean {
  if (!(error instanceof ApiFailure) || error.errors.length === 0) return false;
  return error.errors.every(({ path }) => isAt(path, paths));
}

function isAt(path: string, owns: readonly string[]): boolean {
  return owns.some((own) => path === own || path.startsWith(`${own}.`));
}

import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

interface ParamOptions {
  /** Whether the list begins at its first page when this changes, as it does under another filter. */
  readonly isFilter?: boolean;
}

/** A part of the page's state that lives in its address; an empty one is left out of it. */
export function useParam(
  name: string,
  { isFilter = true }: ParamOptions = {},
): readonly [string, (value: string) => void] {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (value: string) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === '') after.delete(name);
          else after.set(name, value);
          if (isFilter) after.delete('page');
          return after;
        },
        { replace: true },
      ),
    [name, isFilter, setParams],
  );
  return [params.get(name) ?? '', set];
}

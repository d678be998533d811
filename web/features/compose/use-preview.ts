import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask } from '../../lib/ask.ts';
import { bodyOf, type Draft, isTelling } from './draft.ts';

const CHANGE_PAUSE_MS = 400;
/** Times to be finished go stale by themselves. */
const AGAIN_MS = 120_000;

/** What the server would make of the draft, as soon as there is enough of it. */
export function usePreview(draft: Draft, timeZone: string) {
  const [settled] = useDebouncedValue(draft, CHANGE_PAUSE_MS);
  const isTold = isTelling(draft) && isTelling(settled);
  const body = bodyOf(settled, timeZone);
  const query = useQuery({
    queryKey: ['previewTasks', JSON.stringify(body)],
    queryFn: async ({ signal }) => await ask('previewTasks', { body, signal }),
    enabled: isTold,
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
  return {
    preview: isTold && query.error === null ? query.data : undefined,
    failure: isTold ? query.error : null,
    isTold,
  };
}

export type Preview = NonNullable<ReturnType<typeof usePreview>['preview']>;

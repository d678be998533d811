import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ask } from '../../lib/ask.ts';
import { asWhole, useFailure } from '../../lib/telling.ts';
import { type Draft, draftOf } from './draft.ts';

/**
 * Fills the draft in like the task that the address names (`?from=17`), once.
 * @returns a sentence that says so, or why not.
 */
export function useCopy(replace: (draft: Draft) => void): string | null {
  const { t } = useTranslation('compose');
  const tell = useFailure();
  const [search, setSearch] = useSearchParams();
  const taken = useRef<string | null>(null);
  const [sentence, setSentence] = useState<string | null>(null);
  const from = search.get('from');
  const { data: draft, error } = useQuery({
    queryKey: ['copyTask', Number(from)],
    queryFn: async ({ signal }) => {
      const task = await ask('readTask', { params: { id: Number(from) }, signal });
      return draftOf(task, (await ask('listAccounts', { signal })).accounts);
    },
    enabled: from !== null,
  });
  const why = error === null ? null : asWhole(tell(error));
  useEffect(() => {
    // Until the address has changed, which may take a while, what is written meanwhile stays.
    if (from === null || taken.current === from || (draft === undefined && why === null)) return;
    taken.current = from;
    if (draft != null) replace(draft);
    const id = from;
    setSentence(why ?? (draft === null ? t('notAPost', { id }) : t('copied', { id })));
    // A reload must not undo what was changed since.
    setSearch({}, { replace: true });
  }, [from, draft, why, replace, setSearch, t]);
  return sentence;
}

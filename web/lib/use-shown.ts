import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask } from './ask.ts';
import type { Shown } from './format.ts';

/** What the server says of itself to whoever opens the console. */
export function useSession() {
  return useQuery({
    queryKey: ['readSession'],
    queryFn: async ({ signal }) => await ask('readSession', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
}

/** The language and the zone in which things are shown: the server's zone, in which it reads times, unless one was chosen. */
export function useShown(): Shown & { readonly timeZone: string } {
  const { i18n } = useTranslation();
  const chosen = localStorage.getItem('postwright.time-zone');
  const session = useSession();
  return { language: regional(i18n.language), timeZone: chosen ?? session?.time_zone ?? 'UTC' };
}

/** The reader's own kind of a language, which writes dates its own way: `en` → `en-GB`. */
function regional(language: string): string {
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;
}

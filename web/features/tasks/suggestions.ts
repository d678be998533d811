import { useQuery } from '@tanstack/react-query';
import { ask } from '../../lib/ask.ts';
import { QUALIFIERS, type Qualifier, tokensOf } from './grammar.ts';

const MOST = 8;
const NAMES_FRESH_MS = 60_000;

export interface Suggestion {
  /** The whole text with it put in. */
  readonly value: string;
  /** What is put in. */
  readonly token: string;
  /** The qualifier to say something about; null for a value. */
  readonly about: Qualifier | null;
}

/** What may follow what is typed, by the last word of it. Names are asked for once somebody types. */
export function useSuggestions(text: string, isActive: boolean): readonly Suggestion[] {
  const accounts = useQuery({
    queryKey: ['listAccounts', 'names'],
    queryFn: async ({ signal }) => await ask('listAccounts', { signal }),
    enabled: isActive,
    staleTime: NAMES_FRESH_MS,
  }).data?.accounts;
  const devices = useQuery({
    queryKey: ['listDevices', 'names'],
    queryFn: async ({ signal }) => await ask('listDevices', { signal }),
    enabled: isActive,
    staleTime: NAMES_FRESH_MS,
  }).data?.devices;
  const names: Partial<Record<Qualifier, readonly string[]>> = {
    account: [...new Set(accounts?.map(({ username }) => `@${username}`))],
    tag: [...new Set(accounts?.flatMap(({ tags }) => tags))],
    phone: devices?.map(({ serial }) => serial) ?? [],
  };
  return isActive ? suggest(text, names) : [];
}

export function suggest(text: string, names: Partial<Record<Qualifier, readonly string[]>>): readonly Suggestion[] {
  const last = /\s$/.test(text) ? '' : (tokensOf(text).at(-1) ?? '');
  const before = text.slice(0, text.length - last.length);
  const at = last.indexOf(':');
  const key = last.slice(0, at).toLowerCase();
  if (at > 0 && Object.hasOwn(QUALIFIERS, key)) {
    const begun = last
      .slice(at + 1)
      .toLowerCase()
      .replace(/^"/, '');
    const values: readonly string[] = names[key as Qualifier] ?? QUALIFIERS[key as Qualifier];
    const fitting = values.filter((value) => value.toLowerCase().includes(begun) && value.toLowerCase() !== begun);
    return fitting.slice(0, MOST).map((value) => {
      const token = `${key}:${/\s/.test(value) ? `"${value}"` : value}`;
      return { value: `${before}${token} `, token, about: null };
    });
  }
  const keys = (Object.keys(QUALIFIERS) as Qualifier[]).filter((each) => each.startsWith(last.toLowerCase()));
  return keys.map((each) => ({ value: `${before}${each}:`, token: `${each}:`, about: each }));
}

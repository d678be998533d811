import { useSearchParams } from 'react-router';
import { nameOf, PHONE_STATES, type Phone, type PhoneState, stateOf } from './phone-state.ts';

export const SIZES = ['small', 'medium', 'large'] as const;
export type Size = (typeof SIZES)[number];

export interface Filter {
  readonly text: string;
  readonly tag: string | null;
  readonly state: PhoneState | null;
  readonly size: Size;
}

/** What is shown of the wall, as its address says. */
export function useFilter() {
  const [search, setSearch] = useSearchParams();
  const filter: Filter = {
    text: search.get('q') ?? '',
    tag: search.get('tag'),
    state: PHONE_STATES.find((state) => state === search.get('state')) ?? null,
    size: SIZES.find((size) => size === search.get('size')) ?? 'medium',
  };
  const set = (name: 'q' | 'tag' | 'state' | 'size', value: string | null): void => {
    const next = new URLSearchParams(search);
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  const clear = (): void => {
    const next = new URLSearchParams(search);
    for (const name of ['q', 'tag', 'state']) next.delete(name);
    setSearch(next, { replace: true });
  };
  return { filter, set, clear };
}

/** Phones out of use are shown when they are asked for. */
export function matches(phone: Phone, { text, tag, state }: Filter): boolean {
  const is = stateOf(phone);
  if (state === null ? is === 'retired' : is !== state) return false;
  if (tag !== null && !phone.tags.includes(tag)) return false;
  const searched = [nameOf(phone), phone.serial, ...phone.accounts.map(({ username }) => username)].join('\n');
  return searched.toLowerCase().includes(text.trim().toLowerCase());
}

export function tagsOf(phones: readonly Phone[]): string[] {
  return [...new Set(phones.flatMap(({ tags }) => tags))].toSorted((one, other) => one.localeCompare(other));
}

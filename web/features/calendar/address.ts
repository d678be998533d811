import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useShown } from '../../lib/use-shown.ts';
import { firstDayOfWeek, isDate, localeOf } from './dates.ts';
import { today } from './half-hours.ts';
import type { Reader } from './labels.ts';

export const VIEWS = ['week', 'month', 'agenda'] as const;
export type View = (typeof VIEWS)[number];

/** What the address says is shown, so that any view can be linked. */
export interface Address extends Reader {
  readonly view: View;
  /** A day of the week or month that is shown; the first one of an agenda. */
  readonly date: string;
  readonly account: string | null;
  readonly phone: string | null;
  /** 1 for Monday to 7 for Sunday. */
  readonly firstDay: number;
  /** Too narrow for anything but an agenda. */
  readonly isNarrow: boolean;
  readonly set: (changes: Partial<Record<'view' | 'date' | 'zone' | 'account' | 'phone', string | null>>) => void;
}

const NARROW = '(max-width: 48em)';

export function useAddress(): Address {
  const [params, setParams] = useSearchParams();
  const { timeZone } = useShown();
  const { i18n } = useTranslation();
  const isNarrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches);
  const language = localeOf(i18n.language, navigator.languages);
  const zone = knownZone(params.get('zone')) ?? timeZone;
  const asked = VIEWS.find((view) => view === params.get('view')) ?? 'week';
  const date = params.get('date') ?? '';
  const set: Address['set'] = (changes) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      for (const [name, value] of Object.entries(changes))
        if (value === null) after.delete(name);
        else after.set(name, value);
      return after;
    });
  return {
    language,
    zone,
    view: isNarrow ? 'agenda' : asked,
    date: isDate(date) ? date : today(zone, Date.now()),
    account: params.get('account'),
    phone: params.get('phone'),
    firstDay: firstDayOfWeek(language),
    isNarrow,
    set,
  };
}

function knownZone(name: string | null): string | null {
  if (name === null || !/^[A-Za-z]/.test(name)) return null;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    return null;
  }
}

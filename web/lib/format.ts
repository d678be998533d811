/** Dates, times, durations and numbers as the reader's language writes them. */
const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, found);
  return found;
}

export interface Shown {
  /** A BCP 47 tag: i18n.language. */
  readonly language: string;
  /** An IANA name; that of the browser when absent. */
  readonly timeZone?: string | undefined;
}

/** `Thu 26 Nov 2026, 18:20:05 GMT+1`: nothing left to guess. */
export function absoluteTime(at: Date, { language, timeZone }: Shown): string {
  return dateFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(at);
}

/** `18:20` today, `26 Nov, 18:20` on other days. */
export function shortTime(at: Date, { language, timeZone }: Shown, now: Date = new Date()): string {
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', timeZone };
  const isToday = dateFormat(language, day).format(at) === dateFormat(language, day).format(now);
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZone };
  return dateFormat(language, isToday ? time : { ...day, ...time }).format(at);
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** `in 5 minutes`, `3 hours ago`. */
export function relativeTime(at: Date, { language }: Shown, now: Date = new Date()): string {
  const ms = at.getTime() - now.getTime();
  const [unit, unitMs] = UNITS.find(([, size]) => Math.abs(ms) >= size) ?? (['second', 1_000] as const);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }).format(
    Math.trunc(ms / unitMs),
    unit,
  );
}

/** `1 h 5 min`, `42 s`: the two largest units that count. */
export function duration(ms: number, { language }: Shown): string {
  const parts: string[] = [];
  let rest = Math.max(0, ms);
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0 || (unit === 'second' && parts.length === 0))
      parts.push(new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'narrow' }).format(count));
  }
  return parts.slice(0, 2).join(' ');
}

export function count(value: number, { language }: Shown): string {
  return new Intl.NumberFormat(language).format(value);
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export function bytes(value: number, { language }: Shown): string {
  const power = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  const unit = BYTE_UNITS[power] ?? 'byte';
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(value / 1000 ** power);
}

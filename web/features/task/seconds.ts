import { duration, type Shown } from '../../lib/format.ts';

const PRECISE_BELOW_MS = 10_000;

/** `0.4 s`, `12 s`, `1 m 5 s`: short times to a tenth, since steps are told apart by them. */
export function seconds(ms: number, shown: Shown): string {
  if (ms >= PRECISE_BELOW_MS) return duration(ms, shown);
  const format = new Intl.NumberFormat(shown.language, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'narrow',
    maximumFractionDigits: 1,
  });
  return format.format(Math.max(0, ms) / 1_000);
}

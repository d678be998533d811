import type { Log } from '../kit/log.ts';

/** After a calm this long the same sentence tells of another outage. */
const CALM_MS = 60_000;
/** A long outage is mentioned again this often. */
const REMIND_EVERY_MS = 10 * 60_000;

interface Told {
  lastAt: number;
  printedAt: number;
}

/**
 * While the database is away, every room says so at every try. Here each sentence is told once an outage, and every ten
 * minutes of it; the rest goes to the debug level.
 */
export function outageLog(log: Log, isDatabaseAway: (error: unknown) => boolean, nowMs = () => performance.now()): Log {
  const told = new Map<string, Told>();
  const isNews = (sentence: string): boolean => {
    const now = nowMs();
    const before = told.get(sentence);
    const isNew = before === undefined || now - before.lastAt > CALM_MS || now - before.printedAt > REMIND_EVERY_MS;
    told.set(sentence, { lastAt: now, printedAt: isNew ? now : before.printedAt });
    return isNew;
  };
  const wrap = (inner: Log): Log => {
    const say = (level: 'warn' | 'error') => (details: object, sentence: string) => {
      const isRepeated = isDatabaseAway((details as { readonly err?: unknown }).err) && !isNews(sentence);
      inner[isRepeated ? 'debug' : level](details, sentence);
    };
    return {
      debug: (details, sentence) => inner.debug(details, sentence),
      info: (details, sentence) => inner.info(details, sentence),
      warn: say('warn'),
      error: say('error'),
      child: (bindings) => wrap(inner.child(bindings)),
    };
  };
  return wrap(log);
}

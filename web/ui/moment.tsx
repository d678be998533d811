import { useEffect, useState } from 'react';
import { absoluteTime, relativeTime } from '../lib/format.ts';
import { useShown } from '../lib/use-shown.ts';

const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all moments on the page. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const tick = (): void => setNow(new Date());
    listeners.add(tick);
    timer ??= setInterval(() => {
      for (const listener of listeners) listener();
    }, TICK_MS);
    return () => {
      listeners.delete(tick);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return now;
}

/** A moment, told from now; its date and time by pointing at it. */
export function Moment({ at }: { readonly at: string }) {
  const shown = useShown();
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={absoluteTime(date, shown)}>
      {relativeTime(date, shown, now)}
    </time>
  );
}

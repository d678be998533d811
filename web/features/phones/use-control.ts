import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiFailure, ask, type BodyOf, pathOf } from '../../lib/ask.ts';
import { queryClient } from '../../lib/query.ts';

const RENEW_EVERY_MS = 10_000;
/** Shorter than a request may take; asked again until the phone is free. */
const WAIT_MS = 45_000;
const CONFLICT = 40901;

export type KeyName = BodyOf<'pressDeviceKey'>['key'];
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type ControlState =
  | { readonly is: 'none' }
  | { readonly is: 'waiting' }
  | { readonly is: 'held'; readonly token: string }
  | { readonly is: 'lost' };

/** Having a phone in hand: taken by hand, renewed while the page is open, and handed back when it is left. */
export function useControl(serial: string) {
  const [state, setState] = useState<ControlState>({ is: 'none' });
  const [error, setError] = useState<unknown>(null);
  const waiting = useRef<AbortController | null>(null);
  const token = state.is === 'held' ? state.token : null;
  const refresh = useCallback(() => void queryClient.invalidateQueries({ queryKey: ['readDevice', serial] }), [serial]);

  useEffect(() => {
    if (token === null) return;
    const headers = { 'control-token': token };
    const timer = setInterval(() => {
      ask('renewControl', { params: { serial }, headers }).catch((trouble: unknown) => {
        if (isConflict(trouble)) setState({ is: 'lost' });
      });
    }, RENEW_EVERY_MS);
    // Outlives the page.
    const giveBack = (): void =>
      void fetch(pathOf('endControl', { params: { serial } }), { method: 'DELETE', headers, keepalive: true })
        .catch(() => {})
        .finally(refresh);
    window.addEventListener('pagehide', giveBack);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pagehide', giveBack);
      giveBack();
    };
  }, [serial, token, refresh]);
  useEffect(() => () => waiting.current?.abort(), []);

  /** @returns whether it was got. */
  const take = async (wait: boolean): Promise<boolean> => {
    setError(null);
    setState({ is: 'waiting' });
    const over = new AbortController();
    waiting.current = over;
    try {
      const taken = await takeWhenFree(serial, { wait, signal: over.signal });
      setState({ is: 'held', token: taken });
      refresh();
      return true;
    } catch (trouble) {
      setState({ is: 'none' });
      if (!over.signal.aborted) setError(trouble);
      return false;
    }
  };

  const act = async (what: (held: { readonly 'control-token': string }) => Promise<unknown>): Promise<void> => {
    if (token === null) return;
    setError(null);
    try {
      await what({ 'control-token': token });
    } catch (trouble) {
      setError(trouble);
    }
  };
  const params = { serial };
  return {
    state,
    error,
    take,
    /** Ends another's, and tells what the server says against it. */
    endOthers: async (): Promise<void> => {
      setError(null);
      try {
        await ask('endControl', { params, query: { force: true } });
      } catch (trouble) {
        setError(trouble);
      }
      refresh();
    },
    cancel: () => waiting.current?.abort(),
    /** Leaving the state ends the control, as leaving the page does. */
    handBack: () => setState({ is: 'none' }),
    tap: (point: Point, holdMs: number) =>
      act((headers) => ask('tapDevice', { params, headers, body: { ...point, hold_ms: holdMs } })),
    swipe: (from: Point, to: Point, ms: number) =>
      act((headers) => ask('swipeDevice', { params, headers, body: { from, to, ms } })),
    write: (text: string) => act((headers) => ask('typeOnDevice', { params, headers, body: { text } })),
    press: (key: KeyName) => act((headers) => ask('pressDeviceKey', { params, headers, body: { key } })),
  };
}

export type ControlInHand = ReturnType<typeof useControl>;

async function takeWhenFree(serial: string, { wait, signal }: { wait: boolean; signal: AbortSignal }): Promise<string> {
  for (;;) {
    try {
      const body = wait ? { wait_ms: WAIT_MS } : {};
      return (await ask('takeControl', { params: { serial }, body, signal })).token;
    } catch (error) {
      const running = (error as { readonly data?: { readonly running_task?: number } | null }).data?.running_task;
      if (!wait || !isConflict(error) || running === undefined) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiFailure && error.code === CONFLICT;
}

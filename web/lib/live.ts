/** What happens on the server, as it happens: one stream for the whole window, and none while nobody sees it. */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { FactEvent, FactEventName } from '../../src/contract/event.ts';
import { pathOf } from './ask.ts';
import { queryClient } from './query.ts';

export type LiveEvent<Names extends FactEventName = FactEventName> = {
  readonly [Name in Names]: { readonly name: Name; readonly data: FactEvent<Name> };
}[Names];
/** away: nothing is heard, and it is tried again and again. */
export type LiveState = 'connecting' | 'live' | 'away';

type Listener = (event: LiveEvent) => void;

const FIRST_REOPEN_MS = 1_000;
const LAST_REOPEN_MS = 30_000;

const listeners = new Map<FactEventName, Set<Listener>>();
const watchers = new Set<() => void>();
let source: EventSource | undefined;
let heard = new Set<FactEventName>();
let state: LiveState = 'connecting';
/** From here it goes on, also after the stream was closed because nobody looked. */
let lastId: string | undefined;
let reopening: ReturnType<typeof setTimeout> | undefined;
let reopenMs = FIRST_REOPEN_MS;

/** Calls `onEvent` for each event of these names, for as long as the component is there. */
export function useLive<Names extends FactEventName>(
  names: readonly Names[],
  onEvent: (event: LiveEvent<Names>) => void,
): void {
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  const key = names.join(',');
  useEffect(() => {
    const wanted = key.split(',') as FactEventName[];
    const listener: Listener = (event) => latest.current(event as LiveEvent<Names>);
    for (const name of wanted) follow(name, listener);
    return () => {
      for (const name of wanted) listeners.get(name)?.delete(listener);
    };
  }, [key]);
}

/** Whether what the page shows keeps up with the server by itself. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}

function follow(name: FactEventName, listener: Listener): void {
  const all = listeners.get(name) ?? new Set();
  listeners.set(name, all);
  all.add(listener);
  if (source === undefined) open();
  else hear(source, name);
}

function open(): void {
  clearTimeout(reopening);
  if (source !== undefined || document.hidden || listeners.size === 0) return;
  const opened = new EventSource(pathOf('followEvents', { query: { last_event_id: lastId } }));
  source = opened;
  heard = new Set();
  opened.addEventListener('open', () => {
    reopenMs = FIRST_REOPEN_MS;
    tell('live');
  });
  opened.addEventListener('error', () => {
    tell('away');
    // A browser comes back by itself after a connection that broke, and gives up after an answer that is a refusal.
    if (opened.readyState === EventSource.CLOSED) reopenLater();
  });
  opened.addEventListener('hello', remember);
  opened.addEventListener('reset', (event) => {
    remember(event);
    void queryClient.invalidateQueries();
  });
  for (const name of listeners.keys()) hear(opened, name);
}

function hear(from: EventSource, name: FactEventName): void {
  if (heard.has(name)) return;
  heard.add(name);
  from.addEventListener(name, (event) => {
    remember(event);
    const told = { name, data: JSON.parse(event.data as string) as unknown } as LiveEvent;
    for (const listener of listeners.get(name) ?? []) listener(told);
  });
}

function remember({ lastEventId }: MessageEvent): void {
  if (lastEventId !== '') lastId = lastEventId;
}

function close(): void {
  clearTimeout(reopening);
  source?.close();
  source = undefined;
}

function reopenLater(): void {
  close();
  reopening = setTimeout(open, reopenMs);
  reopenMs = Math.min(LAST_REOPEN_MS, reopenMs * 2);
}

function tell(now: LiveState): void {
  if (state === now) return;
  state = now;
  for (const watcher of watchers) watcher();
}

// Browsers allow six connections to a server: windows in the background leave theirs to those that are seen.
document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));

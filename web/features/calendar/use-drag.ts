import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { Entry } from './use-calendar.ts';

/** Below this a press is a click. */
const SLACK_PX = 5;
/** So near to the edge of what scrolls, it scrolls. */
const EDGE_PX = 36;
const SCROLL_PX = 12;

export interface Drag {
  readonly entry: Entry;
  readonly x: number;
  readonly y: number;
  /** The `data-drop` of what is below the pointer. */
  readonly over: string | null;
}

interface Grab {
  readonly entry: Entry;
  readonly x: number;
  readonly y: number;
}

/**
 * Drags an entry by mouse or pen onto an element with `data-drop`. A finger scrolls instead; for it, and for the keyboard,
 * there is the dialog.
 */
export function useDrag(onDrop: (entry: Entry, drop: string) => void) {
  const grab = useRef<Grab | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [grabbed, setGrabbed] = useState(false);
  const drop = useRef(onDrop);
  drop.current = onDrop;

  useEffect(() => {
    if (!grabbed) return;
    let current: Drag | null = null;
    const end = (): void => {
      grab.current = null;
      setGrabbed(false);
      setDrag(null);
    };
    const onMove = ({ clientX: x, clientY: y }: PointerEvent): void => {
      const from = grab.current;
      if (from === null || (current === null && Math.hypot(x - from.x, y - from.y) < SLACK_PX)) return;
      current = { entry: from.entry, x, y, over: dropAt(x, y) };
      scrollAt(x, y);
      setDrag(current);
    };
    const onUp = (): void => {
      if (current !== null) {
        // The click that follows is the end of the drag, and opens nothing.
        window.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
        if (current.over !== null) drop.current(current.entry, current.over);
      }
      end();
    };
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') end();
    };
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    window.addEventListener('pointercancel', end);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
      window.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', onKey);
    };
  }, [grabbed]);

  const onGrab = useCallback((entry: Entry, event: ReactPointerEvent<HTMLElement>): void => {
    if (event.pointerType === 'touch' || event.button !== 0) return;
    grab.current = { entry, x: event.clientX, y: event.clientY };
    setGrabbed(true);
  }, []);
  return { drag, onGrab };
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

function dropAt(x: number, y: number): string | null {
  return document.elementFromPoint(x, y)?.closest('[data-drop]')?.getAttribute('data-drop') ?? null;
}

function scrollAt(x: number, y: number): void {
  const scroller = document.elementFromPoint(x, y)?.closest('[data-scrolls]');
  if (scroller === null || scroller === undefined) return;
  const { top, bottom } = scroller.getBoundingClientRect();
  if (y < top + EDGE_PX) scroller.scrollTop -= SCROLL_PX;
  else if (y > bottom - EDGE_PX) scroller.scrollTop += SCROLL_PX;
}

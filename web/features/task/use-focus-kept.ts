import { type RefObject, useEffect, useRef } from 'react';

/**
 * Where a button goes away with the focus on it, since it did what it was for, the focus goes to the group that it was in and
 * not to the top of the page. While a window is open over the page, the focus is the window's.
 */
export function useFocusKept(group: RefObject<HTMLElement | null>, content: string): void {
  const before = useRef(content);
  useEffect(() => {
    if (before.current === content) return;
    before.current = content;
    let frame = requestAnimationFrame(function settle() {
      if (document.querySelector('[role="dialog"]') !== null) frame = requestAnimationFrame(settle);
      else if (document.activeElement === document.body) group.current?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [group, content]);
}

import { useEffect } from 'react';

const OVER = '[role="dialog"], [role="menu"]';
const DIALOG = '[role="dialog"]';
/** Dialogs that know what opened them have given the focus back by then. */
const OTHERS_FIRST_MS = 30;

/**
 * The focus returns to what opened a dialog, also where the dialog is taken away rather than closed, was fetched when it was
 * opened, or was opened by an entry of a menu that closed with it. Where what opened it is gone too, the page has the focus.
 */
export function useFocusReturned(mainId: string): void {
  useEffect(() => {
    let opener: HTMLElement | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onFocus = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement && target.closest(OVER) === null) opener = target;
    };
    const giveBack = (): void => {
      if (document.activeElement !== document.body || document.querySelector(OVER) !== null) return;
      if (opener?.isConnected === true) opener.focus({ preventScroll: true });
      if (document.activeElement === document.body) document.getElementById(mainId)?.focus({ preventScroll: true });
    };
    const observer = new MutationObserver((records) => {
      if (!records.some(({ removedNodes }) => [...removedNodes].some(hadDialog))) return;
      clearTimeout(timer);
      timer = setTimeout(giveBack, OTHERS_FIRST_MS);
    });
    document.addEventListener('focusin', onFocus);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('focusin', onFocus);
    };
  }, [mainId]);
}

function hadDialog(node: Node): boolean {
  return node instanceof Element && (node.matches(DIALOG) || node.querySelector(DIALOG) !== null);
}

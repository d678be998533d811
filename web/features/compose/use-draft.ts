import { useEffect, useRef, useState } from 'react';
import { type Draft, EMPTY, keepDraft, keptDraft } from './draft.ts';

export interface DraftState {
  readonly draft: Draft;
  change(part: Partial<Draft> | ((draft: Draft) => Partial<Draft>)): void;
  replace(draft: Draft): void;
}

/** Writing is put off a little, so that typing a caption does not write at every letter. */
const KEEP_AFTER_MS = 300;

/** The draft, which outlives a reload. */
export function useDraft(): DraftState {
  const [draft, setDraft] = useState(keptDraft);
  const latest = useRef(draft);
  latest.current = draft;
  useEffect(() => {
    const timer = setTimeout(() => keepDraft(draft), KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  useEffect(() => {
    const keepNow = (): void => keepDraft(latest.current);
    window.addEventListener('pagehide', keepNow);
    return () => {
      window.removeEventListener('pagehide', keepNow);
      keepNow();
    };
  }, []);
  return {
    draft,
    change: (part) => setDraft((before) => ({ ...before, ...(typeof part === 'function' ? part(before) : part) })),
    replace: (next) => setDraft(next === EMPTY ? EMPTY : { ...next }),
  };
}

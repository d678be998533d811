import { useCallback, useMemo, useState } from 'react';

export interface Selection {
  readonly ids: ReadonlySet<number>;
  has(id: number): boolean;
  /** Selects or leaves out one; with `range`, all from the last one to it. */
  toggle(index: number, range: boolean): void;
  all(): void;
  clear(): void;
}

/** What is selected, by id: it stays so while rows come and go. */
export function useSelection(ids: readonly number[]): Selection {
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [anchor, setAnchor] = useState<number | null>(null);
  const toggle = useCallback(
    (index: number, range: boolean) => {
      const id = ids[index];
      if (id === undefined) return;
      setSelected((before) => {
        const next = new Set(before);
        const from = range && anchor !== null ? ids.indexOf(anchor) : -1;
        if (from !== -1) {
          for (const each of ids.slice(Math.min(from, index), Math.max(from, index) + 1)) next.add(each);
        } else if (!next.delete(id)) next.add(id);
        return next;
      });
      setAnchor(id);
    },
    [ids, anchor],
  );
  return useMemo(
    () => ({
      ids: selected,
      has: (id) => selected.has(id),
      toggle,
      all: () => setSelected(new Set(ids)),
      clear: () => setSelected(new Set()),
    }),
    [selected, toggle, ids],
  );
}

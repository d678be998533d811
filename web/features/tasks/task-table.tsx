import { Box, Checkbox, Table, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useCallback, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import type { Selection } from './selection.ts';
import { COLUMNS, TaskRow } from './task-row.tsx';
import { useTaskRows } from './use-task-rows.ts';

const ROW_PX = 48;
const NARROW_ROW_PX = 88;
const OVERSCAN = 8;
/** Of the columns besides the box to select, in the order of COLUMNS. */
const WIDTHS = [108, '25%', '15%', '11%', 140, 60, 48, undefined] as const;

export interface TableHandle {
  /** Puts the focus on the row so many further, and scrolls there. */
  move(by: number): void;
  /** The row that has the focus, or had it last. */
  current(): number | null;
  toTop(): void;
}

interface TaskTableProps {
  readonly ids: readonly number[];
  readonly selection: Selection;
  readonly isNarrow: boolean;
  readonly ref: Ref<TableHandle>;
}

/** The list as a table of which only the rows in sight are there. */
export function TaskTable({ ids, selection, isNarrow, ref }: TaskTableProps) {
  const { t } = useTranslation('tasks');
  const scroller = useRef<HTMLDivElement>(null);
  const height = isNarrow ? NARROW_ROW_PX : ROW_PX;
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are measured anew.
  useEffect(() => virtual.measure(), [virtual, height]);
  // In a table of fixed layout a cell that spans more would make columns of its own.
  const columns = isNarrow ? 2 : COLUMNS.length + 1;
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const row = useTaskRows(ids, [first, last]);
  const { current, move } = useFocusedRow(ids, virtual, scroller);
  useImperativeHandle(ref, () => ({
    move,
    current: () => current.current,
    toTop: () => virtual.scrollToOffset(0),
  }));
  const onFocus = useCallback(
    (index: number) => {
      current.current = index;
    },
    [current],
  );
  const [before, after] = [items[0]?.start ?? 0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0)];
  return (
    <Box
      ref={scroller}
      role="region"
      aria-label={t('table.scroll')}
      tabIndex={0}
      h={{ base: 'calc(100dvh - 290px)', sm: 'calc(100dvh - 250px)' }}
      mih={320}
      style={{ overflow: 'auto', overflowAnchor: 'none' }}
    >
      <Box mih={virtual.getTotalSize()}>
        <Table
          stickyHeader
          highlightOnHover
          aria-rowcount={ids.length + 1}
          layout="fixed"
          verticalSpacing={4}
          miw={isNarrow ? 0 : 940}
        >
          <TableHead ids={ids} selection={selection} isNarrow={isNarrow} />
          <Table.Tbody>
            <Gap height={before} columns={columns} />
            {items.map(({ index }) => {
              const id = ids[index] ?? 0;
              return (
                <TaskRow
                  key={id}
                  id={id}
                  index={index}
                  row={row(index)}
                  height={height}
                  isNarrow={isNarrow}
                  isSelected={selection.has(id)}
                  onToggle={selection.toggle}
                  onFocus={onFocus}
                />
              );
            })}
            <Gap height={after} columns={columns} />
          </Table.Tbody>
        </Table>
      </Box>
    </Box>
  );
}

/** Stands for the rows out of sight. It stays when it is empty: a list that is shorter for a moment loses its place. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr aria-hidden style={{ height }}>
      <td colSpan={columns} style={{ padding: 0 }} />
    </tr>
  );
}

type HeadProps = Pick<TaskTableProps, 'ids' | 'selection' | 'isNarrow'>;

function TableHead({ ids, selection, isNarrow }: HeadProps) {
  const { t } = useTranslation('tasks');
  const shown = useShown();
  const isAll = selection.ids.size >= ids.length && ids.length > 0;
  return (
    <Table.Thead>
      <Table.Tr aria-rowindex={1}>
        <Table.Th w={44}>
          <Checkbox
            checked={isAll}
            indeterminate={!isAll && selection.ids.size > 0}
            onChange={() => (isAll ? selection.clear() : selection.all())}
            aria-label={t('table.selectAll', { count: ids.length, shown: count(ids.length, shown) })}
          />
        </Table.Th>
        {isNarrow ? (
          <Table.Th>{t('table.what')}</Table.Th>
        ) : (
          COLUMNS.map((column, index) => (
            <Table.Th key={column} {...(WIDTHS[index] === undefined ? {} : { w: WIDTHS[index] })}>
              <Text size="sm" fw={600} truncate>
                {t(`table.${column}`)}
              </Text>
            </Table.Th>
          ))
        )}
      </Table.Tr>
    </Table.Thead>
  );
}

type Virtual = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;
/** A row that is scrolled to is there after a frame or two. */
const MOST_FRAMES = 20;

function useFocusedRow(ids: readonly number[], virtual: Virtual, scroller: { readonly current: HTMLElement | null }) {
  const current = useRef<number | null>(null);
  useEffect(() => {
    if (ids.length === 0) current.current = null;
  }, [ids]);
  const move = (by: number): void => {
    const top = virtual.range?.startIndex ?? 0;
    const next = current.current === null ? top : current.current + by;
    const index = Math.max(0, Math.min(ids.length - 1, next));
    current.current = index;
    virtual.scrollToIndex(index, { align: 'auto' });
    focusRow(scroller, index, MOST_FRAMES);
  };
  return { current, move };
}

function focusRow(scroller: { readonly current: HTMLElement | null }, index: number, frames: number): void {
  const link = scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"]`);
  if (link != null) link.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusRow(scroller, index, frames - 1));
}

import { Button, Group, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowUp, IconPlugConnectedX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { count } from '../../lib/format.ts';
import { useLiveState } from '../../lib/live.ts';
import { useShown } from '../../lib/use-shown.ts';
import { announce } from '../../ui/announcer.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { late } from '../../ui/late.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { FilterBar, SORTS, type Sort } from './filter-bar.tsx';
import { parse } from './grammar.ts';
import { useKeys } from './keys.ts';
import { KeysHelp } from './keys-help.tsx';
import { Nothing } from './nothing.tsx';
import { type Selection, useSelection } from './selection.ts';
import { type TableHandle, TaskTable } from './task-table.tsx';
import { type BulkAction, useBulk } from './use-bulk.ts';
import { type TaskListState, useTaskList } from './use-task-list.ts';

const ConfirmBulk = late(async () => (await import('./bulk-dialogs.tsx')).ConfirmBulk);
const BulkResult = late(async () => (await import('./bulk-dialogs.tsx')).BulkResult);

const NARROW = '(max-width: 48em)';

/** All tasks: found, seen, chosen, and dealt with. What is looked for stands in the address. */
export function TasksView() {
  const { text, sort, setText, setSort, show } = useAddress();
  const { timeZone } = useShown();
  // Days are read when something else is looked for; a page left open over midnight keeps its day until then.
  const parsed = useMemo(() => parse(text, timeZone), [text, timeZone]);
  const query = useMemo(() => ({ ...parsed.query, sort }), [parsed, sort]);
  const list = useTaskList(query);
  const selection = useSelection(list.ids);
  const clear = selection.clear;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was selected in another list is not meant in this one.
  useEffect(() => clear(), [query]);
  const table = useRef<TableHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const [isHelp, setHelp] = useState(false);
  const bulk = useBulkWish(list, selection, table);
  useKeys({
    '/': () => search.current?.focus(),
    '?': () => setHelp(true),
    j: () => table.current?.move(1),
    k: () => table.current?.move(-1),
    x: ({ shiftKey }) => {
      const index = table.current?.current() ?? null;
      if (index !== null) selection.toggle(index, shiftKey);
    },
    s: () => bulk.wish('stop'),
    r: () => bulk.wish('retry'),
    Escape: () => selection.clear(),
  });
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  return (
    <Stack gap="sm">
      <FilterBar
        text={text}
        wrong={parsed.wrong}
        sort={sort}
        onText={setText}
        onSort={setSort}
        onShow={show}
        searchRef={search}
      />
      {/* As high as its highest content, so that no row moves when something is selected, comes, or is not heard of. */}
      <Group gap="sm" mih={30}>
        {selection.ids.size === 0 ? (
          <Total list={list} />
        ) : (
          <BulkBar
            selected={selection.ids.size}
            total={list.ids.length}
            onAct={(action) => bulk.wish(action)}
            onClear={selection.clear}
          />
        )}
        <Newer newer={list.newer} onShow={() => [list.refresh(), table.current?.toTop()]} />
        <AwayNote />
        <Group ml="auto">
          <KeysHelp opened={isHelp} onOpen={() => setHelp(true)} onClose={() => setHelp(false)} />
        </Group>
      </Group>
      <Body list={list} text={text} onAll={() => setText('')}>
        <TaskTable ref={table} ids={list.ids} selection={selection} isNarrow={isNarrow} />
      </Body>
      {bulk.dialogs}
    </Stack>
  );
}

function useAddress() {
  const [params, setParams] = useSearchParams();
  const asked = params.get('sort');
  // All that changes goes in one: a second change would be made to the address as it was before the first.
  const set = (changes: Readonly<Record<string, string>>): void => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    setParams(next, { replace: true });
  };
  const sortText = (sort: Sort): string => (sort === '-id' ? '' : sort);
  return {
    text: params.get('q') ?? '',
    sort: SORTS.find((each) => each === asked) ?? ('-id' satisfies Sort),
    setText: (text: string) => set({ q: text }),
    setSort: (sort: Sort) => set({ sort: sortText(sort) }),
    show: (text: string, sort: Sort) => set({ q: text, sort: sortText(sort) }),
  };
}

interface Wish {
  readonly action: BulkAction;
  readonly ids: readonly number[];
}

/** What is wished for the selected tasks, or for the one with the focus: asked about, done, and told of. */
function useBulkWish(list: TaskListState, selection: Selection, table: { readonly current: TableHandle | null }) {
  const [wish, setWish] = useState<Wish | null>(null);
  const { run, start, cancel, close } = useBulk();
  const { t } = useTranslation('tasks');
  const shown = useShown();
  const make = (action: BulkAction): void => {
    const current = list.ids[table.current?.current() ?? -1];
    const ids = selection.ids.size > 0 ? [...selection.ids] : current === undefined ? [] : [current];
    if (ids.length > 0) setWish({ action, ids });
  };
  const confirm = async (): Promise<void> => {
    if (wish === null) return;
    setWish(null);
    const { action, done } = await start(wish.action, wish.ids);
    const word = ({ stop: 'stopped', retry: 'retried', delete: 'deleted' } as const)[action];
    announce(t(`bulk.${word}`, { count: done, shown: count(done, shown) }));
    selection.clear();
    if (action === 'delete') list.refresh();
  };
  const dialogs = (
    <>
      <ConfirmBulk opened={wish !== null} wish={wish} onConfirm={() => void confirm()} onClose={() => setWish(null)} />
      <BulkResult opened={run !== null} run={run} onCancel={cancel} onClose={close} />
    </>
  );
  return { wish: make, dialogs };
}

function Total({ list: { ids, complete, isPending } }: { readonly list: TaskListState }) {
  const { t } = useTranslation('tasks');
  const shown = useShown();
  if (isPending) return null;
  const counted = { count: ids.length, shown: count(ids.length, shown) };
  return (
    <Text size="sm" c="dimmed" role="status">
      {complete ? t('total', counted) : t('part', counted)}
    </Text>
  );
}

/** What has come since is put in when somebody wants it: nothing moves under the pointer. */
function Newer({ newer, onShow }: { readonly newer: number; readonly onShow: () => void }) {
  const { t } = useTranslation('tasks');
  const shown = useShown();
  const sentence = t('newer', { count: newer, shown: count(newer, shown) });
  useEffect(() => {
    if (newer > 0) announce(sentence);
  }, [newer, sentence]);
  if (newer === 0) return null;
  return (
    <Button size="xs" leftSection={<IconArrowUp size={16} aria-hidden />} onClick={onShow}>
      {sentence}
    </Button>
  );
}

function AwayNote() {
  const { t } = useTranslation('tasks');
  if (useLiveState() !== 'away') return null;
  return (
    <Group gap={6} wrap="nowrap" role="status">
      <IconPlugConnectedX size={18} aria-hidden color="var(--mantine-color-orange-6)" style={{ flexShrink: 0 }} />
      <Text size="sm">{t('away')}</Text>
    </Group>
  );
}

interface BodyProps {
  readonly list: TaskListState;
  readonly text: string;
  readonly onAll: () => void;
  readonly children: ReactNode;
}

function Body({ list, text, onAll, children }: BodyProps) {
  if (list.error !== null) return <FailureNote error={list.error} onRetry={list.refresh} />;
  if (list.isPending) return <RowsSkeleton rows={12} height={44} />;
  return list.ids.length === 0 ? <Nothing text={text} onAll={onAll} /> : children;
}

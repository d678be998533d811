import { Button, Menu, Pagination, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ask, pathOf } from '../../lib/ask.ts';
import { useParam } from '../../lib/use-param.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Page } from '../../ui/page.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { AccountForm } from './account-form.tsx';
import { AccountTable } from './account-table.tsx';
import { type Account, type Filter, PLATFORMS, useAccounts, useChange } from './data.ts';
import { AccountFilters } from './filters.tsx';
import { ImportSheet } from './import-sheet.tsx';
import { MatchPhone } from './match-phone.tsx';

const PAGE_ROWS = 50;
const FORMATS = ['csv', 'xlsx'] as const;
type Opened = 'new' | 'match' | 'import' | { readonly edit: Account } | { readonly remove: Account } | null;

export function AccountsView() {
  const { t } = useTranslation('accounts');
  const { t: shell } = useTranslation('shell');
  const [params, setParams] = useSearchParams();
  const [page, setPage] = useParam('page', { isFilter: false });
  const [opened, setOpened] = useState<Opened>(null);
  const filter = filterOf(params);
  const state = params.get('state');
  const { data, error, refetch } = useAccounts(filter);
  const { data: all } = useAccounts({});
  const tags = [...new Set(all?.accounts.flatMap((account) => account.tags) ?? [])].toSorted();
  const fitting = (data?.accounts ?? []).filter((account) => state === null || stateOf(account) === state);
  const pages = Math.max(1, Math.ceil(fitting.length / PAGE_ROWS));
  const current = Math.min(pages, Math.max(1, Number(page) || 1));
  const close = (): void => setOpened(null);
  return (
    <Page title={shell('nav.accounts')} about={t('about')} actions={<Actions filter={filter} onOpen={setOpened} />}>
      {all?.total === 0 ? null : <AccountFilters tags={tags} />}
      {data === undefined ? (
        error === null ? (
          <RowsSkeleton />
        ) : (
          <FailureNote error={error} onRetry={() => void refetch()} />
        )
      ) : all?.total === 0 ? (
        <Empty title={t('empty.title')} action={<Button onClick={() => setOpened('match')}>{t('match')}</Button>}>
          {t('empty.about')}
        </Empty>
      ) : fitting.length === 0 ? (
        <Empty
          title={t('filtered.title')}
          action={
            <Button variant="default" onClick={() => setParams({})}>
              {t('filtered.clear')}
            </Button>
          }
        />
      ) : (
        <Stack gap="sm">
          <Text size="sm" c="dimmed" role="status">
            {t('total', { count: fitting.length })}
          </Text>
          <AccountTable
            accounts={fitting.slice((current - 1) * PAGE_ROWS, current * PAGE_ROWS)}
            onEdit={(edit) => setOpened({ edit })}
            onRemove={(remove) => setOpened({ remove })}
          />
          {pages === 1 ? null : (
            <Pagination
              total={pages}
              value={current}
              onChange={(value) => setPage(String(value))}
              aria-label={t('page')}
              getControlProps={(control) => ({ 'aria-label': control })}
              getItemProps={(number) => ({ 'aria-label': String(number) })}
            />
          )}
        </Stack>
      )}
      {opened === 'new' ? <AccountForm account={null} knownTags={tags} onClose={close} /> : null}
      {opened === 'match' ? <MatchPhone onClose={close} /> : null}
      {opened === 'import' ? <ImportSheet onClose={close} /> : null}
      {isEdit(opened) ? <AccountForm account={opened.edit} knownTags={tags} onClose={close} /> : null}
      <RemoveAccount account={isRemove(opened) ? opened.remove : null} onClose={close} />
    </Page>
  );
}

function isEdit(opened: Opened): opened is { readonly edit: Account } {
  return typeof opened === 'object' && opened !== null && 'edit' in opened;
}

function isRemove(opened: Opened): opened is { readonly remove: Account } {
  return typeof opened === 'object' && opened !== null && 'remove' in opened;
}

function filterOf(params: URLSearchParams): Filter {
  const [q, tag] = [params.get('q'), params.get('tag')];
  const platform = PLATFORMS.find((name) => name === params.get('platform'));
  return {
    ...(q === null ? {} : { q }),
    ...(tag === null ? {} : { tag }),
    ...(platform === undefined ? {} : { platform }),
  };
}

function stateOf({ enabled, signed_in: signedIn }: Account): string {
  if (!enabled) return 'off';
  if (signedIn === null) return 'never';
  return signedIn ? 'in' : 'out';
}

function Actions({ filter, onOpen }: { readonly filter: Filter; readonly onOpen: (what: Opened) => void }) {
  const { t } = useTranslation('accounts');
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
            {t('export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FORMATS.map((format) => (
            <Menu.Item
              key={format}
              component="a"
              href={pathOf('exportAccounts', { query: { ...filter, format } })}
              download
            >
              {t(format)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" onClick={() => onOpen('import')}>
        {t('import')}
      </Button>
      <Button variant="default" onClick={() => onOpen('match')}>
        {t('match')}
      </Button>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => onOpen('new')}>
        {t('add')}
      </Button>
    </>
  );
}

function RemoveAccount({ account, onClose }: { readonly account: Account | null; readonly onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const remove = useChange(async ({ id, username }: Account) => {
    await ask('deleteAccount', { params: { id } });
    onClose();
    return t('removed', { username });
  });
  const username = account?.username ?? '';
  return (
    <Confirm
      opened={account !== null}
      title={t('removeFor', { username })}
      action={t('remove')}
      danger
      busy={remove.isPending}
      onClose={onClose}
      onConfirm={() => account !== null && remove.mutate(account)}
    >
      {t('askRemove', { username })}
      {remove.error === null ? null : <FailureNote error={remove.error} />}
    </Confirm>
  );
}

import { ActionIcon, Button, Group, Popover, Stack, Text } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { announce } from '../../ui/announcer.tsx';
import { late } from '../../ui/late.tsx';
import type { Sort } from './filter-bar.tsx';

const VIEWS = ['listViews'] as const;
const NameView = late(async () => (await import('./name-view.tsx')).NameView);

interface ViewsMenuProps {
  readonly text: string;
  readonly sort: Sort;
  readonly onShow: (text: string, sort: Sort) => void;
}

/** Filters under a name, kept by the server for everybody. */
export function ViewsMenu({ text, sort, onShow }: ViewsMenuProps) {
  const { t } = useTranslation('tasks');
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [isNaming, setNaming] = useState(false);
  const { data } = useQuery({
    queryKey: VIEWS,
    queryFn: async ({ signal }) => await ask('listViews', { signal }),
    enabled: isOpen,
  });
  const remove = useMutation({
    mutationFn: async ({ id }: { readonly id: number; readonly name: string }) =>
      await ask('deleteView', { params: { id } }),
    onSuccess: (_, { name }) => {
      announce(t('views.deleted', { name }));
      void client.invalidateQueries({ queryKey: VIEWS });
    },
  });
  const show = (query: string): void => {
    const kept = new URLSearchParams(query);
    onShow(kept.get('q') ?? '', (kept.get('sort') as Sort | null) ?? '-id');
    setOpen(false);
  };
  const views = data?.views.filter(({ page }) => page === 'tasks') ?? [];
  return (
    <>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus returnFocus shadow="md">
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconBookmark size={16} aria-hidden />}
            onClick={() => setOpen(!isOpen)}
          >
            {t('views.label')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('views.label')}>
          <Stack gap="xs">
            {views.length === 0 ? <Text size="sm">{t('views.none')}</Text> : null}
            {views.map(({ id, name, query }) => (
              <Group key={id} gap="xs" wrap="nowrap" justify="space-between">
                <Button variant="subtle" size="compact-sm" onClick={() => show(query)}>
                  {name}
                </Button>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('views.delete', { name })}
                  onClick={() => remove.mutate({ id, name })}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </Group>
            ))}
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                setOpen(false);
                setNaming(true);
              }}
            >
              {t('views.save')}
            </Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <NameView opened={isNaming} text={text} sort={sort} onClose={() => setNaming(false)} />
    </>
  );
}

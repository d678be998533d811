import { ScrollArea, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { shortTime } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import type { Preview } from './use-preview.ts';

/** More than these are told by their number. */
const SHOWN_TASKS = 20;
const CAPTION_WIDTH = 180;

/** Each post that will be made. */
export function PlannedTable({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation('compose');
  const shown = useShown();
  const tasks = preview.tasks.slice(0, SHOWN_TASKS);
  const more = preview.total - tasks.length;
  return (
    <div>
      <ScrollArea viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('planned') }}>
        <Table fz="xs" verticalSpacing={4} horizontalSpacing="xs">
          <Table.Caption>{more > 0 ? t('plannedMore', { count: more }) : t('planned')}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('columns.when')}</Table.Th>
              <Table.Th>{t('columns.where')}</Table.Th>
              <Table.Th>{t('columns.who')}</Table.Th>
              <Table.Th>{t('columns.what')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tasks.map(({ serial, username, platform, kind, scheduled_at: at, caption, title }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: what is planned has no id yet.
              <Table.Tr key={index}>
                <Table.Td>{shortTime(new Date(at), shown)}</Table.Td>
                <Table.Td>{serial}</Table.Td>
                <Table.Td>{username === null ? t('current') : `@${username}`}</Table.Td>
                <Table.Td>
                  {platform === null ? '' : `${t(`apps.${platform}`)}, `}
                  {t(`kinds.${kind}`)}
                  <Text fz="xs" c="dimmed" maw={CAPTION_WIDTH} truncate>
                    {[title, caption].filter((part) => part !== null && part !== '').join(' · ') || t('noCaption')}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </div>
  );
}

import { Anchor, Badge, Button, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Moment } from '../../ui/moment.tsx';
import { MoodBadge } from '../../ui/state-badge.tsx';
import type { Account } from './data.ts';

interface AccountTableProps {
  readonly accounts: readonly Account[];
  readonly onEdit: (account: Account) => void;
  readonly onRemove: (account: Account) => void;
}

/** Narrower than this, the table scrolls by itself. */
const MIN_WIDTH_PX = 760;

export function AccountTable({ accounts, onEdit, onRemove }: AccountTableProps) {
  const { t } = useTranslation('accounts');
  return (
    <Table.ScrollContainer minWidth={MIN_WIDTH_PX}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('username')}</Table.Th>
            <Table.Th>{t('platform')}</Table.Th>
            <Table.Th>{t('phone')}</Table.Th>
            <Table.Th>{t('state')}</Table.Th>
            <Table.Th>{t('tags')}</Table.Th>
            <Table.Th>{t('lastPost')}</Table.Th>
            <Table.Th>{t('actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accounts.map((account) => (
            <Table.Tr key={account.id}>
              <Table.Td>
                <Anchor
                  component={Link}
                  to={`/tasks?q=${encodeURIComponent(`account:@${account.username}`)}`}
                  size="sm"
                >
                  @{account.username}
                </Anchor>
                {account.display_name === null ? null : (
                  <Text size="xs" c="dimmed">
                    {account.display_name}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{account.platform}</Table.Td>
              <Table.Td>
                {account.serial === null ? (
                  <Text size="sm" c="dimmed">
                    {t('noPhone')}
                  </Text>
                ) : (
                  <Anchor component={Link} to={`/phones/${encodeURIComponent(account.serial)}`} size="sm">
                    {account.serial}
                  </Anchor>
                )}
              </Table.Td>
              <Table.Td>
                <SignedIn account={account} />
              </Table.Td>
              <Table.Td>
                <Group gap={4}>
                  {account.tags.map((tag) => (
                    <Badge key={tag} variant="default" radius="sm" tt="none" fw={400}>
                      {tag}
                    </Badge>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>{account.last_post_at === null ? t('none') : <Moment at={account.last_post_at} />}</Table.Td>
              <Table.Td>
                <Group gap={4} wrap="nowrap">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('editFor', { username: account.username })}
                    onClick={() => onEdit(account)}
                  >
                    {t('edit')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('removeFor', { username: account.username })}
                    onClick={() => onRemove(account)}
                  >
                    {t('remove')}
                  </Button>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function SignedIn({ account }: { readonly account: Account }) {
  const { t } = useTranslation('accounts');
  if (!account.enabled) return <MoodBadge mood="calm">{t('states.off')}</MoodBadge>;
  if (account.signed_in === null) return <MoodBadge mood="calm">{t('states.never')}</MoodBadge>;
  return account.signed_in ? (
    <MoodBadge mood="good">{t('states.in')}</MoodBadge>
  ) : (
    <MoodBadge mood="doubt">{t('states.out')}</MoodBadge>
  );
}

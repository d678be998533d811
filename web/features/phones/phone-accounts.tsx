import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { queryClient } from '../../lib/query.ts';
import { announce } from '../../ui/announcer.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { MoodBadge } from '../../ui/state-badge.tsx';
import { Nothing } from './nothing.tsx';
import type { PhoneDetail } from './phone-state.ts';

/** Who publishes on a phone, and whether they were signed in when it was last looked. */
export function PhoneAccounts({ phone }: { readonly phone: PhoneDetail }) {
  const { t } = useTranslation('phones');
  const { serial, accounts, online } = phone;
  const match = useMutation({
    mutationFn: async () => await ask('matchAccounts', { params: { serial } }),
    onSuccess: ({ platforms }) => {
      announce(t('accounts.matched', { count: platforms.reduce((sum, { found }) => sum + found.length, 0) }));
      void queryClient.invalidateQueries({ queryKey: ['readDevice', serial] });
    },
  });
  return (
    <Stack gap="xs" align="flex-start">
      {accounts.length === 0 ? (
        <Nothing>{t('accounts.none')}</Nothing>
      ) : (
        <List listStyleType="none" spacing={4} size="sm">
          {accounts.map((account) => (
            <List.Item key={account.id}>
              <Group gap="xs">
                <Text size="sm" span>
                  @{account.username} · {account.platform === 'tiktok' ? 'TikTok' : 'Instagram'}
                </Text>
                {account.enabled ? null : <MoodBadge mood="calm">{t('accounts.disabled')}</MoodBadge>}
                {account.signed_in === false ? <MoodBadge mood="bad">{t('accounts.signedOut')}</MoodBadge> : null}
              </Group>
            </List.Item>
          ))}
        </List>
      )}
      {match.error === null ? null : <FailureNote error={match.error} />}
      <Button size="xs" variant="default" disabled={!online} loading={match.isPending} onClick={() => match.mutate()}>
        {t('accounts.match')}
      </Button>
    </Stack>
  );
}

import { Anchor, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ask } from '../../lib/ask.ts';
import { useTaskError } from '../../lib/telling.ts';
import { Moment } from '../../ui/moment.tsx';
import { Told } from '../../ui/told.tsx';
import { type Attention, useDeed } from './attention.ts';
import { Evidence } from './evidence.tsx';
import { NeedsGroup, NeedsItem } from './group.tsx';
import { PhoneLink } from './task-lines.tsx';

function useLook() {
  const { t } = useTranslation('needs');
  return useDeed(async (serial: string) => {
    const { platforms } = await ask('matchAccounts', { params: { serial } });
    const count = platforms.reduce((sum, { found }) => sum + found.length, 0);
    return t('signedOut.found', { count, serial });
  });
}

export function SignedOut({ found }: { readonly found: Attention['signed_out'] }) {
  const { t } = useTranslation('needs');
  const look = useLook();
  return (
    <NeedsGroup
      title={t('signedOut.title')}
      about={t('signedOut.about')}
      count={found.count}
      listed={found.accounts.length}
      error={look.error}
    >
      {found.accounts.map(({ account_id: id, platform, username, serial, last_check_at: at }) => (
        <NeedsItem
          key={id}
          actions={
            <Button
              size="xs"
              variant="default"
              loading={look.isPending && look.variables === serial}
              aria-label={t('signedOut.lookFor', { serial })}
              onClick={() => look.mutate(serial)}
            >
              {t('signedOut.look')}
            </Button>
          }
        >
          <Anchor component={Link} to={`/accounts?q=${encodeURIComponent(username)}`} fw={600}>
            @{username}
          </Anchor>
          <Text size="sm">
            {platform} · <PhoneLink serial={serial} />
          </Text>
          <Text size="sm" c="dimmed">
            {t('signedOut.looked')} <Moment at={at} />
          </Text>
        </NeedsItem>
      ))}
    </NeedsGroup>
  );
}

export function BlockedApps({ found }: { readonly found: Attention['blocked_apps'] }) {
  const { t } = useTranslation('needs');
  const tell = useTaskError();
  return (
    <NeedsGroup title={t('blocked.title')} about={t('blocked.about')} count={found.count} listed={found.apps.length}>
      {found.apps.map((app) => (
        <NeedsItem
          key={`${app.serial} ${app.platform}`}
          picture={<Evidence url={app.screenshot_url} taskId={app.last_task_id} />}
          actions={
            <>
              <Button size="xs" variant="default" component={Link} to={`/phones/${encodeURIComponent(app.serial)}`}>
                {t('openPhone', { serial: app.serial })}
              </Button>
              <Button size="xs" variant="default" component={Link} to={`/tasks/${app.last_task_id}`}>
                {t('openTask', { id: app.last_task_id })}
              </Button>
            </>
          }
        >
          <Text fw={600}>{t('blocked.app', { app: app.platform ?? t('blocked.custom'), serial: app.serial })}</Text>
          <Told telling={tell(app)} />
          <Text size="sm" c="dimmed">
            {t('dialogs.tasks', { count: app.tasks })} · {t('dialogs.lastSeen')} <Moment at={app.last_seen_at} />
          </Text>
        </NeedsItem>
      ))}
    </NeedsGroup>
  );
}

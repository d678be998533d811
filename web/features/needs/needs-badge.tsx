import { Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { count as shownCount } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { useAttention, useAttentionRefresh } from './attention.ts';

const ICON = <IconAlertCircle size={16} aria-hidden color="var(--mantine-color-orange-6)" />;

/** In the header of every page: how many things need somebody; nothing when all is well. */
export function NeedsBadge() {
  const { t } = useTranslation('shell');
  const shown = useShown();
  const { data } = useAttention();
  useAttentionRefresh();
  if (data === undefined || data.total === 0) return null;
  const words = t('needsYou', { count: data.total });
  return (
    <>
      <Button component={Link} to="/needs" size="xs" variant="default" leftSection={ICON} visibleFrom="sm">
        {words}
      </Button>
      <Button
        component={Link}
        to="/needs"
        size="xs"
        px={6}
        variant="default"
        leftSection={ICON}
        hiddenFrom="sm"
        aria-label={words}
      >
        {shownCount(data.total, shown)}
      </Button>
    </>
  );
}

import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../ui/empty.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { BlockedApps, SignedOut } from './accounts.tsx';
import { useAttention } from './attention.ts';
import { Dialogs } from './dialogs.tsx';
import { Holds } from './holds.tsx';
import { Overdue } from './overdue.tsx';
import { Quarantined } from './quarantined.tsx';
import { UnknownOutcomes } from './unknown-outcomes.tsx';

/** All that waits for somebody, what keeps everything waiting first. */
export function NeedsList() {
  const { t } = useTranslation('needs');
  const { data, error, refetch } = useAttention();
  if (data === undefined)
    return error === null ? <RowsSkeleton height={72} /> : <FailureNote error={error} onRetry={() => void refetch()} />;
  if (data.total === 0) return <Empty title={t('well.title')}>{t('well.about')}</Empty>;
  return (
    <Stack gap="xl">
      <Holds found={data.holds} />
      <UnknownOutcomes found={data.unknown_outcomes} />
      <Overdue found={data.overdue} />
      <Quarantined found={data.quarantined} />
      <Dialogs found={data.dialogs} />
      <SignedOut found={data.signed_out} />
      <BlockedApps found={data.blocked_apps} />
    </Stack>
  );
}

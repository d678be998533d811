import { Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { bytes, count } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Moment } from '../../ui/moment.tsx';
import type { Status } from './data.ts';
import { FactTable, Section } from './section.tsx';

/** What is kept, how long, and how much room it takes and may take. */
export function Retention({ status }: { readonly status: Status }) {
  const { t } = useTranslation('settings');
  const shown = useShown();
  const { retention: kept, disk } = status;
  const keepDays = kept.keep_days === null ? t('retention.forever') : t('retention.days', { count: kept.keep_days });
  return (
    <Section title={t('retention.title')}>
      <FactTable
        rows={[
          [t('retention.tasks'), `${count(kept.finished_tasks, shown)}, ${keepDays}`],
          [t('retention.evidence'), <Evidence key="evidence" kept={kept} />],
          [
            t('retention.media'),
            t('retention.mediaCount', { count: kept.materials, size: bytes(kept.materials_bytes, shown) }),
          ],
          ...disk.file_systems.map(
            ({ holds, free_bytes: free, total_bytes: total }) =>
              [
                `${t('retention.disk')} (${holds.map((what) => t(`retention.holds.${what}`)).join(', ')})`,
                t('retention.free', {
                  free: bytes(free, shown),
                  total: bytes(total, shown),
                  reserve: bytes(disk.reserve_bytes, shown),
                }),
              ] as const,
          ),
          [t('retention.lastRun'), <When key="last" at={kept.last_run_at} />],
          [t('retention.nextRun'), <When key="next" at={kept.next_run_at} />],
        ]}
      />
    </Section>
  );
}

function When({ at }: { readonly at: string | null }) {
  const { t } = useTranslation('settings');
  return at === null ? t('retention.never') : <Moment at={at} />;
}

function Evidence({ kept }: { readonly kept: Status['retention'] }) {
  const { t } = useTranslation('settings');
  const shown = useShown();
  const { evidence_bytes: used, evidence_budget_bytes: budget, evidence_measured: isMeasured } = kept;
  const words =
    budget === null
      ? t('retention.anyRoom', { used: bytes(used, shown) })
      : t('retention.of', { used: bytes(used, shown), budget: bytes(budget, shown) });
  return (
    <Stack gap={4}>
      <Text size="sm">
        {words}
        {isMeasured ? '' : ` (${t('retention.measuring')})`}
      </Text>
      {budget === null ? null : (
        <Progress value={Math.min(100, (used / budget) * 100)} aria-label={t('retention.evidence')} />
      )}
    </Stack>
  );
}

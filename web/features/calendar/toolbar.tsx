import { ActionIcon, Button, Group, SegmentedControl, Select, Title } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { useSession } from '../../lib/use-shown.ts';
import { type Address, VIEWS } from './address.ts';
import { addMonths } from './dates.ts';
import { monthTitle, rangeTitle } from './labels.ts';
import { nextDate, shownWeeks } from './use-calendar.ts';

/** So many names of zones at once; typing finds the others. */
const SHOWN_OPTIONS = 60;

/** Which days, whose, and in which zone. All of it stands in the address. */
export function Toolbar({ address }: { readonly address: Address }) {
  const { t } = useTranslation('calendar');
  const { view, date, language, isNarrow, set } = address;
  const dates = shownWeeks(address).flat();
  const go = (direction: 1 | -1): void =>
    set({ date: view === 'month' ? addMonths(date, direction) : nextDate(address, direction) });
  return (
    <Group justify="space-between" gap="sm" align="flex-end">
      <Group gap="xs">
        <ActionIcon variant="default" size="lg" aria-label={t(`earlier.${view}`)} onClick={() => go(-1)}>
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <Button variant="default" size="sm" onClick={() => set({ date: null })}>
          {t('today')}
        </Button>
        <ActionIcon variant="default" size="lg" aria-label={t(`later.${view}`)} onClick={() => go(1)}>
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
        <Title order={2} aria-live="polite">
          {view === 'month' ? monthTitle(date, language) : rangeTitle(dates[0] ?? date, dates.at(-1) ?? date, language)}
        </Title>
      </Group>
      <Group gap="xs" align="flex-end">
        <Filters address={address} />
        {isNarrow ? null : (
          <SegmentedControl
            aria-label={t('view')}
            value={view}
            onChange={(value) => set({ view: value })}
            data={VIEWS.map((value) => ({ value, label: t(value) }))}
          />
        )}
      </Group>
    </Group>
  );
}

function Filters({ address: { account, phone, zone, set } }: { readonly address: Address }) {
  const { t } = useTranslation('calendar');
  const accounts = useQuery({
    queryKey: ['listAccounts', {}],
    queryFn: async ({ signal }) => await ask('listAccounts', { signal }),
  }).data?.accounts;
  const phones = useQuery({
    queryKey: ['listDevices'],
    queryFn: async ({ signal }) => await ask('listDevices', { signal }),
  }).data?.devices;
  const names = [...new Set(accounts?.map(({ username }) => username) ?? [])];
  const zones = useZones(zone);
  const common = { searchable: true, limit: SHOWN_OPTIONS, size: 'sm', w: 170 } as const;
  return (
    <>
      <Select
        {...common}
        label={t('account')}
        placeholder={t('all.accounts')}
        clearable
        value={account}
        data={[...new Set([...names, ...(account === null ? [] : [account])])].map((name) => ({
          value: name,
          label: `@${name}`,
        }))}
        onChange={(value) => set({ account: value })}
      />
      <Select
        {...common}
        label={t('phone')}
        placeholder={t('all.phones')}
        clearable
        value={phone}
        data={[...new Set([...(phones?.map(({ serial }) => serial) ?? []), ...(phone === null ? [] : [phone])])]}
        onChange={(value) => set({ phone: value })}
      />
      <Select
        {...common}
        w={230}
        label={t('zone')}
        value={zone}
        data={zones}
        allowDeselect={false}
        onChange={(value) => set({ zone: value })}
      />
    </>
  );
}

/** The server's zone and the browser's first, then all there are. */
function useZones(shown: string) {
  const { t } = useTranslation('calendar');
  const server = useSession()?.time_zone ?? 'UTC';
  return useMemo(() => {
    const browser = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    const names = [...new Set([server, browser, shown, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
    const labelOf = (zone: string): string => {
      if (zone === server && zone === browser) return t('zoneOf.both', { zone });
      if (zone === server) return t('zoneOf.server', { zone });
      return zone === browser ? t('zoneOf.browser', { zone }) : zone;
    };
    return names.map((zone) => ({ value: zone, label: labelOf(zone) }));
  }, [server, shown, t]);
}

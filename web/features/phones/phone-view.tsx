import { Grid, Paper, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ControlPanel } from './control-panel.tsx';
import { LiveScreen } from './live-screen.tsx';
import { PhoneAccounts } from './phone-accounts.tsx';
import { PhoneApps } from './phone-apps.tsx';
import { PhoneHistory } from './phone-history.tsx';
import { PhoneNow } from './phone-now.tsx';
import { PhoneQueue } from './phone-queue.tsx';
import { nameOf, type PhoneDetail } from './phone-state.ts';
import { TouchSurface } from './touch-surface.tsx';
import { useControl } from './use-control.ts';

const WIDTH_PX = 540;
const EVERY_MS = 500;

/** A phone: its screen, what it does, and what is known of it. */
export function PhoneView({ phone }: { readonly phone: PhoneDetail }) {
  const { t } = useTranslation('phones');
  const control = useControl(phone.serial);
  const name = nameOf(phone);
  const screen = (
    <LiveScreen
      serial={phone.serial}
      label={t('picture.label', { name })}
      widthPx={WIDTH_PX}
      everyMs={EVERY_MS}
      online={phone.online}
    />
  );
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, sm: 5, lg: 4 }}>
        <Paper withBorder radius="md" maw={340} mx="auto" style={{ overflow: 'hidden' }}>
          {control.state.is === 'held' ? (
            <TouchSurface control={control} label={t('control.surface', { name })}>
              {screen}
            </TouchSurface>
          ) : (
            screen
          )}
        </Paper>
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 7, lg: 8 }}>
        <Stack gap="lg">
          <ControlPanel phone={phone} control={control} />
          <PhoneNow phone={phone} />
          <Section title={t('queue.title')}>
            <PhoneQueue serial={phone.serial} />
          </Section>
          <Section title={t('accounts.title')}>
            <PhoneAccounts phone={phone} />
          </Section>
          <Section title={t('apps.title')}>
            <PhoneApps serial={phone.serial} online={phone.online} />
          </Section>
          <Section title={t('history.title')}>
            <PhoneHistory events={phone.history} />
          </Section>
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}

import { Anchor, Button, Grid, Image, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Receipt } from '../../../src/contract/types.ts';
import { ApiFailure, ask, pathOf } from '../../lib/ask.ts';
import { Empty } from '../../ui/empty.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Page } from '../../ui/page.tsx';
import { PageSkeleton } from '../../ui/skeletons.tsx';
import { ReceiptFacts, ReceiptMedia } from './receipt-facts.tsx';
import { Gone } from './task-view.tsx';
import { useTask } from './use-task.ts';
import { Words } from './words.tsx';

const NOT_FOUND = 40401;

/** What a completed task has to show, to print or to send on. */
export function ReceiptView({ id }: { readonly id: number }) {
  const { t } = useTranslation('task');
  const task = useTask(id);
  const isThere = task.data?.actions.includes('receipt') === true;
  const { data, error, refetch } = useQuery({
    queryKey: ['readReceipt', id],
    queryFn: async ({ signal }) => await ask('readReceipt', { params: { id }, query: {}, signal }),
    enabled: isThere,
  });
  const trouble = task.error ?? error;
  if (trouble instanceof ApiFailure && trouble.code === NOT_FOUND) return <Gone id={id} />;
  if (trouble !== null)
    return (
      <Page title={t('receipt.title.post')}>
        <FailureNote error={trouble} onRetry={() => void refetch()} />
      </Page>
    );
  if (task.data !== undefined && !isThere)
    return (
      <Page title={t('receipt.none')}>
        <Empty title={t('receipt.noneAbout')} action={<BackToTask id={id} />} />
      </Page>
    );
  return data === undefined ? <PageSkeleton /> : <Loaded receipt={data} />;
}

function BackToTask({ id }: { readonly id: number }) {
  const { t } = useTranslation('task');
  return (
    <Button variant="default" component={Link} to={`/tasks/${id}`}>
      {t('receipt.back')}
    </Button>
  );
}

function Loaded({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('task');
  const { task_id: id, kind, proof, title, caption } = receipt;
  return (
    <Page
      title={`${t(`receipt.title.${kind}`)} ${id}`}
      about={t(`receipt.proof.${proof}`)}
      actions={<ReceiptActions id={id} />}
    >
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, sm: 7 }}>
          <Stack gap="sm">
            <ReceiptFacts receipt={receipt} />
            {title === null ? null : (
              <div>
                <Title order={2}>{t('receipt.postTitle')}</Title>
                <Words>{title}</Words>
              </div>
            )}
            {kind === 'custom' ? null : (
              <div>
                <Title order={2}>{t('receipt.caption')}</Title>
                <Words>{caption === '' ? t('receipt.noCaption') : caption}</Words>
              </div>
            )}
            <ReceiptMedia receipt={receipt} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 5 }}>
          <Screenshot receipt={receipt} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function ReceiptActions({ id }: { readonly id: number }) {
  const { t, i18n } = useTranslation('task');
  const lang = i18n.language === 'es' ? 'es' : 'en';
  const href = pathOf('readReceipt', { params: { id }, query: { format: 'html', lang } });
  return (
    <>
      <Button onClick={() => window.print()}>{t('receipt.print')}</Button>
      <Button variant="default" component="a" href={href} download={`postwright-receipt-${id}.html`}>
        {t('receipt.download')}
      </Button>
      <BackToTask id={id} />
    </>
  );
}

function Screenshot({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('task');
  const [isMissing, setMissing] = useState(false);
  const { screenshot_url: url, kind } = receipt;
  if (url === null || isMissing) return <Text size="sm">{t('receipt.noScreenshot')}</Text>;
  const alt = kind === 'post' ? t('receipt.screenshot') : t('receipt.screenshotOther');
  return (
    <Anchor href={url} target="_blank" rel="noopener" aria-label={alt}>
      <Image
        src={url}
        alt={alt}
        mah={560}
        w="auto"
        maw="100%"
        fit="contain"
        bd="1px solid var(--mantine-color-default-border)"
        onError={() => setMissing(true)}
      />
    </Anchor>
  );
}

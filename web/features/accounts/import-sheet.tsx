import { Button, Checkbox, FileInput, Group, List, Modal, Select, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataOf, pathOf, read } from '../../lib/ask.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { PLATFORMS, useChange } from './data.ts';

type Report = DataOf<'importAccounts'>;

interface Wanted {
  readonly file: File;
  readonly platform: (typeof PLATFORMS)[number] | null;
  readonly isTrial: boolean;
}

/** Rows that are shown; a sheet may have thousands. */
const SHOWN_ROWS = 20;

/** Tries a sheet of accounts, says what it would do, and imports it. */
export function ImportSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const { t: shell } = useTranslation('shell');
  const [file, setFile] = useState<File | null>(null);
  const [platform, setPlatform] = useState<Wanted['platform']>(null);
  const [isLenient, setLenient] = useState(false);
  const [report, setReport] = useState<Report | null>(null);
  const send = useChange(async (wanted: Wanted) => {
    // A trial counts the wrong rows; refusing the sheet for them is for the import itself.
    const answer = await sendSheet(wanted, wanted.isTrial || isLenient);
    setReport(answer);
    if (wanted.isTrial) return undefined;
    onClose();
    return t('sheet.done', { created: answer.created, updated: answer.updated });
  });
  const choose = (chosen: File | null): void => {
    setFile(chosen);
    setReport(null);
    if (chosen !== null) send.mutate({ file: chosen, platform, isTrial: true });
  };
  const isReady = report !== null && (report.invalid === 0 || isLenient) && report.created + report.updated > 0;
  return (
    <Modal opened onClose={onClose} title={t('sheet.title')} closeButtonProps={{ 'aria-label': shell('close') }}>
      <Stack gap="sm">
        <Text size="sm">{t('sheet.about')}</Text>
        <Select
          label={t('sheet.platform')}
          data={PLATFORMS}
          value={platform}
          onChange={(value) => setPlatform(PLATFORMS.find((name) => name === value) ?? null)}
          clearable
        />
        <FileInput
          label={t('sheet.file')}
          accept=".csv,.xlsx,text/csv"
          value={file}
          onChange={choose}
          placeholder="accounts.csv"
        />
        {send.error === null ? null : <FailureNote error={send.error} />}
        {report === null ? null : <Told report={report} />}
        {report === null || report.invalid === 0 ? null : (
          <Checkbox
            label={t('sheet.skipInvalid')}
            checked={isLenient}
            onChange={(event) => setLenient(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end">
          <Button
            variant="default"
            disabled={file === null}
            onClick={() => file !== null && send.mutate({ file, platform, isTrial: true })}
          >
            {t('sheet.try')}
          </Button>
          <Button
            disabled={!isReady}
            loading={send.isPending}
            onClick={() => file !== null && send.mutate({ file, platform, isTrial: false })}
          >
            {t('sheet.run')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

async function sendSheet({ file, platform, isTrial }: Wanted, skipInvalid: boolean): Promise<Report> {
  const query = { dry_run: isTrial, skip_invalid: skipInvalid, platform };
  const form = new FormData();
  form.append('file', file);
  return (await read(await fetch(pathOf('importAccounts', { query }), { method: 'POST', body: form }))) as Report;
}

function Told({ report }: { readonly report: Report }) {
  const { t } = useTranslation('accounts');
  const { created, updated, unchanged, invalid, ignored_columns: ignored, rows } = report;
  const wrong = rows.filter(({ outcome }) => outcome === 'invalid');
  return (
    <Stack gap="xs" role="status">
      <Text fw={600}>{t('sheet.would', { created, updated, unchanged, invalid })}</Text>
      {ignored.length === 0 ? null : (
        <Text size="sm" c="dimmed">
          {t('sheet.ignored', { columns: ignored.map(({ column }) => column).join(', ') })}
        </Text>
      )}
      {wrong.length === 0 ? null : (
        <>
          <Title order={3}>{t('sheet.errors')}</Title>
          <List size="sm">
            {wrong.slice(0, SHOWN_ROWS).map(({ row, errors }) => (
              <List.Item key={row}>
                {t('sheet.row', { row })}:{' '}
                <span lang="en">{errors.map(({ message, remedy }) => `${message} ${remedy}`).join(' ')}</span>
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Stack>
  );
}

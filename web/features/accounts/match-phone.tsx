import { Button, Group, List, Modal, Select, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type DataOf } from '../../lib/ask.ts';
import { useTaskError } from '../../lib/telling.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { ToldInline } from '../../ui/told.tsx';
import { useChange, useDevices } from './data.ts';

type Match = DataOf<'matchAccounts'>;

/** Asks the apps of a phone who is signed in there. */
export function MatchPhone({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const { t: shell } = useTranslation('shell');
  const { data } = useDevices();
  const online = (data?.devices ?? []).filter((device) => device.online).map(({ serial }) => serial);
  const [chosen, setChosen] = useState<string | null>(null);
  const [found, setFound] = useState<Match | null>(null);
  const serial = chosen ?? online[0] ?? null;
  const match = useChange(async (phone: string) => {
    const answer = await ask('matchAccounts', { params: { serial: phone } });
    setFound(answer);
    const count = answer.platforms.reduce((sum, part) => sum + part.found.length, 0);
    return t('matching.done', { count, serial: phone });
  });
  return (
    <Modal opened onClose={onClose} title={t('matching.title')} closeButtonProps={{ 'aria-label': shell('close') }}>
      <Stack gap="sm">
        <Text size="sm">{t('matching.about')}</Text>
        {data !== undefined && online.length === 0 ? (
          <Text>{t('matching.noPhones')}</Text>
        ) : (
          <Group align="flex-end">
            <Select
              label={t('matching.phone')}
              data={online}
              value={serial}
              onChange={setChosen}
              allowDeselect={false}
              searchable
              style={{ flex: 1 }}
            />
            <Button
              disabled={serial === null}
              loading={match.isPending}
              onClick={() => serial !== null && match.mutate(serial)}
            >
              {t('matching.start')}
            </Button>
          </Group>
        )}
        {match.error === null ? null : <FailureNote error={match.error} />}
        {found === null ? null : found.platforms.map((part) => <Found key={part.platform} part={part} />)}
      </Stack>
    </Modal>
  );
}

function Found({ part }: { readonly part: Match['platforms'][number] }) {
  const { t } = useTranslation('accounts');
  const tell = useTaskError();
  const words = (username: string): string =>
    [
      ...(part.current === username ? [t('matching.current')] : []),
      ...(part.added.includes(username) ? [t('matching.added')] : []),
      ...(part.bound.includes(username) ? [t('matching.bound')] : []),
    ].join(', ');
  return (
    <section>
      <Title order={3}>{part.platform}</Title>
      {part.found.length + part.missing.length + part.problems.length === 0 ? (
        <Text size="sm">{t('matching.nobody')}</Text>
      ) : (
        <List size="sm">
          {part.found.map((username) => (
            <List.Item key={username}>
              @{username} {words(username) === '' ? '' : `(${words(username)})`}
            </List.Item>
          ))}
          {part.missing.map((username) => (
            <List.Item key={username}>
              @{username} ({t('matching.missing')})
            </List.Item>
          ))}
          {part.problems.map(({ code, message }) => (
            <List.Item key={`${code} ${message}`}>
              <ToldInline telling={tell({ code, message })} isWhole />
            </List.Item>
          ))}
        </List>
      )}
    </section>
  );
}

import { Button, Group, List, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type DataOf } from '../../lib/ask.ts';
import { type ServerWords, useServerWords } from '../../lib/server-words.ts';
import { ofFinding, ofSentence, type Telling } from '../../lib/telling.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { MoodBadge } from '../../ui/state-badge.tsx';
import { ToldInline } from '../../ui/told.tsx';

interface SelfTestDialogProps {
  readonly serial: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Tests a phone, and says what was found. */
export function SelfTestDialog({ serial, onDone, onClose }: SelfTestDialogProps) {
  const { t } = useTranslation(['phones', 'shell']);
  const words = useServerWords();
  // Each opening is a test of its own.
  const run = useId();
  const { data, error, refetch } = useQuery({
    queryKey: ['testDevice', serial, run],
    queryFn: async () => {
      const found = await ask('testDevice', { params: { serial } });
      onDone();
      return found;
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('test.title')}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
      centered
    >
      <Stack>
        {data === undefined && error === null ? (
          <Stack gap="xs" aria-busy="true">
            <Text size="sm" role="status">
              {t('test.running')}
            </Text>
            <Skeleton h={90} />
          </Stack>
        ) : null}
        {error === null ? null : <FailureNote error={error} onRetry={refetch} />}
        {data === undefined ? null : (
          <>
            <Text fw={600} role="status">
              {data.passed ? t('test.passed') : t('test.failed')} {data.released ? t('test.released') : ''}
            </Text>
            <List listStyleType="none" spacing="xs" size="sm">
              {data.checks.map((found) => (
                <List.Item key={found.check}>
                  <Group gap="xs" wrap="nowrap" align="flex-start">
                    <MoodBadge mood={found.ok ? 'good' : 'bad'}>{found.ok ? t('test.ok') : t('test.bad')}</MoodBadge>
                    <span>
                      <ToldInline telling={tellCheck(words, found)} isWhole />
                    </span>
                  </Group>
                </List.Item>
              ))}
            </List>
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('shell:close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

type Check = DataOf<'testDevice'>['checks'][number];

function tellCheck(words: ServerWords | null, found: Check): Telling {
  const said = words?.selfTest?.[found.check];
  return found.ok ? ofSentence(said?.ok, found.message) : ofFinding(words, found, said?.bad);
}

import { Anchor, Button, Group, List, Modal, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiFailure } from '../../lib/ask.ts';
import { count } from '../../lib/format.ts';
import { useFailure } from '../../lib/telling.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { ToldInline } from '../../ui/told.tsx';
import type { BulkAction, BulkRun, Refusal } from './use-bulk.ts';

/** More than that nobody reads one by one. */
const MOST_SHOWN = 100;
const DONE = { stop: 'stopped', retry: 'retried', delete: 'deleted' } as const;

interface ConfirmBulkProps {
  readonly opened: boolean;
  readonly wish: { readonly action: BulkAction; readonly ids: readonly number[] } | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Says how many, and what will come of it. */
export function ConfirmBulk({ opened, wish, onConfirm, onClose }: ConfirmBulkProps) {
  const { t } = useTranslation('tasks');
  const shown = useShown();
  const { action, ids } = wish ?? { action: 'stop' as const, ids: [] };
  const counted = { count: ids.length, shown: count(ids.length, shown) };
  return (
    <Confirm
      opened={opened}
      title={t(`bulk.${action}Title`, counted)}
      action={t(`bulk.${action}`)}
      danger={action === 'delete'}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {t(`bulk.${action}About`, counted)}
    </Confirm>
  );
}

interface BulkResultProps {
  readonly opened: boolean;
  readonly run: BulkRun | null;
  readonly onCancel: () => void;
  readonly onClose: () => void;
}

/** How far it is, and in the end what was done and what was left alone, and why. */
export function BulkResult({ run, onCancel, onClose }: BulkResultProps) {
  const { t } = useTranslation('tasks');
  const { t: tShell } = useTranslation('shell');
  const shown = useShown();
  if (run === null) return null;
  const { action, total, reached, done, refused, isOver, error } = run;
  const counted = (value: number) => ({ count: value, shown: count(value, shown) });
  return (
    <Modal
      opened
      onClose={isOver ? onClose : onCancel}
      title={t('bulk.resultTitle')}
      closeButtonProps={{ 'aria-label': tShell('close') }}
      centered
    >
      <Stack>
        {isOver ? null : <Progress value={(100 * reached) / total} aria-label={t('bulk.resultTitle')} />}
        {isOver ? (
          <Text fw={600}>{t(`bulk.${DONE[action]}`, counted(done))}</Text>
        ) : (
          <Text>{t('bulk.progress', { done: count(reached, shown), total: count(total, shown) })}</Text>
        )}
        {isOver && reached < total ? <Text>{t('bulk.untouched', counted(total - reached))}</Text> : null}
        {error === null ? null : <FailureNote error={error} />}
        {refused.length === 0 ? null : (
          <>
            <Text>{t('bulk.refused', counted(refused.length))}</Text>
            <Refusals refused={refused} />
          </>
        )}
        <Group justify="flex-end">
          {isOver ? (
            <Button onClick={onClose}>{t('bulk.done')}</Button>
          ) : (
            <Button variant="default" onClick={onCancel}>
              {t('bulk.cancel')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function Refusals({ refused }: { readonly refused: readonly Refusal[] }) {
  const { t } = useTranslation('tasks');
  const shown = useShown();
  const tell = useFailure();
  const rest = refused.length - MOST_SHOWN;
  return (
    <>
      <List size="sm" spacing={4}>
        {refused.slice(0, MOST_SHOWN).map(({ task_id: id, error }) => (
          <List.Item key={id}>
            <Anchor component={Link} to={`/tasks/${id}`} underline="always">
              {t('bulk.task', { id })}
            </Anchor>
            : {error === null ? null : <ToldInline telling={tell(new ApiFailure(error.message, error))} isWhole />}
          </List.Item>
        ))}
      </List>
      {rest > 0 ? <Text size="sm">{t('bulk.more', { count: rest, shown: count(rest, shown) })}</Text> : null}
    </>
  );
}

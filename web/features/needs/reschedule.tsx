import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShown } from '../../lib/use-shown.ts';
import { momentOf, wallOf } from '../../lib/wall-time.ts';
import { FailureNote } from '../../ui/failure-note.tsx';

interface RescheduleProps {
  readonly opened: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  /** @param startAt RFC 3339. */
  readonly onMove: (startAt: string) => void;
}

const AN_HOUR_MS = 60 * 60_000;

/** Asks for another time, in the zone of the server. */
export function Reschedule({ opened, busy, error, onClose, onMove }: RescheduleProps) {
  const { t } = useTranslation('needs');
  const { t: shell } = useTranslation('shell');
  const { timeZone } = useShown();
  const [wall, setWall] = useState(() => wallOf(new Date(Date.now() + AN_HOUR_MS), timeZone));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const at = momentOf(wall, timeZone);
    if (at !== null) onMove(at.toISOString());
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('overdue.move')}
      closeButtonProps={{ 'aria-label': shell('close') }}
      centered
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            type="datetime-local"
            label={t('overdue.when')}
            description={t('overdue.zone', { zone: timeZone })}
            value={wall}
            onChange={(event) => setWall(event.currentTarget.value)}
            required
            data-autofocus
          />
          {error === null ? null : <FailureNote error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shell('cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('overdue.move')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { Anchor, Modal, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './calendar.module.css';
import { useStateWord } from './entry.tsx';
import { momentLabel, type Reader } from './labels.ts';
import { MoveForm } from './move-form.tsx';
import type { Entry } from './use-calendar.ts';
import type { Landing } from './zone-time.ts';

interface DetailsProps {
  readonly entry: Entry;
  readonly reader: Reader;
  readonly onMove: (entry: Entry, landing: Landing) => void;
  readonly onClose: () => void;
}

/** What a task is, and for a pending one the way to move it without a pointer. Focus returns to the entry. */
export function Details({ entry, reader, onMove, onClose }: DetailsProps) {
  const { t } = useTranslation(['calendar', 'shell']);
  const stateWord = useStateWord();
  const facts = [
    [t(`calendar:details.when.${entry.what}`), momentLabel(Date.parse(entry.at), reader)],
    [t('calendar:details.state'), stateWord(entry)],
    [t('calendar:details.who'), entry.username === null ? t('calendar:nobody') : `@${entry.username}`],
    [t('calendar:details.phone'), entry.serial],
    ...(entry.caption === '' ? [] : [[t('calendar:details.caption'), entry.caption]]),
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('calendar:details.title', { id: entry.id })}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <Stack>
        <dl className={classes.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Anchor component={Link} to={`/tasks/${entry.id}`}>
          {t('calendar:details.open')}
        </Anchor>
        {entry.status_text === 'pending' ? (
          <MoveForm
            entry={entry}
            reader={reader}
            onMove={(landing) => {
              onMove(entry, landing);
              onClose();
            }}
          />
        ) : null}
      </Stack>
    </Modal>
  );
}

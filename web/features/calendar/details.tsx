import { Anchor, Modal, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Landing } from '../../lib/zone-time.ts';
import classes from './calendar.module.css';
import { useStateWord } from './entry.tsx';
import { momentLabel, type Reader } from './labels.ts';
import { MoveForm } from './move-form.tsx';
import type { Entry } from './use-calendar.ts';

interface DetailsProps {
  /** Null while nothing is open. */
  readonly entry: Entry | null;
  readonly reader: Reader;
  readonly onMove: (entry: Entry, landing: Landing) => void;
  readonly onClose: () => void;
}

/**
 * What a task is, and for a pending one the way to move it without a pointer. It is there all the time, closed, so that
 * the focus returns to the entry.
 */
export function Details({ entry, reader, onMove, onClose }: DetailsProps) {
  const { t } = useTranslation(['calendar', 'shell']);
  return (
    <Modal
      opened={entry !== null}
      onClose={onClose}
      title={entry === null ? null : t('calendar:details.title', { id: entry.id })}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
      transitionProps={{ duration: 0 }}
    >
      {entry === null ? null : (
        <Stack>
          <Facts entry={entry} reader={reader} />
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
      )}
    </Modal>
  );
}

function Facts({ entry, reader }: { readonly entry: Entry; readonly reader: Reader }) {
  const { t } = useTranslation('calendar');
  const stateWord = useStateWord();
  const facts = [
    [t(`details.when.${entry.what}`), momentLabel(Date.parse(entry.at), reader)],
    [t('details.state'), stateWord(entry)],
    [t('details.who'), entry.username === null ? t('nobody') : `@${entry.username}`],
    [t('details.phone'), entry.serial],
    ...(entry.caption === '' ? [] : [[t('details.caption'), entry.caption]]),
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './calendar.module.css';
import type { Entry } from './use-calendar.ts';

interface EntryButtonProps {
  readonly entry: Entry;
  /** As the clock of the zone shows it. */
  readonly time: string;
  readonly onOpen: (entry: Entry) => void;
  readonly onGrab?: (entry: Entry, event: PointerEvent<HTMLElement>) => void;
}

/** What else is to be said of a state, in a word. */
export function useStateWord(): (entry: Entry) => string {
  const { t } = useTranslation(['calendar', 'shell']);
  return (entry) => {
    if (entry.published_unknown) return t('shell:state.unknown');
    if (entry.needs_decision) return t('shell:state.waits');
    const word = t(`shell:state.${entry.status_text}`);
    return entry.rehearsal ? `${word} (${t('calendar:rehearsal')})` : word;
  };
}

/** A task in the calendar: its time, whose it is and its first words; its state, which others see by its colour, and its phone are heard. */
export function EntryButton({ entry, time, onOpen, onGrab }: EntryButtonProps) {
  const { t } = useTranslation('calendar');
  const stateWord = useStateWord();
  const who = entry.username === null ? t('nobody') : `@${entry.username}`;
  const caption = entry.caption === '' ? (entry.platform === null ? entry.script_name : t('noCaption')) : entry.caption;
  const isMovable = entry.status_text === 'pending' && onGrab !== undefined;
  return (
    <button
      type="button"
      className={classes.entry}
      data-state={entry.published_unknown || entry.needs_decision ? 'doubt' : entry.status_text}
      data-movable={isMovable || undefined}
      data-entry={entry.id}
      aria-haspopup="dialog"
      onClick={() => onOpen(entry)}
      onPointerDown={isMovable ? (event) => onGrab(entry, event) : undefined}
    >
      <span className={classes.entryTime}>{time}</span> <span className={classes.heard}>{stateWord(entry)}</span> {who}{' '}
      <span className={classes.heard}>{entry.serial}</span> {caption}
    </button>
  );
}

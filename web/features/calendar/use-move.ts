import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { asWhole, useFailure } from '../../lib/telling.ts';
import type { Landing } from '../../lib/zone-time.ts';
import { announce } from '../../ui/announcer.tsx';
import { momentLabel, type Reader } from './labels.ts';
import { CALENDAR, type Calendar, type Entry, withMoved } from './use-calendar.ts';

export interface Note {
  /** The task it is about. */
  readonly id: number;
  readonly sentence: string;
  /** Takes the move back; null where there is nothing to take back. */
  readonly undo: (() => void) | null;
}

interface Move {
  readonly entry: Entry;
  readonly landing: Landing;
  readonly isUndo: boolean;
}

/** Moves a task at once on the screen, and back where the server refuses. What came of it stays to be read, with a way back. */
export function useMove(reader: Reader) {
  const { t } = useTranslation('calendar');
  const tellFailure = useFailure();
  const client = useQueryClient();
  const [note, setNote] = useState<Note | null>(null);
  const tell = ({ id }: Entry, sentence: string, undo: Note['undo'] = null): void => {
    setNote({ id, sentence, undo });
    announce(sentence);
  };
  const { mutate } = useMutation({
    mutationFn: async ({ entry, landing }: Move) =>
      await ask('rescheduleTask', {
        params: { id: entry.id },
        body: { start_at: new Date(landing.at).toISOString() },
      }),
    onMutate: async ({ entry, landing }) => {
      await client.cancelQueries({ queryKey: [CALENDAR] });
      const before = client.getQueriesData<Calendar>({ queryKey: [CALENDAR] });
      client.setQueriesData<Calendar>(
        { queryKey: [CALENDAR] },
        (calendar) => calendar && withMoved(calendar, entry.id, landing.at),
      );
      return before;
    },
    onError: (error, { entry }, before) => {
      for (const [key, calendar] of before ?? []) client.setQueryData(key, calendar);
      tell(entry, t('move.refused', { why: asWhole(tellFailure(error)) }));
    },
    onSuccess: ({ scheduled_at: scheduledAt }, { entry, landing, isUndo }) => {
      const at = Date.parse(scheduledAt);
      const when = momentLabel(at, reader);
      if (isUndo) return tell(entry, t('move.undone', { when }));
      const moved: Entry = { ...entry, at: scheduledAt };
      const backTo = Date.parse(entry.at);
      const undo = (): void => mutate({ entry: moved, landing: { at: backTo, kind: 'exact' }, isUndo: true });
      const sentence =
        at > landing.at
          ? t('move.doneLater', { when })
          : t(landing.kind === 'skipped' ? 'move.doneSkipped' : 'move.done', { when });
      tell(entry, sentence, backTo > Date.now() ? undo : null);
    },
    onSettled: async () => await client.invalidateQueries({ queryKey: [CALENDAR] }),
  });
  const move = (entry: Entry, landing: Landing): void => {
    if (landing.at === Date.parse(entry.at)) return;
    if (landing.at < Date.now()) tell(entry, t('move.isPast'));
    else mutate({ entry, landing, isUndo: false });
  };
  return { move, note, forget: () => setNote(null) };
}

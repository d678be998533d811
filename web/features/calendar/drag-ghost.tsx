import { Paper, Portal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Landing } from '../../lib/zone-time.ts';
import classes from './calendar.module.css';
import { momentLabel, type Reader } from './labels.ts';
import type { Drag } from './use-drag.ts';

const OFFSET_PX = 14;

/** Beside the pointer: what letting go would do. */
export function DragGhost({
  drag,
  landing,
  reader,
}: {
  readonly drag: Drag;
  readonly landing: Landing | null;
  readonly reader: Reader;
}) {
  const { t } = useTranslation('calendar');
  if (landing === null) return null;
  const when = momentLabel(landing.at, reader);
  const isPast = landing.at < Date.now();
  const sentence = isPast
    ? t('move.draggingPast')
    : t(landing.kind === 'skipped' ? 'move.draggingSkipped' : 'move.dragging', { when });
  return (
    <Portal>
      <Paper
        withBorder
        shadow="sm"
        px="xs"
        py={4}
        className={classes.ghost}
        style={{ left: drag.x + OFFSET_PX, top: drag.y + OFFSET_PX }}
        aria-hidden
      >
        <Text size="sm" fw={600} data-problem={isPast || undefined}>
          {sentence}
        </Text>
      </Paper>
    </Portal>
  );
}

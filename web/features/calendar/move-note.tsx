import { Affix, Button, CloseButton, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Note } from './use-move.ts';

/** What came of the last move. It stays until it is closed or another takes its place: nobody need hurry to take one back. */
export function MoveNote({ note, onClose }: { readonly note: Note; readonly onClose: () => void }) {
  const { t } = useTranslation(['calendar', 'shell']);
  return (
    <Affix position={{ bottom: 16, right: 16, left: 16 }} zIndex={100} withinPortal={false}>
      <Paper withBorder shadow="md" p="xs" pl="md" maw={560} mx="auto">
        <Group gap="sm" wrap="nowrap" justify="space-between">
          <Text size="sm">{note.sentence}</Text>
          <Group gap={4} wrap="nowrap">
            {note.undo === null ? null : (
              <Button size="xs" variant="default" onClick={note.undo}>
                {t('calendar:move.undo')}
              </Button>
            )}
            <CloseButton aria-label={t('shell:close')} onClick={onClose} />
          </Group>
        </Group>
      </Paper>
    </Affix>
  );
}

import { Button } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { late } from '../../ui/late.tsx';

const KeysDialog = late(async () => (await import('./keys-dialog.tsx')).KeysDialog);

interface KeysHelpProps {
  readonly opened: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

export function KeysHelp({ opened, onOpen, onClose }: KeysHelpProps) {
  const { t } = useTranslation('tasks');
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconKeyboard size={16} aria-hidden />}
        onClick={onOpen}
        visibleFrom="sm"
      >
        {t('keys.open')}
      </Button>
      <KeysDialog opened={opened} onClose={onClose} />
    </>
  );
}

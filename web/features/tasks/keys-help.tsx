import { Button, Kbd, Modal, Table } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

const KEYS = [
  ['/', 'search'],
  ['j', 'down'],
  ['k', 'up'],
  ['enter', 'enter'],
  ['x', 'x'],
  ['s', 's'],
  ['r', 'r'],
  ['esc', 'esc'],
  ['?', 'help'],
] as const;

interface KeysHelpProps {
  readonly opened: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

export function KeysHelp({ opened, onOpen, onClose }: KeysHelpProps) {
  const { t } = useTranslation('tasks');
  const { t: tShell } = useTranslation('shell');
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
      <Modal
        opened={opened}
        onClose={onClose}
        title={t('keys.title')}
        closeButtonProps={{ 'aria-label': tShell('close') }}
        centered
      >
        <Table withRowBorders={false}>
          <Table.Tbody>
            {KEYS.map(([key, what]) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" w={80}>
                  <Kbd>{key}</Kbd>
                </Table.Th>
                <Table.Td>{t(`keys.${what}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Modal>
    </>
  );
}

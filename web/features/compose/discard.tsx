import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../ui/confirm.tsx';

/** Empties the draft, which cannot be taken back. */
export function Discard({ disabled, onDiscard }: { readonly disabled: boolean; readonly onDiscard: () => void }) {
  const { t } = useTranslation('compose');
  const [isAsking, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" disabled={disabled} onClick={open}>
        {t('discard')}
      </Button>
      <Confirm
        opened={isAsking}
        title={t('discard')}
        action={t('discardYes')}
        danger
        onClose={close}
        onConfirm={() => {
          close();
          onDiscard();
        }}
      >
        {t('discardAbout')}
      </Confirm>
    </>
  );
}

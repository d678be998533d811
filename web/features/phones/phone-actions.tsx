import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { queryClient } from '../../lib/query.ts';
import { announce } from '../../ui/announcer.tsx';
import { DescribePhone } from './describe-phone.tsx';
import { nameOf, type PhoneDetail } from './phone-state.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { ReplacePhone } from './replace-phone.tsx';
import { SelfTestDialog } from './self-test-dialog.tsx';

const FLASH_S = 8;

type Dialog = 'describe' | 'test' | 'quarantine' | 'retire' | 'replace' | null;

/** What can be done about a phone now. */
export function PhoneActions({
  phone,
  onError,
}: {
  readonly phone: PhoneDetail;
  readonly onError: (error: unknown) => void;
}) {
  const { t } = useTranslation('phones');
  const [dialog, setDialog] = useState<Dialog>(null);
  const { serial, online } = phone;
  const params = { serial };
  const close = (): void => setDialog(null);
  const changed = (): void => void queryClient.invalidateQueries({ queryKey: ['readDevice', serial] });
  const identify = useMutation({
    mutationFn: async () => await ask('identifyDevice', { params, body: { seconds: FLASH_S } }),
    onMutate: () => announce(t('act.flashing', { name: nameOf(phone) })),
    onError,
  });
  const release = useMutation({
    mutationFn: async () => await ask('releaseDevice', { params }),
    onSuccess: changed,
    onError,
  });
  const restore = useMutation({
    mutationFn: async () => await ask('restoreDevice', { params }),
    onSuccess: changed,
    onError,
  });
  return (
    <>
      <Button variant="default" disabled={!online} loading={identify.isPending} onClick={() => identify.mutate()}>
        {t('act.identify')}
      </Button>
      <Button variant="default" disabled={!online} onClick={() => setDialog('test')}>
        {t('act.test')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
            {t('act.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setDialog('describe')}>{t('act.describe')}</Menu.Item>
          {phone.quarantine === null ? (
            <Menu.Item onClick={() => setDialog('quarantine')}>{t('act.quarantine')}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => release.mutate()}>{t('act.release')}</Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item onClick={() => setDialog('replace')}>{t('act.replace')}</Menu.Item>
          {phone.retired === null ? (
            <Menu.Item onClick={() => setDialog('retire')}>{t('act.retire')}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => restore.mutate()}>{t('act.restore')}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'describe' ? <DescribePhone phone={phone} onDone={changed} onClose={close} /> : null}
      {dialog === 'test' ? <SelfTestDialog serial={serial} onDone={changed} onClose={close} /> : null}
      {dialog === 'replace' ? <ReplacePhone phone={phone} onDone={changed} onClose={close} /> : null}
      {dialog === 'quarantine' ? (
        <ReasonDialog
          title={t('act.quarantine')}
          about={t('quarantine.about')}
          act={async (body) => await ask('quarantineDevice', { params, body })}
          onDone={changed}
          onClose={close}
        />
      ) : null}
      {dialog === 'retire' ? (
        <ReasonDialog
          title={t('act.retire')}
          about={t('retire.about', { count: phone.queue_length })}
          act={async (body) => await ask('retireDevice', { params, body })}
          onDone={changed}
          onClose={close}
        />
      ) : null}
    </>
  );
}

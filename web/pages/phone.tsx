import { Anchor, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { PhoneActions } from '../features/phones/phone-actions.tsx';
import { nameOf } from '../features/phones/phone-state.ts';
import { PhoneView } from '../features/phones/phone-view.tsx';
import { usePhone } from '../features/phones/use-phones.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import { Page } from '../ui/page.tsx';

export function PhonePage() {
  const { t } = useTranslation('shell');
  const { serial = '' } = useParams();
  const { data: phone, error, refetch } = usePhone(serial);
  const [trouble, setTrouble] = useState<unknown>(null);
  return (
    <Page
      title={phone === undefined ? serial : nameOf(phone)}
      about={
        <Anchor component={Link} to="/phones" size="sm">
          {t('nav.phones')}
        </Anchor>
      }
      actions={phone === undefined ? undefined : <PhoneActions phone={phone} onError={setTrouble} />}
    >
      {trouble === null ? null : <FailureNote error={trouble} />}
      {phone === undefined && error !== null ? <FailureNote error={error} onRetry={refetch} /> : null}
      {phone === undefined && error === null ? <Skeleton h={480} /> : null}
      {phone === undefined ? null : <PhoneView key={serial} phone={phone} />}
    </Page>
  );
}

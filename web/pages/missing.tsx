import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../ui/page.tsx';

export function MissingPage() {
  const { t } = useTranslation('shell');
  return (
    <Page title={t('missing.title')}>
      <Text>{t('missing.about')}</Text>
      <div>
        <Button component={Link} to="/tasks">
          {t('missing.back')}
        </Button>
      </div>
    </Page>
  );
}

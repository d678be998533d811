import { useTranslation } from 'react-i18next';
import { Wall } from '../features/phones/wall.tsx';
import { Page } from '../ui/page.tsx';

export function PhonesPage() {
  const { t } = useTranslation('shell');
  return (
    <Page title={t('nav.phones')}>
      <Wall />
    </Page>
  );
}

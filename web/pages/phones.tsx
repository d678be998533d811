import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export function PhonesPage() {
  const { t } = useTranslation('shell');
  return <Page title={t('nav.phones')}>{null}</Page>;
}

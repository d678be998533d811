import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export function AccountsPage() {
  const { t } = useTranslation('shell');
  return <Page title={t('nav.accounts')}>{null}</Page>;
}

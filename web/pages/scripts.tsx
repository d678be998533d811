import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export function ScriptsPage() {
  const { t } = useTranslation('shell');
  return <Page title={t('nav.scripts')}>{null}</Page>;
}

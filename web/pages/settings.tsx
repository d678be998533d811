import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export function SettingsPage() {
  const { t } = useTranslation('shell');
  return <Page title={t('nav.settings')}>{null}</Page>;
}

import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export function LibraryPage() {
  const { t } = useTranslation('shell');
  return <Page title={t('nav.library')}>{null}</Page>;
}

import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export function TasksPage() {
  const { t } = useTranslation('shell');
  return <Page title={t('nav.tasks')}>{null}</Page>;
}

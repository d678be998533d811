import { useTranslation } from 'react-i18next';
import { TasksView } from '../features/tasks/tasks-view.tsx';
import { Page } from '../ui/page.tsx';

export function TasksPage() {
  const { t } = useTranslation('tasks');
  return (
    <Page title={t('title')}>
      <TasksView />
    </Page>
  );
}

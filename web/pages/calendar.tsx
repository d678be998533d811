import { useTranslation } from 'react-i18next';
import { Calendar } from '../features/calendar/calendar.tsx';
import { Page } from '../ui/page.tsx';

export function CalendarPage() {
  const { t } = useTranslation('shell');
  return (
    <Page title={t('nav.calendar')}>
      <Calendar />
    </Page>
  );
}

import { useTranslation } from 'react-i18next';
import { NeedsList } from '../features/needs/needs-list.tsx';
import { Page } from '../ui/page.tsx';

export function NeedsPage() {
  const { t } = useTranslation('shell');
  return (
    <Page title={t('nav.needs')}>
      <NeedsList />
    </Page>
  );
}

import { useTranslation } from 'react-i18next';
import { ScriptsView } from '../features/scripts/scripts-view.tsx';
import { Page } from '../ui/page.tsx';

export function ScriptsPage() {
  const { t: shell } = useTranslation('shell');
  const { t } = useTranslation('scripts');
  return (
    <Page title={shell('nav.scripts')} about={t('about')}>
      <ScriptsView />
    </Page>
  );
}

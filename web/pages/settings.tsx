import { useTranslation } from 'react-i18next';
import { SettingsView } from '../features/settings/settings-view.tsx';
import { Page } from '../ui/page.tsx';

export function SettingsPage() {
  const { t: shell } = useTranslation('shell');
  const { t } = useTranslation('settings');
  return (
    <Page title={shell('nav.settings')} about={t('about')}>
      <SettingsView />
    </Page>
  );
}

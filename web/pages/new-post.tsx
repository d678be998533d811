import { useTranslation } from 'react-i18next';
import { Compose } from '../features/compose/compose.tsx';
import { Page } from '../ui/page.tsx';

export function NewPostPage() {
  const { t } = useTranslation('shell');
  return (
    <Page title={t('newPost')}>
      <Compose />
    </Page>
  );
}

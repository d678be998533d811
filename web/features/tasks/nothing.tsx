import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../../ui/empty.tsx';

/** Nothing yet, all is well, or filtered to nothing. */
export function Nothing({ text, onAll }: { readonly text: string; readonly onAll: () => void }) {
  const { t } = useTranslation('tasks');
  const all = (
    <Button variant="default" onClick={onAll}>
      {t('empty.all')}
    </Button>
  );
  if (text === '')
    return (
      <Empty
        title={t('empty.nothing')}
        action={
          <Button component={Link} to="/new">
            {t('empty.make')}
          </Button>
        }
      >
        {t('empty.nothingHow')}
      </Empty>
    );
  if (text === 'state:failed')
    return (
      <Empty title={t('empty.calm')} action={all}>
        {t('empty.calmHow')}
      </Empty>
    );
  return (
    <Empty title={t('empty.filtered')} action={all}>
      {t('empty.filteredHow', { text })}
    </Empty>
  );
}

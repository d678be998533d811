import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParam } from '../../lib/use-param.ts';
import { Empty } from '../../ui/empty.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { MoodBadge } from '../../ui/state-badge.tsx';
import { type Script, useScripts } from './data.ts';
import { ScriptForm } from './script-form.tsx';

export function ScriptsView() {
  const { t } = useTranslation('scripts');
  const [run, setRun] = useParam('run');
  const { data, error, refetch } = useScripts();
  if (data === undefined)
    return error === null ? <RowsSkeleton height={90} /> : <FailureNote error={error} onRetry={() => void refetch()} />;
  const chosen = data.scripts.find((script) => script.name === run && script.error === null);
  return (
    <>
      <Stack component="ul" aria-label={t('list')} gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {data.scripts.map((script) => (
          <ScriptCard key={script.name} script={script} onRun={() => setRun(script.name)} />
        ))}
      </Stack>
      {data.scripts.length > 1 ? null : <Empty title={t('none.title')}>{t('none.about')}</Empty>}
      {chosen === undefined ? null : <ScriptForm key={chosen.name} script={chosen} onClose={() => setRun('')} />}
    </>
  );
}

function ScriptCard({ script, onRun }: { readonly script: Script; readonly onRun: () => void }) {
  const { t } = useTranslation('scripts');
  const { name, title, description, source, publishes, app_id: app, error } = script;
  return (
    <Paper component="li" withBorder p="md">
      <Group justify="space-between" align="flex-start">
        <Stack gap={4} style={{ flex: '1 1 280px', minWidth: 0, overflowWrap: 'anywhere' }}>
          <Group gap="xs">
            <Title order={2}>{title}</Title>
            <MoodBadge mood="calm">{t(source === 'custom' ? 'custom' : 'builtIn')}</MoodBadge>
            <MoodBadge mood={publishes ? 'busy' : 'calm'}>{t(publishes ? 'publishes' : 'harmless')}</MoodBadge>
            {error === null ? null : <MoodBadge mood="bad">{t('broken')}</MoodBadge>}
          </Group>
          <Text size="sm">{source === 'built-in' && name === 'post' ? t('post') : description}</Text>
          <Text size="sm" c="dimmed">
            {name}
            {app === null ? '' : ` · ${t('app', { app })}`}
          </Text>
          {error === null ? null : (
            <Alert color="red" variant="light" title={t('broken')}>
              <span lang="en">{error}</span>
            </Alert>
          )}
        </Stack>
        {error === null ? (
          <Button variant="default" aria-label={t('runFor', { title })} onClick={onRun}>
            {t('run')}
          </Button>
        ) : null}
      </Group>
    </Paper>
  );
}

import { Anchor, Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { announce } from '../../ui/announcer.tsx';

/** More than these are found in the list of tasks. */
const SHOWN_IDS = 50;

/** What was made, and where it goes on. */
export function Created({ ids, onAnother }: { readonly ids: readonly number[]; readonly onAnother: () => void }) {
  const { t } = useTranslation('compose');
  const heading = useRef<HTMLHeadingElement>(null);
  const sentence = t('created', { count: ids.length });
  useEffect(() => {
    heading.current?.focus();
    announce(sentence);
  }, [sentence]);
  return (
    <Stack gap="sm" data-created>
      <Title order={2} ref={heading} tabIndex={-1}>
        {sentence}
      </Title>
      <Text>{t('createdAbout')}</Text>
      <List>
        {ids.slice(0, SHOWN_IDS).map((id) => (
          <List.Item key={id}>
            <Anchor component={Link} to={`/tasks/${id}`}>
              {t('task', { id })}
            </Anchor>
          </List.Item>
        ))}
      </List>
      <Group>
        <Button component={Link} to="/tasks">
          {t('allTasks')}
        </Button>
        <Button variant="default" onClick={onAnother}>
          {t('another')}
        </Button>
      </Group>
    </Stack>
  );
}

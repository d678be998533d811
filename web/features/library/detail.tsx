import { Anchor, Button, Drawer, Group, Image, List, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ask, pathOf } from '../../lib/ask.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Moment } from '../../ui/moment.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { type Detail, useChange, useMaterial } from './data.ts';
import { Describe } from './describe.tsx';
import { Facts } from './facts.tsx';

/** One file with all that is known of it. */
export function MaterialDrawer({ sha256, onClose }: { readonly sha256: string; readonly onClose: () => void }) {
  const { t: shell } = useTranslation('shell');
  const { data, error, refetch } = useMaterial(sha256);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="md"
      title={data?.name ?? ''}
      closeButtonProps={{ 'aria-label': shell('close') }}
    >
      {data === undefined ? (
        error === null ? (
          <RowsSkeleton />
        ) : (
          <FailureNote error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <Told material={data} onClose={onClose} />
      )}
    </Drawer>
  );
}

function Told({ material, onClose }: { readonly material: Detail; readonly onClose: () => void }) {
  const { t } = useTranslation('library');
  const { sha256, name, kind } = material;
  const file = pathOf('readMaterialFile', { params: { sha256 } });
  return (
    <Stack>
      {kind === 'image' ? (
        <Image src={file} alt={name} mah={320} fit="contain" />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: what people record has none.
        <video src={file} controls preload="none" aria-label={t('detail.video', { name })} style={{ maxHeight: 320 }} />
      )}
      <Group gap="xs">
        <Button size="xs" component={Link} to={`/new?material=${sha256}`}>
          {t('detail.post')}
        </Button>
        <Button size="xs" variant="default" component="a" href={file} download={name}>
          {t('detail.download')}
        </Button>
        <Remove material={material} onClose={onClose} />
      </Group>
      <Describe key={sha256} material={material} />
      <Facts material={material} />
      <Uses material={material} />
    </Stack>
  );
}

function Uses({ material }: { readonly material: Detail }) {
  const { t } = useTranslation('library');
  return (
    <>
      {material.needed_by.length === 0 ? null : (
        <section>
          <Title order={3}>{t('detail.needed')}</Title>
          <Group gap="xs">
            {material.needed_by.map((id) => (
              <Anchor key={id} component={Link} to={`/tasks/${id}`} size="sm">
                {t('detail.task', { id })}
              </Anchor>
            ))}
          </Group>
        </section>
      )}
      <section>
        <Title order={3}>{t('detail.used')}</Title>
        {material.uses.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('detail.notUsed')}
          </Text>
        ) : (
          <List size="sm">
            {material.uses.map(({ task_id: id, platform, username, serial, rehearsal, at }) => (
              <List.Item key={`${id} ${at} ${serial}`}>
                {id === null ? (
                  t('detail.deletedTask')
                ) : (
                  <Anchor component={Link} to={`/tasks/${id}`} inherit underline="always">
                    {t('detail.task', { id })}
                  </Anchor>
                )}
                {' · '}
                {platform} {username === null ? '' : `@${username}`} · {serial} · <Moment at={at} />
                {rehearsal ? ` · ${t('detail.rehearsal')}` : ''}
              </List.Item>
            ))}
          </List>
        )}
      </section>
    </>
  );
}

function Remove({ material, onClose }: { readonly material: Detail; readonly onClose: () => void }) {
  const { t } = useTranslation('library');
  const [isAsking, setAsking] = useState(false);
  const { sha256, name, needed_by: needed } = material;
  const isForced = needed.length > 0;
  const remove = useChange(async () => {
    await ask('deleteMaterial', { params: { sha256 }, query: { force: isForced } });
    onClose();
    return t('detail.removed', { name });
  }, sha256);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        {t('detail.remove')}
      </Button>
      <Confirm
        opened={isAsking}
        title={t('detail.remove')}
        action={isForced ? t('detail.force') : t('detail.remove')}
        danger
        busy={remove.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate(undefined)}
      >
        {isForced ? t('detail.askForce', { count: needed.length, name }) : t('detail.ask', { name })}
        {remove.error === null ? null : <FailureNote error={remove.error} />}
      </Confirm>
    </>
  );
}

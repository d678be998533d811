import { Anchor, Box, Group, Image, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { absoluteTime } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { fileNameOf, findSight, LOOK, type Sight } from './sights.ts';
import { TreeView } from './tree-view.tsx';
import { useSightName } from './words.tsx';

/** Shows the kept file that the address names, over the page. */
export function SightWindow({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  const { t: shell } = useTranslation('shell');
  const sightName = useSightName();
  const [search, setSearch] = useSearchParams();
  const sight = findSight(task, search.get(LOOK));
  const close = (): void =>
    setSearch((before) => {
      before.delete(LOOK);
      return before;
    });
  const name = sight === null ? '' : sightName(sight.link.name);
  const isTree = sight?.link.kind === 'tree';
  return (
    <Modal
      opened={sight !== null}
      onClose={close}
      size={isTree ? '90rem' : 'auto'}
      title={isTree ? t('sight.tree', { name }) : name}
      closeButtonProps={{ 'aria-label': shell('close') }}
    >
      {sight === null ? null : isTree ? <TreeView sight={sight} /> : <Picture sight={sight} name={name} />}
    </Modal>
  );
}

type Zoom = 'fit' | 'full';

function Picture({ sight, name }: { readonly sight: Sight; readonly name: string }) {
  const { t } = useTranslation('task');
  const shown = useShown();
  const [zoom, setZoom] = useState<Zoom>('fit');
  const [isMissing, setMissing] = useState(false);
  const { link } = sight;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t('sight.zoom')}
          size="xs"
          value={zoom}
          onChange={(value) => setZoom(value as Zoom)}
          data={[
            { value: 'fit', label: t('sight.fit') },
            { value: 'full', label: t('sight.full') },
          ]}
        />
        <Text size="sm" c="dimmed">
          {absoluteTime(new Date(link.at), shown)}
        </Text>
        <Anchor size="sm" href={link.url} download={fileNameOf(link)}>
          {t('sight.download')}
        </Anchor>
      </Group>
      {isMissing ? (
        <Text>{t('sight.missing')}</Text>
      ) : (
        <Box style={{ overflow: 'auto', maxHeight: '75dvh' }} tabIndex={0} role="region" aria-label={name}>
          <Image
            src={link.url}
            alt={name}
            w="auto"
            maw={zoom === 'fit' ? '100%' : 'none'}
            mah={zoom === 'fit' ? '75dvh' : 'none'}
            fit="contain"
            mx="auto"
            onError={() => setMissing(true)}
          />
        </Box>
      )}
    </Stack>
  );
}

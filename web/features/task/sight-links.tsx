import { Group, Image, Text, UnstyledButton } from '@mantine/core';
import { IconBinaryTree2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { smallPictureOf } from '../../lib/small-picture.ts';
import { fileNameOf, LOOK } from './sights.ts';
import type { EvidenceLink } from './waits.ts';
import { useSightName } from './words.tsx';

const PICTURE_PX = { width: 54, height: 96 };

/** The pictures and trees of a step, small; each opens in full. */
export function SightLinks({ links }: { readonly links: readonly EvidenceLink[] }) {
  if (links.length === 0) return null;
  return (
    <Group gap="xs" mt={6} align="flex-end">
      {links.map((link) => (
        <SightLink key={link.url} link={link} />
      ))}
    </Group>
  );
}

function SightLink({ link }: { readonly link: EvidenceLink }) {
  const { t } = useTranslation('task');
  const sightName = useSightName();
  const [search] = useSearchParams();
  const to = new URLSearchParams(search);
  to.set(LOOK, fileNameOf(link));
  const name = sightName(link.name);
  const isTree = link.kind === 'tree';
  const label = t('sight.open', { name: isTree ? t('sight.tree', { name }) : name });
  return (
    <UnstyledButton component={Link} to={{ search: to.toString() }} preventScrollReset aria-label={label} title={label}>
      {isTree ? (
        <Group gap={4} fz="sm" td="underline">
          <IconBinaryTree2 size={18} aria-hidden />
          {t('sight.treeShort')}
        </Group>
      ) : (
        <SmallPicture url={link.url} />
      )}
    </UnstyledButton>
  );
}

/** Pictures make room when the disk needs it: what is listed may be gone. */
function SmallPicture({ url }: { readonly url: string }) {
  const { t } = useTranslation('task');
  const [isMissing, setMissing] = useState(false);
  if (isMissing)
    return (
      <Text size="xs" c="dimmed">
        {t('sight.missing')}
      </Text>
    );
  return (
    <Image
      src={smallPictureOf(url, PICTURE_PX.width)}
      alt=""
      w={PICTURE_PX.width}
      h={PICTURE_PX.height}
      fit="cover"
      radius="sm"
      loading="lazy"
      bd="1px solid var(--mantine-color-default-border)"
      onError={() => setMissing(true)}
    />
  );
}

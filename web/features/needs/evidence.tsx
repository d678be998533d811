import { Anchor, Image } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { smallPictureOf } from '../../lib/small-picture.ts';

const WIDTH_PX = 56;

/** What the phone showed; opens in a tab of its own. */
export function Evidence({ url, taskId }: { readonly url: string | null; readonly taskId: number }) {
  const { t } = useTranslation('needs');
  const [isGone, setGone] = useState(false);
  if (url === null || isGone) return null;
  return (
    <Anchor href={url} target="_blank" rel="noreferrer" aria-label={t('openEvidence', { id: taskId })}>
      <Image
        src={smallPictureOf(url, WIDTH_PX)}
        alt={t('evidence')}
        w={WIDTH_PX}
        h={WIDTH_PX * 2}
        fit="cover"
        radius="sm"
        loading="lazy"
        onError={() => setGone(true)}
      />
    </Anchor>
  );
}

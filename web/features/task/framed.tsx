import { Box, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LookedFor } from '../../../src/contract/types.ts';
import type { Bounds, ScreenTree } from './tree.ts';

interface FramedProps {
  readonly tree: ScreenTree;
  /** The address of the screenshot of the same moment. */
  readonly picture: string | null;
  readonly chosen: Bounds | null;
  readonly nearest: LookedFor['nearest'];
}

const TALLEST = '60dvh';

/** The screen with frames over it: whole for the chosen element, dashed for what came closest to what was looked for. */
export function Framed({ tree, picture, chosen, nearest }: FramedProps) {
  const { t } = useTranslation('task');
  const { widthPx, heightPx } = tree;
  return (
    <>
      <Box
        pos="relative"
        bg="var(--mantine-color-default-hover)"
        style={{ aspectRatio: `${widthPx} / ${heightPx}`, maxHeight: TALLEST, maxWidth: '100%', overflow: 'hidden' }}
      >
        {picture === null ? null : (
          <img
            src={picture}
            alt={t('tree.overlay')}
            style={{ position: 'absolute', inset: 0, width: '100%', height: '100%' }}
          />
        )}
        {nearest.map(({ bounds, misses }) => (
          <Frame
            key={`${bounds.left},${bounds.top},${bounds.right},${bounds.bottom} ${misses}`}
            bounds={bounds}
            tree={tree}
            line="3px dashed #e8590c"
          />
        ))}
        {chosen === null ? null : <Frame bounds={chosen} tree={tree} line="3px solid #1971c2" />}
      </Box>
      {picture === null ? (
        <Text size="sm" c="dimmed">
          {t('tree.noPicture')}
        </Text>
      ) : null}
    </>
  );
}

interface FrameProps extends Pick<FramedProps, 'tree'> {
  readonly bounds: Bounds;
  readonly line: string;
}

function Frame({ bounds, tree, line }: FrameProps) {
  const across = (px: number): string => `${(px / tree.widthPx) * 100}%`;
  const down = (px: number): string => `${(px / tree.heightPx) * 100}%`;
  return (
    <Box
      pos="absolute"
      left={across(bounds.left)}
      top={down(bounds.top)}
      w={across(bounds.right - bounds.left)}
      h={down(bounds.bottom - bounds.top)}
      // A light edge keeps the frame visible on any picture.
      style={{ border: line, boxShadow: '0 0 0 1px #fff, inset 0 0 0 1px #fff', boxSizing: 'border-box' }}
      aria-hidden
    />
  );
}

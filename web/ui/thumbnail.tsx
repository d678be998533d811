import { Box, Image } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import { pathOf } from '../lib/ask.ts';

/** A small picture of a material; a sign in its place where there is none. */
export function Thumbnail({
  sha256,
  size,
  alt = '',
}: {
  readonly sha256: string | null;
  readonly size: number;
  readonly alt?: string;
}) {
  const [isMissing, setMissing] = useState(false);
  if (sha256 === null || isMissing)
    return (
      <Box w={size} h={size} bg="var(--mantine-color-default-hover)" style={{ display: 'grid', placeItems: 'center' }}>
        <IconPhoto size={size / 2} aria-hidden />
      </Box>
    );
  return (
    <Image
      src={pathOf('readThumbnail', { params: { sha256 } })}
      alt={alt}
      w={size}
      h={size}
      fit="cover"
      radius="sm"
      loading="lazy"
      onError={() => setMissing(true)}
    />
  );
}

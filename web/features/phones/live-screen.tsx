import { Box, Text } from '@mantine/core';
import { useDocumentVisibility } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { duration } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { type Seen, watch } from './picture.ts';

interface LiveScreenProps {
  readonly serial: string;
  /** What the picture is of, for those who do not see it. */
  readonly label: string;
  readonly widthPx: number;
  readonly everyMs: number;
  /** A picture no older than this may be shown while the next is taken. What it shows now, unless given. */
  readonly maxAgeMs?: number;
  /** Whether ADB can use the phone. */
  readonly online: boolean;
}

/** The most usual shape of a phone, until the first picture says more. */
const SHAPE = '9 / 20';
/** Older than this, a picture is told to be old. */
const OLD_MS = 5_000;

/** A phone's screen, while it can be seen: nothing is asked for in a hidden tab, or outside of the window. */
export function LiveScreen({ serial, label, widthPx, everyMs, maxAgeMs = 0, online }: LiveScreenProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [seen, setSeen] = useState<Seen | null>(null);
  const isInView = useInView(canvas);
  const isVisible = useDocumentVisibility() === 'visible' && isInView;
  useEffect(() => {
    if (!online || !isVisible || canvas.current === null) return;
    const over = new AbortController();
    void watch(canvas.current, { serial, widthPx, everyMs, maxAgeMs }, { signal: over.signal, onSeen: setSeen });
    return () => over.abort();
  }, [serial, widthPx, everyMs, maxAgeMs, online, isVisible]);
  return (
    <Box pos="relative" style={{ lineHeight: 0 }} data-live={online && isVisible ? serial : undefined}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        width={9}
        height={20}
        style={{
          width: '100%',
          aspectRatio: seen === null ? SHAPE : undefined,
          background: 'var(--mantine-color-default-hover)',
          opacity: online ? 1 : 0.4,
          display: 'block',
        }}
      />
      <Note online={online} seen={seen} />
    </Box>
  );
}

/** Why the picture is not of now. */
function Note({ online, seen }: { readonly online: boolean; readonly seen: Seen | null }) {
  const { t } = useTranslation('phones');
  const shown = useShown();
  const isOld = seen !== null && seen.ageMs > OLD_MS;
  if (online && !isOld) return null;
  return (
    <Text
      size="xs"
      pos="absolute"
      bottom={0}
      left={0}
      right={0}
      px="xs"
      py={2}
      lh={1.3}
      bg="var(--mantine-color-body)"
      c="var(--mantine-color-text)"
    >
      {online && seen !== null ? t('picture.old', { age: duration(seen.ageMs, shown) }) : t('picture.away')}
    </Text>
  );
}

function useInView(element: React.RefObject<Element | null>): boolean {
  const [isInView, setInView] = useState(false);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new IntersectionObserver(([entry]) => setInView(entry?.isIntersecting === true));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isInView;
}

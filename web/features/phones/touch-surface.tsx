import { Box } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlInHand, Point } from './use-control.ts';

/** Of the screen; a finger that moved less has tapped. */
const SLOP = 0.02;
const LONG_PRESS_MS = 500;
const LONGEST_MS = 5_000;
const SHORTEST_SWIPE_MS = 100;
const STEP = 0.02;

const MOVES: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

interface TouchSurfaceProps {
  readonly control: ControlInHand;
  readonly label: string;
  readonly children: ReactNode;
}

/** The picture of a phone that is touched as the phone would be; by keys, a mark is moved and taps where it is. */
export function TouchSurface({ control, label, children }: TouchSurfaceProps) {
  const { t } = useTranslation('phones');
  const down = useRef<{ readonly at: Point; readonly ms: number } | null>(null);
  const [mark, setMark] = useState<Point | null>(null);
  const onPointerUp = (event: PointerEvent): void => {
    const began = down.current;
    down.current = null;
    if (began === null) return;
    const at = pointOf(event);
    const ms = Math.min(Math.round(performance.now() - began.ms), LONGEST_MS);
    const isTap = Math.hypot(at.x - began.at.x, at.y - began.at.y) < SLOP;
    if (isTap) void control.tap(at, ms >= LONG_PRESS_MS ? ms : 0);
    else void control.swipe(began.at, at, Math.max(ms, SHORTEST_SWIPE_MS));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = MOVES[event.key];
    const from = mark ?? { x: 0.5, y: 0.5 };
    if (move !== undefined) setMark({ x: within(from.x + move.x), y: within(from.y + move.y) });
    else if (event.key === 'Enter' || event.key === ' ') void control.tap(from, 0);
    else return;
    event.preventDefault();
  };
  return (
    <Box
      role="application"
      tabIndex={0}
      aria-label={label}
      aria-description={t('control.keys')}
      pos="relative"
      style={{ touchAction: 'none', cursor: 'crosshair', userSelect: 'none' }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        down.current = { at: pointOf(event), ms: performance.now() };
      }}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        down.current = null;
      }}
      onFocus={(event) => setMark(event.currentTarget.matches(':focus-visible') ? { x: 0.5, y: 0.5 } : null)}
      onBlur={() => setMark(null)}
      onKeyDown={onKeyDown}
    >
      {children}
      {mark === null ? null : (
        <Box
          aria-hidden
          pos="absolute"
          w={16}
          h={16}
          left={`${mark.x * 100}%`}
          top={`${mark.y * 100}%`}
          style={{
            border: '2px solid var(--mantine-color-red-6)',
            borderRadius: '50%',
            transform: 'translate(-50%, -50%)',
            pointerEvents: 'none',
          }}
        />
      )}
    </Box>
  );
}

function pointOf({ currentTarget, clientX, clientY }: PointerEvent): Point {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return { x: within((clientX - left) / width), y: within((clientY - top) / height) };
}

function within(fraction: number): number {
  return Math.round(Math.min(1, Math.max(0, fraction)) * 10_000) / 10_000;
}

import { iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Sound } from './sounds.ts';
import type { TikTok } from './tiktok.ts';

interface SoundPill {
  readonly app: TikTok;
  readonly sound: Sound | null;
  readonly open: () => void;
  readonly remove: () => void;
}

/** "Add sound" in the middle of the top; with a sound, its name and a cross that takes it away (facts 4.3). */
export function soundPill({ app, sound, open, remove }: SoundPill): View {
  const { addSound, close } = app.texts;
  return row(
    {
      key: 'sound',
      width: 'wrap',
      height: 110,
      padding: [0, 30],
      gap: 16,
      clickable: true,
      look: { background: '#00000066', radius: 40 },
      onTap: open,
    },
    image({ width: 44, height: 44, look: { icon: 'note', color: '#ffffff' } }),
    text(sound?.title ?? addSound, { resourceId: app.id('sound_title'), look: { size: 38, color: '#ffffff' } }),
    sound !== null &&
      iconButton('close', remove, {
        width: 70,
        height: 90,
        padding: [20, 10],
        description: close,
        look: { color: '#ffffff' },
      }),
  );
}

/** A bar with one thing at its left end and the pill in the middle. */
export function soundBar(left: View, pill: View): View {
  return stack(
    { height: 140, padding: [0, 20], offset: [0, STATUS_BAR_UNITS] },
    { ...left, gravity: 'left' },
    { ...pill, gravity: 'center' },
  );
}

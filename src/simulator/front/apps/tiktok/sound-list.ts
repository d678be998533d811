import { ScrollState } from '../../ui/scroll.ts';
import { column, image, list, row, stack, text, type View } from '../../ui/view.ts';
import { clockTime } from '../age.ts';
import type { Sound } from './sounds.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, GREY, INK } from './tiktok-screen.ts';

const MS_PER_SECOND = 1000;

interface SoundListOptions {
  readonly app: TikTok;
  readonly scroll: ScrollState;
  /** Null before any came. */
  readonly sounds: readonly Sound[] | null;
  /** Others are on their way. */
  readonly isFetching?: boolean;
  readonly chosen: Sound | null;
  /** Being fetched before it can be used. */
  readonly loading: Sound | null;
  readonly onTap: (sound: Sound) => void;
}

/** Rows of sounds, or what stands there while none are. */
export function soundList(options: SoundListOptions): View {
  const { app, scroll, sounds } = options;
  if (sounds === null) return spinner();
  if (sounds.length === 0 && options.isFetching !== true)
    return stack({ weight: 1 }, text(app.texts.noResults, { gravity: 'center', look: { size: 40, color: GREY } }));
  const rows = list(
    scroll,
    { key: 'sounds', weight: 1, resourceId: app.id('sound_list') },
    ...sounds.map((sound) => soundRow(options, sound)),
  );
  return column({ weight: 1 }, options.isFetching === true && bar(), rows);
}

function bar(): View {
  return image({
    key: 'fetching',
    className: 'android.widget.ProgressBar',
    width: 'fill',
    height: 60,
    look: { icon: 'refresh' },
  });
}

export function newSoundScroll(): ScrollState {
  return new ScrollState();
}

function spinner(): View {
  return stack(
    { key: 'loading', weight: 1 },
    image({
      className: 'android.widget.ProgressBar',
      gravity: 'center',
      width: 90,
      height: 90,
      look: { icon: 'refresh' },
    }),
  );
}

function soundRow({ app, chosen, loading, onTap }: SoundListOptions, sound: Sound): View {
  const isChosen = chosen?.id === sound.id;
  return row(
    {
      key: sound.id,
      className: 'android.view.ViewGroup',
      clickable: true,
      height: 170,
      padding: [0, 40],
      gap: 30,
      selected: isChosen,
      onTap: () => onTap(sound),
    },
    image({ width: 120, height: 120, look: { picture: `sound ${sound.id}`, radius: 12 } }),
    column(
      { weight: 1, gap: 8 },
      text(sound.title, { maxLines: 1, look: { size: 42, bold: true, color: isChosen ? ACCENT : INK } }),
      text(sound.artist, { maxLines: 1, look: { size: 34, color: GREY } }),
      text(clockTime(sound.seconds * MS_PER_SECOND), { look: { size: 32, color: GREY } }),
    ),
    loading?.id === sound.id &&
      image({ className: 'android.widget.ProgressBar', width: 60, height: 60, look: { icon: 'refresh' } }),
    image({
      width: 80,
      height: 80,
      clickable: true,
      description: app.texts.favourite,
      onTap: () => {},
      look: { icon: 'star', color: INK },
    }),
  );
}

import type { ScrollState } from '../../ui/scroll.ts';
import { column, iconButton, image, list, row, stack, text, type View } from '../../ui/view.ts';
import { clockTime } from '../age.ts';
import type { Instagram } from './instagram.ts';
import { GREY, INK, id } from './instagram-screen.ts';
import type { Track } from './sounds.ts';

const MS_PER_SECOND = 1000;
/** A list of tracks over a mobile network. */
const LIST_MS = 1200;
/** Long enough at any pace for somebody in haste to take the list for the new one. */
const STALE_MS = 400;

/** Tracks that come from far away: none while they load, and only what was asked for last. */
export class TrackLoader {
  readonly #app: Instagram;
  #found: readonly Track[] | null = null;
  #request = 0;

  constructor(app: Instagram) {
    this.#app = app;
  }

  /** Null while they load. */
  get found(): readonly Track[] | null {
    return this.#found;
  }

  clear(): void {
    this.#found = null;
    this.#request += 1;
  }

  /** Newer builds leave the list as it is until they have another. */
  load(find: () => readonly Track[]): void {
    const isStale = this.#app.isNewerBuild && this.#found !== null;
    if (!isStale) this.clear();
    this.#request += 1;
    const request = this.#request;
    const show = (): void => {
      if (request === this.#request) this.#found = find();
    };
    if (isStale) void this.#app.machine.time.wait(STALE_MS, { always: true }).then(show);
    else this.#app.after(LIST_MS, show);
  }
}

interface TrackListOptions {
  readonly app: Instagram;
  readonly scroll: ScrollState;
  readonly tracks: readonly Track[] | null;
  readonly query: string;
  readonly onTap: (track: Track) => void;
}

/** Rows of tracks, or what stands there while none are. */
export function trackList({ app, scroll, tracks, query, onTap }: TrackListOptions): View {
  if (tracks === null)
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
  if (tracks.length === 0)
    return stack(
      { key: 'none', weight: 1 },
      text(app.texts.noAudio(query), { gravity: 'center', look: { size: 40, color: GREY } }),
    );
  return list(
    scroll,
    { key: 'tracks', resourceId: id('recycler_view'), weight: 1 },
    ...tracks.map((track) => trackRow(app, track, onTap)),
  );
}

function trackRow(app: Instagram, track: Track, onTap: (track: Track) => void): View {
  const { title, artist, seconds } = track;
  return row(
    {
      key: title,
      className: 'android.view.ViewGroup',
      resourceId: id('track_container'),
      description: app.texts.selectTrack(title, artist),
      clickable: true,
      height: 170,
      padding: [0, 40],
      gap: 30,
      onTap: () => onTap(track),
    },
    image({ resourceId: id('album_art'), width: 120, height: 120, look: { picture: `track ${title}`, radius: 12 } }),
    column(
      { weight: 1, gap: 8 },
      text(title, { resourceId: id('audio_track_title'), maxLines: 1, look: { size: 42, bold: true, color: INK } }),
      row(
        { resourceId: id('artist_name_container'), height: 'wrap' },
        text(`${artist} · ${clockTime(seconds * MS_PER_SECOND)}`, { maxLines: 1, look: { size: 34, color: GREY } }),
      ),
    ),
    iconButton('play', () => {}, {
      resourceId: id('preview_button'),
      description: app.texts.playTrack,
      look: { color: INK },
    }),
  );
}

import { ScrollState } from '../../ui/scroll.ts';
import { TextField } from '../../ui/text-field.ts';
import { blank, column, editText, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import type { Instagram } from './instagram.ts';
import { GREY, INK, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';
import { MusicEditor } from './music-editor.ts';
import { findTracks, proposedTracks, type Track } from './sounds.ts';
import { TrackLoader, trackList } from './track-list.ts';

/** The app waits for a pause in the typing. */
const TYPING_PAUSE_MS = 600;
const FETCH_MS = 900;
const SHEET_UNITS = 2000;

interface MusicBrowserOptions {
  /** What closes with it once a track is set: "Done" is called differently in a story. */
  readonly doneId: 'music_editor_done_button' | 'done_button';
  readonly choose: (track: Track) => void;
}

/** The sheet of music over an editor: what the app proposes, and a search. A tap plays a track, the arrow takes it. */
export class MusicBrowser extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.camera;
  readonly #options: MusicBrowserOptions;
  readonly #field: TextField;
  readonly #scroll = new ScrollState();
  readonly #tracks: TrackLoader;
  #playing: Track | null = null;
  #isFetched = false;

  constructor(app: Instagram, options: MusicBrowserOptions) {
    super(app);
    this.#options = options;
    this.#tracks = new TrackLoader(app);
    this.#field = new TextField({ hint: app.texts.audioSearchHint, onChange: () => this.#search() });
    this.#tracks.load(proposedTracks);
  }

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    return column(
      {
        resourceId: id('music_browser_container'),
        gravity: 'bottom',
        height: SHEET_UNITS,
        look: { background: '#ffffff', radius: 48, isSheet: true },
      },
      blank({ height: 40 }),
      this.#searchBar(),
      this.#tabs(),
      trackList({
        app: this.app,
        scroll: this.#scroll,
        tracks: this.#tracks.found,
        query: this.#field.text,
        onTap: (track) => this.#play(track),
      }),
      this.#playing !== null && this.#playerBar(this.#playing),
    );
  }

  #searchBar(): View {
    return row(
      { height: 130, padding: [0, 40] },
      row(
        {
          resourceId: id('search_row'),
          weight: 1,
          height: 110,
          padding: [0, 30],
          gap: 20,
          look: { background: '#eef0f3', radius: 30 },
        },
        image({ width: 50, height: 50, look: { icon: 'search', color: GREY } }),
        editText(this.#field, {
          key: 'search',
          resourceId: id('row_search_edit_text'),
          weight: 1,
          height: 100,
          maxLines: 1,
          look: { size: 40, color: INK },
        }),
      ),
    );
  }

  #tabs(): View {
    const { audioForYou, audioTrending, audioSaved, audioOriginal } = this.texts;
    const tab = (label: string, isSelected: boolean): View =>
      stack(
        {
          weight: label.length,
          height: 100,
          clickable: true,
          selected: isSelected,
          description: label,
          onTap: () => {},
        },
        text(label, { gravity: 'center', look: { size: 36, bold: isSelected, color: isSelected ? INK : GREY } }),
      );
    return row(
      { key: 'tabs', height: 110, padding: [0, 30] },
      tab(audioForYou, true),
      tab(audioTrending, false),
      tab(audioSaved, false),
      tab(audioOriginal, false),
    );
  }

  #playerBar(track: Track): View {
    return row(
      {
        key: 'player',
        resourceId: id('audio_bar'),
        height: 190,
        padding: [0, 40],
        gap: 30,
        look: { background: '#f6f7f9' },
      },
      image({ width: 110, height: 110, look: { picture: `track ${track.title}`, radius: 12 } }),
      column(
        { weight: 1 },
        text(track.title, { maxLines: 1, look: { size: 40, bold: true, color: INK } }),
        text(track.artist, { maxLines: 1, look: { size: 34, color: GREY } }),
      ),
      this.#isFetched
        ? iconButton('right', () => this.#take(track), {
            resourceId: id('select_button_tap_target'),
            description: this.texts.selectAudio,
            look: { color: '#ffffff', background: '#0095f6', radius: 60 },
          })
        : image({ className: 'android.widget.ProgressBar', width: 80, height: 80, look: { icon: 'refresh' } }),
    );
  }

  #search(): void {
    const query = this.#field.text;
    this.#playing = null;
    this.#scroll.toTop();
    if (!this.app.isNewerBuild) this.#tracks.clear();
    this.app.after(TYPING_PAUSE_MS, () => {
      if (this.#field.text === query)
        this.#tracks.load(() => (query.trim() === '' ? proposedTracks() : findTracks(query)));
    });
  }

  #play(track: Track): void {
    if (!track.isAvailable) {
      this.app.toast(this.texts.audioUnavailable);
      return;
    }
    this.#playing = track;
    this.#isFetched = false;
    this.app.after(FETCH_MS, () => {
      if (this.#playing !== track) return;
      if (this.app.isOlderBuild) this.#take(track);
      else this.#isFetched = true;
    });
  }

  #take(track: Track): void {
    const done = (): void => {
      this.app.close(this);
      this.#options.choose(track);
    };
    this.app.push(new MusicEditor(this.app, { track, doneId: this.#options.doneId, done }));
  }
}

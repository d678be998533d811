import { TextField } from '../../ui/text-field.ts';
import { column, editText, image, row, stack, text, type View } from '../../ui/view.ts';
import { newSoundScroll, soundList } from './sound-list.ts';
import { findSounds, type Sound, suggestedSounds } from './sounds.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, INK, TikTokScreen } from './tiktok-screen.ts';

interface SoundSheetOptions {
  readonly className: string;
  readonly chosen: () => Sound | null;
  readonly choose: (sound: Sound) => void;
  /** The editor's way to the volumes. */
  readonly openVolumes?: () => void;
}

const SHEET_UNITS = 1500;

/** The sheet of sounds over camera and editor: what the app proposes, and a search. A tap on a row takes the sound. */
export class SoundSheet extends TikTokScreen {
  readonly className: string;
  readonly #options: SoundSheetOptions;
  readonly #field: TextField;
  readonly #scroll = newSoundScroll();
  #sounds: readonly Sound[] | null = null;
  #loading: Sound | null = null;

  constructor(app: TikTok, options: SoundSheetOptions) {
    super(app);
    this.className = options.className;
    this.#options = options;
    this.#field = new TextField({ hint: app.texts.searchSounds, onEnter: () => this.#search() });
    this.#show(suggestedSounds());
  }

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { sounds } = this.texts;
    return column(
      { gravity: 'bottom', height: SHEET_UNITS, look: { background: '#ffffff', radius: 40, isSheet: true } },
      text(sounds, {
        width: 'fill',
        padding: [30, 40, 20, 40],
        look: { size: 44, bold: true, align: 'center', color: INK },
      }),
      this.#searchBar(),
      soundList({
        app: this.app,
        scroll: this.#scroll,
        sounds: this.#sounds,
        chosen: this.#options.chosen(),
        loading: this.#loading,
        onTap: (sound) => this.#take(sound),
      }),
      this.#options.openVolumes !== undefined && this.#volumeBar(this.#options.openVolumes),
    );
  }

  #searchBar(): View {
    return row(
      { height: 130, padding: [0, 40], gap: 24 },
      image({ width: 50, height: 50, look: { icon: 'search', color: INK } }),
      editText(this.#field, {
        resourceId: this.id('sound_search'),
        weight: 1,
        height: 100,
        maxLines: 1,
        padding: [24, 20],
        look: { size: 40, background: '#f1f1f2', radius: 12 },
      }),
      this.#field.text !== '' &&
        text(this.texts.search, {
          clickable: true,
          padding: [20, 10],
          look: { size: 40, bold: true, color: ACCENT },
          onTap: () => this.#search(),
        }),
    );
  }

  #volumeBar(open: () => void): View {
    return row(
      { height: 150, padding: [0, 40], look: { border: '#f1f1f2' } },
      row(
        { width: 'wrap', height: 120, gap: 18, clickable: true, onTap: open },
        image({ width: 56, height: 56, look: { icon: 'volume', color: INK } }),
        text(this.texts.volume, { look: { size: 38, color: INK } }),
      ),
      stack({ weight: 1 }),
    );
  }

  #search(): void {
    this.#scroll.toTop();
    this.#show(findSounds(this.#field.text));
  }

  #show(sounds: readonly Sound[]): void {
    this.#sounds = null;
    this.app.load(() => {
      this.#sounds = sounds;
    });
  }

  #take(sound: Sound): void {
    if (!sound.isAvailable) {
      this.app.toast(this.texts.soundUnavailable);
      return;
    }
    this.#loading = sound;
    this.app.load(() => {
      if (this.#loading !== sound) return;
      this.#loading = null;
      this.#options.choose(sound);
    });
  }
}

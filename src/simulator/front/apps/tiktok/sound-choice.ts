import type { View } from '../../ui/view.ts';
import { newSoundScroll, soundList } from './sound-list.ts';
import { findSounds, type Sound, suggestedSounds } from './sounds.ts';
import type { TikTok } from './tiktok.ts';

export interface SoundChoiceOptions {
  readonly chosen: () => Sound | null;
  readonly choose: (sound: Sound) => void;
}

/** A list of sounds of which one is taken by a tap, once it has come from the servers. */
export class SoundChoice {
  readonly #app: TikTok;
  readonly #options: SoundChoiceOptions;
  readonly #scroll = newSoundScroll();
  #sounds: readonly Sound[] | null = null;
  #isFetching = false;
  #loading: Sound | null = null;

  constructor(app: TikTok, options: SoundChoiceOptions) {
    this.#app = app;
    this.#options = options;
  }

  view(): View {
    return soundList({
      app: this.#app,
      scroll: this.#scroll,
      sounds: this.#sounds,
      isFetching: this.#isFetching,
      chosen: this.#options.chosen(),
      loading: this.#loading,
      onTap: (sound) => this.#take(sound),
    });
  }

  suggest(): void {
    this.#fetch(suggestedSounds());
  }

  /** What was listed before stays until something is found. */
  search(query: string): void {
    this.#fetch(findSounds(query));
  }

  #fetch(sounds: readonly Sound[]): void {
    this.#isFetching = true;
    this.#app.load(() => {
      this.#isFetching = false;
      this.#sounds = sounds;
      this.#scroll.toTop();
    });
  }

  #take(sound: Sound): void {
    if (!sound.isAvailable) {
      this.#app.toast(this.#app.texts.soundUnavailable);
      return;
    }
    this.#loading = sound;
    this.#app.load(() => {
      if (this.#loading !== sound) return;
      this.#loading = null;
      this.#options.choose(sound);
    });
  }
}

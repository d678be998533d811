import type { MediaRow } from '../../../ports.ts';
import { Slider } from '../../ui/slider.ts';
import { postedMedia, type Submission } from '../accounts.ts';
import type { Track } from './sounds.ts';

const FULL_VOLUME = 100;

/** A reel, a post or a story while it is made, from its editor to the tap that shares it. */
export class Making {
  readonly kind: 'reel' | 'images' | 'story';
  readonly media: readonly MediaRow[];
  track: Track | null;
  readonly cameraVolume: Slider;
  readonly addedVolume: Slider;
  #isCameraTouched = false;
  #isAddedTouched = false;

  constructor(kind: Making['kind'], media: readonly MediaRow[], track: Track | null = null) {
    this.kind = kind;
    this.media = media;
    this.track = track;
    this.cameraVolume = new Slider({
      value: FULL_VOLUME,
      onChange: () => {
        this.#isCameraTouched = true;
      },
    });
    this.addedVolume = new Slider({
      value: FULL_VOLUME,
      onChange: () => {
        this.#isAddedTouched = true;
      },
    });
  }

  submission(caption = ''): Submission {
    return {
      kind: this.kind,
      caption,
      title: null,
      media: this.media.map(postedMedia),
      sound: this.track?.title ?? null,
      originSoundVolume: this.#isCameraTouched ? this.cameraVolume.value : null,
      addSoundVolume: this.#isAddedTouched && this.track !== null ? this.addedVolume.value : null,
      productLink: null,
    };
  }
}

import type { MediaRow } from '../../../ports.ts';
import { Slider } from '../../ui/slider.ts';
import { TextField } from '../../ui/text-field.ts';
import { postedMedia, type Submission } from '../accounts.ts';
import type { Product } from './products.ts';
import { type Sound, suggestedSounds } from './sounds.ts';
import type { TikTok } from './tiktok.ts';

/** TikTok's limits, in UTF-16 units (facts 5.6). */
const CAPTION_LIMIT = 4000;
const TITLE_LIMIT = 90;
const FULL_VOLUME = 100;

/** A post while it is made, from the editor to the post page and back. */
export class Making {
  readonly media: readonly MediaRow[];
  readonly originVolume: Slider;
  readonly addedVolume: Slider;
  readonly title: TextField;
  readonly description: TextField;
  sound: Sound | null;
  product: Product | null = null;
  /** The list of hashtags or accounts over the post page was closed. */
  suggestionsClosed = false;
  readonly #app: TikTok;
  /** Photo mode sets a sound once; whoever takes it away does not get another (facts 4.4). */
  #hasProposed = false;
  #originTouched = false;
  #addedTouched = false;

  constructor(app: TikTok, media: readonly MediaRow[], sound: Sound | null) {
    this.#app = app;
    this.media = media;
    this.sound = sound;
    this.originVolume = new Slider({
      value: FULL_VOLUME,
      onChange: () => {
        this.#originTouched = true;
      },
    });
    this.addedVolume = new Slider({
      value: FULL_VOLUME,
      onChange: () => {
        this.#addedTouched = true;
      },
    });
    this.title = new TextField({ hint: app.texts.titleHint, maxLength: TITLE_LIMIT });
    this.description = new TextField({
      hint: app.texts.descriptionHint,
      maxLength: CAPTION_LIMIT,
      multiline: true,
      onChange: () => {
        this.suggestionsClosed = false;
        app.cutShort(this.description);
      },
    });
    this.proposeSound();
  }

  get isImages(): boolean {
    return this.media.every((media) => media.kind === 'image');
  }

  get kind(): 'video' | 'images' {
    return this.isImages && !this.#app.imagesAsVideo ? 'images' : 'video';
  }

  /** Photo mode puts music to the pictures by itself, as soon as it has come from the servers. */
  proposeSound(): void {
    if (this.kind !== 'images' || this.#hasProposed) return;
    this.#hasProposed = true;
    this.#app.load(() => {
      this.sound ??= suggestedSounds()[0] ?? null;
    });
  }

  /** What would be published now, as a post or as a story without words. */
  submission(as: 'post' | 'story' = 'post'): Submission {
    const title = this.title.text.trim();
    const isPost = as === 'post';
    return {
      kind: isPost ? this.kind : 'story',
      caption: isPost ? this.description.text.trim() : '',
      title: isPost && this.kind === 'images' && title !== '' ? title : null,
      media: this.media.map(postedMedia),
      sound: this.sound?.title ?? null,
      originSoundVolume: this.#originTouched ? this.originVolume.value : null,
      addSoundVolume: this.#addedTouched && this.sound !== null ? this.addedVolume.value : null,
      productLink: isPost ? (this.product?.name ?? null) : null,
    };
  }
}

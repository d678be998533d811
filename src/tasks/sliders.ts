import type { Platform } from '../contract/common.ts';
import type { FullPostConfig } from '../contract/post-config.ts';
import type { PostKind } from '../scripts/script.ts';

/** Volumes of the API that leave the app's sliders alone where no sound is added. */
export const DEFAULT_VOLUME = 50;

export interface Sliders {
  /** How loud the video's own sound is. */
  readonly origin: boolean;
  /** How loud the added sound is. */
  readonly added: boolean;
}

const BOTH: Sliders = { origin: true, added: true };
const ADDED: Sliders = { origin: false, added: true };
const NONE: Sliders = { origin: false, added: false };

/** Which volumes each app lets one set. */
const SLIDERS: Readonly<Record<Platform, Partial<Record<PostKind, Sliders>>>> = Object.freeze({
  tiktok: { video: BOTH, images: ADDED },
  instagram: { reel: BOTH, images: NONE, story: NONE },
});

export function slidersOf(platform: Platform, kind: PostKind): Sliders {
  return SLIDERS[platform][kind] ?? NONE;
}

/** Whether the files have a sound that could be louder or softer. */
export function hasOwnSound({ content_type }: Pick<FullPostConfig, 'content_type'>): boolean {
  return content_type === 0;
}

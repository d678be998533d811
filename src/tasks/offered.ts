import { PLATFORM_LIMITS, type Platform } from '../contract/common.ts';
import type { FullPostConfig } from '../contract/post-config.ts';
import { type FieldError, invalid } from '../errors.ts';
import type { PostKind, PostWay } from '../scripts/script.ts';
import { kindOf, VIDEO } from './post-kind.ts';
import { DEFAULT_VOLUME, hasOwnSound, slidersOf } from './sliders.ts';
import { isAddress, isTikTokSound } from './sound-address.ts';
import { addsSound } from './sound-plan.ts';

type Key = keyof FullPostConfig;

/** When a setting cannot be carried out, and the sentence that says why. */
interface Rule {
  readonly key: Key;
  readonly applies: (config: FullPostConfig) => boolean;
  readonly message: string;
}

/** Settings that need another one to mean anything, and settings that contradict each other. */
const TOGETHER: readonly Rule[] = [
  {
    key: 'material_path',
    applies: (config) =>
      config.material_list.length === 0 &&
      config.material_source === 'localFolder' &&
      config.material_path.trim() === '',
    message: 'is required with material_source "localFolder"',
  },
  {
    key: 'sound_name',
    applies: (config) => config.post_way === 'useSound' && config.sound_name.trim() === '',
    message: 'is required with post_way "useSound"',
  },
  {
    key: 'custom_sound_keyword',
    applies: (config) => config.add_sound === 'custom' && config.custom_sound_keyword.trim() === '',
    message: 'is required with add_sound "custom"',
  },
  {
    key: 'add_sound',
    applies: (config) => config.post_way === 'useSound' && String(config.add_sound) === '0',
    message: 'cannot be 0 (no sound) with post_way "useSound", which begins the post with a sound',
  },
  {
    key: 'add_sound',
    applies: (config) => config.post_way === 'useSound' && config.add_sound === 'custom',
    message: 'cannot be "custom" with post_way "useSound", whose sound is the one that sound_name names',
  },
];

/** How one kind of post can be begun in an app. */
interface Offer {
  readonly ways: readonly PostWay[];
  /** Why there are no others. */
  readonly why: string;
}

const ALL_WAYS: Offer = { ways: ['share', 'addButton', 'useSound'], why: '' };

/** Kinds that an app does not have never come out of `kindOf`. */
const OFFERS: Readonly<Record<Platform, Partial<Record<PostKind, Offer>>>> = Object.freeze({
  tiktok: { video: ALL_WAYS, images: ALL_WAYS },
  instagram: {
    reel: ALL_WAYS,
    images: {
      ways: ['share', 'addButton'],
      why: 'Instagram makes nothing but reels from the page of a sound, so images cannot begin there; use add_sound instead',
    },
    story: {
      ways: ['share', 'addButton'],
      why: 'Instagram makes nothing but reels from the page of a sound, so a story cannot begin there; use add_sound instead',
    },
  },
});

/** What only one of the apps has. */
const ONLY_ON: readonly (Rule & { readonly platform: Platform })[] = [
  {
    key: 'placement',
    platform: 'instagram',
    applies: (config) => config.placement === 'story',
    message:
      'cannot be "story" on TikTok, where posts have no placement; send "reel", or target_app "instagram" for a story',
  },
  {
    key: 'add_product_link',
    platform: 'tiktok',
    applies: (config) => config.add_product_link !== 0,
    message:
      'cannot be 1 on Instagram, which has no product links of this kind; send 0, or target_app "tiktok" for a link',
  },
];

/** How each app finds the sound of `useSound`. */
const SOUND_NAMES: Readonly<Record<Platform, Rule>> = Object.freeze({
  tiktok: {
    key: 'sound_name',
    applies: ({ sound_name: name }) => isAddress(name) && !isTikTokSound(name),
    message:
      'must be the name of a sound or the address of its page, https://www.tiktok.com/music/…; a short link must be opened in a browser first, and what it leads to sent',
  },
  instagram: {
    key: 'sound_name',
    applies: ({ sound_name: name }) => isAddress(name),
    message: 'must be the name of a sound on Instagram, where sounds are found by search and not by an address',
  },
});

/**
 * Refuses settings that say nothing without another one, or that contradict each other.
 * @throws INVALID_PARAMETER naming every such key.
 */
export function assertFitTogether(config: FullPostConfig): void {
  refuse(TOGETHER.filter((rule) => rule.applies(config)).map(errorOf));
}

/**
 * Refuses what would otherwise be published in another way than was asked for, since an app of the request has nothing
 * like it. What is sent as a mere default is never refused.
 * @throws INVALID_PARAMETER naming every such key.
 */
export function assertOffered(platforms: ReadonlySet<Platform>, config: FullPostConfig): void {
  refuse([...platforms].flatMap((platform) => missing(platform, config)));
}

function missing(platform: Platform, config: FullPostConfig): FieldError[] {
  const elsewhere = ONLY_ON.filter((rule) => rule.platform !== platform && rule.applies(config)).map(errorOf);
  const kind = kindOf(config, platform);
  return [
    ...elsewhere,
    ...missingWay(platform, kind, config),
    ...missingVolumes(platform, kind, config),
    ...tooMany(platform, kind, config),
  ];
}

function missingWay(platform: Platform, kind: PostKind, config: FullPostConfig): FieldError[] {
  const offer = OFFERS[platform][kind] ?? ALL_WAYS;
  if (!offer.ways.includes(config.post_way)) {
    const message = `cannot be "${config.post_way}" here: ${offer.why}`;
    return [{ path: 'script_config.post_way', message }];
  }
  const name = SOUND_NAMES[platform];
  return config.post_way === 'useSound' && name.applies(config) ? [errorOf(name)] : [];
}

/** A volume that the app cannot set would be published as another one. */
function missingVolumes(platform: Platform, kind: PostKind, config: FullPostConfig): FieldError[] {
  const sliders = slidersOf(platform, kind);
  const isAsked = (volume: number) => volume !== DEFAULT_VOLUME;
  const errors: FieldError[] = [];
  if (!sliders.origin && hasOwnSound(config) && isAsked(config.origin_sound_volume))
    errors.push(noVolume('origin_sound_volume', platform, kind));
  if (!sliders.added && addsSound(config) && isAsked(config.add_sound_volume))
    errors.push(noVolume('add_sound_volume', platform, kind));
  return errors;
}

function noVolume(key: Key, platform: Platform, kind: PostKind): FieldError {
  const what = kind === 'story' ? 'a story' : kind;
  const message = `must be ${DEFAULT_VOLUME} here: ${platform} has no slider for it when ${what} is made`;
  return { path: `script_config.${key}`, message };
}

function tooMany(platform: Platform, kind: PostKind, config: FullPostConfig): FieldError[] {
  if (config.content_type === VIDEO) return [];
  const isListed = config.material_list.length > 0;
  const count = isListed ? config.material_list.length : config.image_count;
  const limit = kind === 'story' ? 1 : PLATFORM_LIMITS[platform].images;
  if (count <= limit) return [];
  const asked = isListed ? `names ${count} images` : `asks for ${count} images`;
  const takes = kind === 'story' ? 'a story holds one' : `${platform} takes at most ${limit} in one post`;
  return [{ path: `script_config.${isListed ? 'material_list' : 'image_count'}`, message: `${asked}; ${takes}` }];
}

function errorOf({ key, message }: Rule): FieldError {
  return { path: `script_config.${key}`, message };
}

function refuse(errors: readonly FieldError[]): void {
  const [first, ...rest] = errors;
  if (first !== undefined) throw invalid([first, ...rest]);
}

/**
 * What the apps make of a media file, as data. The figures are those of the makers' own pages, which mostly speak of
 * their publishing interfaces: the apps on a phone take more, since they re-encode what they are given. So `refuse`
 * stands only where no re-encoding could help, and `reencode` where the post would come out, but not as the file is.
 */

/** What a post is; a story takes a video or an image. */
export type FormatKind = 'video' | 'images' | 'reel' | 'story';
export type FormatPlatform = 'tiktok' | 'instagram';

export type MeasuredFact =
  | 'durationMs'
  | 'frameRate'
  | 'shortSidePx'
  | 'longSidePx'
  | 'widthPx'
  | 'aspect'
  | 'sizeBytes';
export type NamedFact = 'container' | 'videoCodec' | 'audioCodec';

interface RuleBase {
  readonly effect: 'refuse' | 'reencode';
  /** What the app does to it, where that is not re-encoding. */
  readonly how?: 'crops it' | 'scales it' | 'cuts it into parts' | 'offers to cut it';
  readonly source: RuleSource;
}

/** A figure that must not be under `min` nor over `max`. */
export interface MeasureRule extends RuleBase {
  readonly fact: MeasuredFact;
  readonly min?: number;
  readonly max?: number;
}

export interface NameRule extends RuleBase {
  readonly fact: NamedFact;
  readonly oneOf: readonly string[];
}

export type FormatRule = MeasureRule | NameRule;

export type RuleSource = keyof typeof RULE_SOURCES;

/**
 * Where the figures are from, and how they were checked on 2026-11-26: `read` on the page itself, `quoted` by others who
 * name the page, or `unchecked`, from memory.
 */
export const RULE_SOURCES = Object.freeze({
  tiktokMedia: {
    title: 'TikTok for Developers: Media Transfer Guide, restrictions of videos and images',
    url: 'https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide',
    how: 'quoted',
  },
  tiktokLength: {
    title: 'Dexerto: videos that are uploaded in the app may last 60 minutes (no page of TikTok itself was found)',
    url: 'https://www.dexerto.com/entertainment/how-long-can-a-tiktok-be-1554929',
    how: 'read',
  },
  instagramMedia: {
    title: 'Meta for Developers: IG User Media, specifications of images, reels and stories',
    url: 'https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media',
    how: 'quoted',
  },
  instagramPhoto: {
    title: 'Instagram Help Centre: resolution of photos you share (quotes say 4:5; that it is 3:4 by now is unchecked)',
    url: 'https://help.instagram.com/1631821640426723',
    how: 'unchecked',
  },
  androidMedia: {
    title: 'Android: supported media formats (AV1 unchecked); what no phone decodes, no app on it can re-encode',
    url: 'https://developer.android.com/media/platform/supported-formats',
    how: 'quoted',
  },
} as const);

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const MB = 1_000_000;

const VIDEO_CONTAINERS = ['mp4', 'mov'] as const;
/** Decoders that Android lists for phones. */
const ANDROID_VIDEO = ['h264', 'hevc', 'vp8', 'vp9', 'av1', 'mpeg4', 'h263'] as const;

const TIKTOK_VIDEO: readonly FormatRule[] = [
  { fact: 'container', oneOf: VIDEO_CONTAINERS, effect: 'refuse', source: 'tiktokMedia' },
  { fact: 'videoCodec', oneOf: ANDROID_VIDEO, effect: 'refuse', source: 'androidMedia' },
  { fact: 'videoCodec', oneOf: ['h264', 'hevc', 'vp8', 'vp9'], effect: 'reencode', source: 'tiktokMedia' },
  { fact: 'sizeBytes', max: 4 * 1024 ** 3, effect: 'refuse', source: 'tiktokMedia' },
  { fact: 'durationMs', max: 60 * MINUTE_MS, effect: 'refuse', source: 'tiktokLength' },
  { fact: 'durationMs', max: 10 * MINUTE_MS, effect: 'reencode', how: 'offers to cut it', source: 'tiktokMedia' },
  { fact: 'frameRate', min: 23, max: 60, effect: 'reencode', source: 'tiktokMedia' },
  { fact: 'shortSidePx', min: 360, effect: 'reencode', how: 'scales it', source: 'tiktokMedia' },
  { fact: 'longSidePx', max: 4096, effect: 'reencode', how: 'scales it', source: 'tiktokMedia' },
];

const TIKTOK_IMAGE: readonly FormatRule[] = [
  { fact: 'container', oneOf: ['jpeg', 'png', 'webp'], effect: 'refuse', source: 'androidMedia' },
  { fact: 'container', oneOf: ['jpeg', 'webp'], effect: 'reencode', source: 'tiktokMedia' },
  { fact: 'sizeBytes', max: 20 * MB, effect: 'reencode', source: 'tiktokMedia' },
  { fact: 'shortSidePx', max: 1080, effect: 'reencode', how: 'scales it', source: 'tiktokMedia' },
];

const INSTAGRAM_VIDEO: readonly FormatRule[] = [
  { fact: 'container', oneOf: VIDEO_CONTAINERS, effect: 'refuse', source: 'instagramMedia' },
  { fact: 'videoCodec', oneOf: ANDROID_VIDEO, effect: 'refuse', source: 'androidMedia' },
  { fact: 'videoCodec', oneOf: ['h264', 'hevc'], effect: 'reencode', source: 'instagramMedia' },
  { fact: 'audioCodec', oneOf: ['aac'], effect: 'reencode', source: 'instagramMedia' },
  { fact: 'durationMs', min: 3 * SECOND_MS, effect: 'refuse', source: 'instagramMedia' },
  { fact: 'frameRate', min: 23, max: 60, effect: 'reencode', source: 'instagramMedia' },
  { fact: 'widthPx', max: 1920, effect: 'reencode', how: 'scales it', source: 'instagramMedia' },
];

const INSTAGRAM_REEL: readonly FormatRule[] = [
  ...INSTAGRAM_VIDEO,
  { fact: 'durationMs', max: 15 * MINUTE_MS, effect: 'refuse', source: 'instagramMedia' },
  { fact: 'sizeBytes', max: 300 * MB, effect: 'reencode', source: 'instagramMedia' },
  { fact: 'aspect', min: 0.01, max: 10, effect: 'refuse', source: 'instagramMedia' },
];

const INSTAGRAM_STORY_VIDEO: readonly FormatRule[] = [
  ...INSTAGRAM_VIDEO,
  { fact: 'durationMs', max: 60 * SECOND_MS, effect: 'reencode', how: 'cuts it into parts', source: 'instagramMedia' },
  { fact: 'sizeBytes', max: 100 * MB, effect: 'reencode', source: 'instagramMedia' },
  { fact: 'aspect', min: 0.1, max: 10, effect: 'refuse', source: 'instagramMedia' },
];

const INSTAGRAM_IMAGE: readonly FormatRule[] = [
  { fact: 'container', oneOf: ['jpeg', 'png', 'webp'], effect: 'refuse', source: 'androidMedia' },
  { fact: 'container', oneOf: ['jpeg'], effect: 'reencode', source: 'instagramMedia' },
  { fact: 'sizeBytes', max: 8 * MB, effect: 'reencode', source: 'instagramMedia' },
  { fact: 'widthPx', min: 320, max: 1440, effect: 'reencode', how: 'scales it', source: 'instagramMedia' },
];

const INSTAGRAM_POST_IMAGE: readonly FormatRule[] = [
  ...INSTAGRAM_IMAGE,
  { fact: 'aspect', min: 0.75, max: 1.91, effect: 'reencode', how: 'crops it', source: 'instagramPhoto' },
];

type RulesOfKind = Readonly<Partial<Record<'video' | 'image', readonly FormatRule[]>>>;

/** By platform, by what the post is, by what the file is. What is missing is no post of that app. How many: PLATFORM_LIMITS. */
export const FORMAT_RULES: Readonly<Record<FormatPlatform, Readonly<Partial<Record<FormatKind, RulesOfKind>>>>> =
  Object.freeze({
    tiktok: { video: { video: TIKTOK_VIDEO }, images: { image: TIKTOK_IMAGE } },
    instagram: {
      reel: { video: INSTAGRAM_REEL },
      images: { image: INSTAGRAM_POST_IMAGE },
      story: { video: INSTAGRAM_STORY_VIDEO, image: INSTAGRAM_IMAGE },
    },
  });

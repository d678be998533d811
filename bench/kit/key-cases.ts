import { join } from 'node:path';
import { EXAMPLES } from '../../src/cli/demo-plan.ts';
import type { Post } from '../../src/simulator/rack.ts';

export interface KeyCase {
  /** The key and the value that it shows. */
  readonly key: string;
  readonly app: Post['app'];
  readonly kind: Post['kind'];
  /** Of `script_config`, besides what makes the kind. */
  readonly config: object;
  /** What the ledger's row must say. Sounds, volumes, product and title that are left out must be null there. */
  readonly ledger?: Partial<Post>;
}

const CLIP = join(EXAMPLES, 'clip.mp4');
const PHOTOS = [1, 2, 3].map((number) => join(EXAMPLES, `photo-${number}.jpg`));

/** What the library is filled with. */
export const LIBRARY: readonly string[] = [CLIP, ...PHOTOS];

const BASE: Readonly<Record<string, object>> = {
  'tiktok video': { content_type: 0, target_app: 'tiktok', material_list: [CLIP] },
  'tiktok images': { content_type: 1, target_app: 'tiktok', material_list: PHOTOS },
  'instagram reel': { content_type: 0, target_app: 'instagram', material_list: [CLIP] },
  'instagram images': { content_type: 1, target_app: 'instagram', material_list: PHOTOS },
  'instagram story': { content_type: 0, target_app: 'instagram', placement: 'story', material_list: [CLIP] },
};

/** What makes a post of the kind. */
export function baseConfig({ app, kind }: Pick<KeyCase, 'app' | 'kind'>): object {
  return BASE[`${app} ${kind}`] ?? {};
}

/** Names that the rack's apps list. */
const SOUND = { tiktok: 'Slow Sunday', instagram: 'Slow Sunday' } as const;
const FIRST_SOUND = { tiktok: 'Harbour Lights', instagram: 'Tide Tables' } as const;
const SOUND_ADDRESS = 'https://www.tiktok.com/music/Slow-Sunday-7012345678901234002';

const VIDEOS = [
  { app: 'tiktok', kind: 'video' },
  { app: 'instagram', kind: 'reel' },
] as const;
const ALL = [
  { app: 'tiktok', kind: 'video' },
  { app: 'tiktok', kind: 'images' },
  { app: 'instagram', kind: 'reel' },
  { app: 'instagram', kind: 'images' },
  { app: 'instagram', kind: 'story' },
] as const;
const BEGUN_FROM_A_SOUND = [
  { app: 'tiktok', kind: 'video' },
  { app: 'tiktok', kind: 'images' },
  { app: 'instagram', kind: 'reel' },
] as const;

type Place = (typeof ALL)[number];

/** Videos have a sound of their own and the added one; images only the added one, which Instagram has no slider for. */
function mixed({ app, kind }: Place): Partial<Post> {
  if (kind === 'video' || kind === 'reel') return { origin_sound_volume: 50, add_sound_volume: 50 };
  return app === 'tiktok' ? { add_sound_volume: 50 } : {};
}

/** TikTok sets images to music by itself. */
function asTheAppSetsIt({ app, kind }: Place): Partial<Post> {
  return app === 'tiktok' && kind === 'images' ? { sound: FIRST_SOUND.tiktok } : {};
}

const TEXTS = 'Line one, {drawn|drawn}\n{nested {deeper|deeper}|nested deeper} \\{kept\\} 😀 “$(x)” @someone #one #two';
const DRAWN = 'Line one, drawn\nnested deeper {kept} 😀 “$(x)” @someone #one #two';

export const KEY_CASES: readonly KeyCase[] = [
  ...ALL.map((place) => ({ ...place, key: 'post_way share', config: {}, ledger: asTheAppSetsIt(place) })),
  ...ALL.map((place) => ({
    ...place,
    key: 'post_way addButton',
    config: { post_way: 'addButton' },
    ledger: asTheAppSetsIt(place),
  })),
  ...BEGUN_FROM_A_SOUND.map((place) => ({
    ...place,
    key: 'post_way useSound, by name',
    config: { post_way: 'useSound', sound_name: SOUND[place.app] },
    ledger: { sound: SOUND[place.app], ...mixed(place) },
  })),
  ...BEGUN_FROM_A_SOUND.filter(({ app }) => app === 'tiktok').map((place) => ({
    ...place,
    key: 'post_way useSound, by address',
    config: { post_way: 'useSound', sound_name: SOUND_ADDRESS },
    ledger: { sound: SOUND.tiktok, ...mixed(place) },
  })),
  ...ALL.map((place) => ({ ...place, key: 'add_sound 0', config: { add_sound: 0 } })),
  ...ALL.map((place) => ({
    ...place,
    key: 'add_sound 1',
    config: { add_sound: 1 },
    ledger: { sound: FIRST_SOUND[place.app], ...mixed(place) },
  })),
  ...ALL.map((place) => ({
    ...place,
    key: 'add_sound custom',
    config: { add_sound: 'custom', custom_sound_keyword: SOUND[place.app].toLowerCase() },
    ledger: { sound: SOUND[place.app], ...mixed(place) },
  })),
  ...VIDEOS.map((place) => ({
    ...place,
    key: 'origin_sound_volume 0',
    config: { origin_sound_volume: 0 },
    ledger: { origin_sound_volume: 0 },
  })),
  ...VIDEOS.map((place) => ({
    ...place,
    key: 'both volumes',
    config: { add_sound: 1, origin_sound_volume: 20, add_sound_volume: 80 },
    ledger: { sound: FIRST_SOUND[place.app], origin_sound_volume: 20, add_sound_volume: 80 },
  })),
  ...(['video', 'images'] as const).map((kind) => ({
    app: 'tiktok' as const,
    kind,
    key: 'add_product_link 1',
    config: { add_product_link: 1 },
    ledger: { ...asTheAppSetsIt({ app: 'tiktok', kind }), product_link: 'Linen apron, natural' },
  })),
  ...ALL.filter(({ kind }) => kind !== 'story').map((place) => ({
    ...place,
    key: 'captions',
    config: { captions: TEXTS },
    ledger: { ...asTheAppSetsIt(place), caption: DRAWN },
  })),
  {
    app: 'tiktok',
    kind: 'images',
    key: 'captions with a title',
    config: { captions: 'A title ## and what it is about' },
    ledger: { sound: FIRST_SOUND.tiktok, title: 'A title', caption: 'and what it is about' },
  },
  {
    app: 'tiktok',
    kind: 'video',
    key: 'captions with a title',
    config: { captions: 'A title ## and what it is about' },
    ledger: { caption: 'A title\nand what it is about' },
  },
  ...ALL.map((place) => ({
    ...place,
    key: 'material_source localFolder',
    config: { material_list: [], material_source: 'localFolder', material_path: EXAMPLES, reuse_materials: true },
    ledger: asTheAppSetsIt(place),
  })),
  ...ALL.map((place) => ({
    ...place,
    key: 'material_source materialLibrary',
    config: { material_list: [], ...(place.kind === 'images' ? { image_count: 2 } : {}), reuse_materials: true },
    ledger: asTheAppSetsIt(place),
  })),
];

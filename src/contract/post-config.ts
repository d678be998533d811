import { type Static, Type } from 'typebox';

import { Platform } from './common.ts';

/** Longer than any caption an app takes, since spintax holds all the choices at once. */
const MAX_CAPTIONS_UNITS = 20_000;
const MAX_PATH_UNITS = 4_096;
const MAX_TEXT_UNITS = 2_200;

const AddSound = Type.Enum(['-1', '0', '1', 'custom', -1, 0, 1], {
  default: '-1',
  description:
    'The sound of the post: as the app sets it (-1), none (0), the first that the app suggests (1), or the first that it finds for custom_sound_keyword (custom).',
});

export const CAPTIONS = Type.String({
  maxLength: MAX_CAPTIONS_UNITS,
  default: '',
  description:
    'The caption. Spintax {a|b|c}, which may be nested, is drawn once for each task, when it is created; a backslash takes the meaning from a brace, bar or backslash. On TikTok, "Title##Description" splits into title and description. In UTF-16 units, TikTok takes 4000 and 90 for the title, Instagram 2200 with 30 hashtags.',
  examples: ['{Hola|Buenas} a todos #viral'],
});

/** `script_config` of the script `post`. Keys that are left out take the defaults given here. */
export const PostConfig = Type.Object(
  {
    content_type: Type.Optional(Type.Enum([0, 1], { default: 0, description: '0 video, 1 images.' })),
    captions: Type.Optional(CAPTIONS),
    material_list: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: MAX_PATH_UNITS }), {
        maxItems: 1_000,
        default: [],
        description:
          'Paths of media files on the server, or material://<sha256> for one that it already holds. One video a task (several are dealt out to the targets in turn), or 1–35 images on TikTok, 1–20 on Instagram. When given, material_source and material_path are ignored.',
        examples: [['C:/Videos/video1.mp4']],
      }),
    ),
    upload_wait_time: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 600,
        default: 30,
        description: 'Seconds to wait for the app to say that the upload is complete.',
      }),
    ),
    image_count: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 35,
        default: 1,
        description: 'How many images to pick when content_type is 1 and material_list is empty.',
      }),
    ),
    post_way: Type.Optional(
      Type.Enum(['share', 'addButton', 'useSound'], {
        default: 'share',
        description:
          "How the post is begun: by Android's share, by the app's own + button, or on the page of a sound (sound_name). Several images cannot be shared over ADB: share then goes through the + button, and the task's notes say so. On Instagram, useSound makes reels only.",
      }),
    ),
    material_source: Type.Optional(
      Type.Enum(['materialLibrary', 'localFolder'], {
        default: 'materialLibrary',
        description:
          'Where each target is given its files from when material_list is empty: the library (the least used first) or a folder on the server (natural order). An account is never given the same twice, unless reuse_materials is true.',
      }),
    ),
    material_path: Type.Optional(
      Type.String({
        maxLength: MAX_PATH_UNITS,
        default: '',
        description:
          "The folder of localFolder, which requires it. The sub-folder of the account's name (@name, name) comes first. Its caption.txt is the caption where captions is empty.",
      }),
    ),
    materials_tags: Type.Optional(
      Type.String({
        maxLength: MAX_TEXT_UNITS,
        default: '',
        description: 'Comma-separated; a material of the library must have all of them to be picked.',
      }),
    ),
    sound_wait_time: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 600,
        default: 10,
        description: 'Seconds that a sound may take to load; less than 3 counts as 3.',
      }),
    ),
    add_sound: Type.Optional(AddSound),
    sound_name: Type.Optional(
      Type.String({
        maxLength: MAX_TEXT_UNITS,
        default: '',
        description:
          'The sound of useSound, which requires it: its name, or on TikTok the address of its page (https://www.tiktok.com/music/…).',
      }),
    ),
    custom_sound_keyword: Type.Optional(
      Type.String({
        maxLength: MAX_TEXT_UNITS,
        default: '',
        description: 'What is searched for; required with add_sound custom.',
      }),
    ),
    origin_sound_volume: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 100,
        default: 50,
        description:
          "Percent, set by the app's slider when a sound is added or when it is not 50. Images have no sound of their own.",
      }),
    ),
    add_sound_volume: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 100,
        default: 50,
        description: "Percent of the added sound, set by the app's slider when one is added.",
      }),
    ),
    add_product_link: Type.Optional(
      Type.Enum([0, 1], {
        default: 0,
        description: 'TikTok only. 1 links the first product of the account’s showcase.',
      }),
    ),
    placement: Type.Optional(
      Type.Enum(['reel', 'story'], {
        default: 'reel',
        description: 'Instagram only. A story is one video or one image, and shows no caption.',
      }),
    ),
    rehearsal: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Does everything but the tap that publishes, keeps a screenshot of the finished post page, and leaves neither draft nor file.',
      }),
    ),
    reuse_materials: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Whether a pick may take a material that the same account was given before.',
      }),
    ),
    target_app: Type.Optional(
      Type.Enum(Platform.enum, {
        description: "The app to publish in. Without it: the account's platform, else tiktok.",
      }),
    ),
  },
  { additionalProperties: false, title: 'PostConfig', description: 'What the script post publishes, and how.' },
);
export type PostConfig = Static<typeof PostConfig>;

/** A config with every default in its place. */
export type FullPostConfig = Required<Omit<PostConfig, 'target_app'>> & Pick<PostConfig, 'target_app'>;

const POST_DEFAULTS = Object.freeze(
  Object.fromEntries(
    Object.entries(PostConfig.properties)
      .filter(([, schema]) => 'default' in schema)
      .map(([key, schema]) => [key, (schema as { readonly default?: unknown }).default]),
  ),
);

/** Fills in the defaults that the schema declares. */
export function withPostDefaults(config: PostConfig): FullPostConfig {
  return { ...POST_DEFAULTS, ...config } as FullPostConfig;
}

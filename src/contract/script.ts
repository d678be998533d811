import { type Static, Type } from 'typebox';

import { Nullable, PLATFORM_LIMITS, PLATFORMS, Platform } from './common.ts';
import { PostConfig } from './post-config.ts';

/** Longer than any name of a script, and as long as the name of a folder can be. */
const LONGEST_NAME = 255;

export const ScriptName = Type.String({ minLength: 1, maxLength: LONGEST_NAME, examples: ['android-version'] });

export const AppLimits = Type.Object(
  {
    platform: Type.Enum(Platform.enum),
    caption_units: Type.Integer({ description: 'In UTF-16 units, of which an emoji takes two or more.' }),
    title_units: Nullable(Type.Integer(), {
      description: 'Of what stands before ## in captions; null where the app has no title.',
    }),
    hashtags: Nullable(Type.Integer(), { description: 'In one caption; null where there is no fixed number.' }),
    usual_hashtags: Type.Integer({ description: 'More than these an account may or may not be allowed.' }),
    images: Type.Integer({ description: 'In one post.' }),
  },
  { title: 'AppLimits', description: 'What an app takes.' },
);

export const Script = Type.Object(
  {
    name: Type.String({ description: 'What script_name says.' }),
    title: Type.String({ description: 'The name again, where script.yaml cannot be read.' }),
    description: Type.String(),
    source: Type.Enum(['built-in', 'custom']),
    parameters: Nullable(Type.Object({}), {
      description: 'The JSON Schema of script_config; null where there is an error.',
    }),
    publishes: Type.Boolean({ description: 'Whether it may publish something.' }),
    app_id: Nullable(Type.String({ description: 'The package it drives; null for post, which knows several apps.' })),
    apps: Type.Array(AppLimits, { description: 'The apps that post publishes in; none for a custom script.' }),
    error: Nullable(
      Type.String({ description: 'Why it cannot be run: what is wrong in which file. Null when it can.' }),
    ),
  },
  { title: 'Script' },
);
export type Script = Static<typeof Script>;

export const ScriptList = Type.Object(
  { total: Type.Integer(), scripts: Type.Array(Script, { description: 'post first, then by name.' }) },
  { title: 'ScriptList' },
);
export type ScriptList = Static<typeof ScriptList>;

/** The script that is always there. */
export const POST_SCRIPT: Script = Object.freeze({
  name: 'post',
  title: 'Post',
  description: 'Publishes a video, images or a story on TikTok or Instagram, and sees it on the profile.',
  source: 'built-in',
  // TypeBox keeps marks of its own beside the schema; as JSON it is nothing but the schema.
  parameters: JSON.parse(JSON.stringify(PostConfig)) as object,
  publishes: true,
  app_id: null,
  apps: PLATFORMS.map((platform) => {
    const { captionUnits, titleUnits, hashtags, usualHashtags, images } = PLATFORM_LIMITS[platform];
    return {
      platform,
      caption_units: captionUnits,
      title_units: titleUnits,
      hashtags,
      usual_hashtags: usualHashtags,
      images,
    };
  }),
  error: null,
});

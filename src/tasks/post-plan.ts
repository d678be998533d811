import type { FullPostConfig } from '../contract/post-config.ts';
import type { PlannedMaterial, PostKind, PostPlan } from '../scripts/script.ts';
import { type Caption, captionNotesOf, drawCaption } from './caption.ts';
import { kindOf, VIDEO } from './post-kind.ts';
import type { Random } from './random.ts';
import { soundNotesOf, soundPlanOf } from './sound-plan.ts';
import type { Target } from './targets.ts';

export interface PostInput {
  readonly config: FullPostConfig;
  /** All the media of the request, in its order. */
  readonly materials: readonly PlannedMaterial[];
  readonly random: Random;
}

const MS_PER_SECOND = 1000;
const BY_PICKER = "Several images cannot be shared over ADB, so this post goes through the app's + picker.";
const NO_CAPTION = 'A story shows no caption, so the one of this request is not published with it.';
const NO_TEXTS: Caption = { caption: '', title: null };

/**
 * Decides what each target publishes: one video, dealt out in turn, or all the images; and the caption, drawn for each.
 * @throws INVALID_PARAMETER
 */
export function planPosts(targets: readonly Target[], input: PostInput): PostPlan[] {
  return targets.map((target, index) => planPost(target, index, { ...input, targetCount: targets.length }));
}

type Input = PostInput & { readonly targetCount: number };

function planPost({ platform, account }: Target, index: number, input: Input): PostPlan {
  const { config, materials, random } = input;
  const kind = kindOf(config, platform);
  const video = materials[index % materials.length];
  const own = config.content_type === VIDEO && video !== undefined ? [video] : materials;
  const source = { text: config.captions, path: 'script_config.captions' };
  const texts = kind === 'story' ? NO_TEXTS : drawCaption(source, platform, random);
  return {
    app: platform,
    kind,
    username: account?.username ?? null,
    ...texts,
    materials: own.map(({ sha256, sizeBytes, mime, extension, name }) => ({
      sha256,
      sizeBytes,
      mime,
      extension,
      name,
    })),
    uploadWaitMs: config.upload_wait_time * MS_PER_SECOND,
    way: config.post_way,
    sound: soundPlanOf(config, kind),
    productLink: config.add_product_link === 1,
    rehearsal: config.rehearsal,
    notes: [...notesOf(kind, input), ...captionNotesOf(texts, platform)],
  };
}

function notesOf(kind: PostKind, { config, materials, targetCount }: Input): string[] {
  const left = config.content_type === VIDEO ? materials.length - targetCount : 0;
  return [
    ...(config.content_type !== VIDEO && materials.length > 1 && config.post_way === 'share' ? [BY_PICKER] : []),
    ...(left > 0
      ? [`Of the ${materials.length} videos of this request, the last ${left} found no target and are not published.`]
      : []),
    ...(kind === 'story' && config.captions !== '' ? [NO_CAPTION] : []),
    ...soundNotesOf(config),
  ];
}

import { PLATFORM_LIMITS } from '../contract/common.ts';
import type { FullPostConfig } from '../contract/post-config.ts';
import { invalid } from '../errors.ts';
import { type PlannedMaterial, type PostKind, type PostPlan, SOUND_AS_IT_IS } from '../scripts/script.ts';
import { drawCaption } from './caption.ts';
import type { Random } from './random.ts';
import type { Target } from './targets.ts';

export interface PostInput {
  readonly config: FullPostConfig;
  /** All the media of the request, in its order. */
  readonly materials: readonly PlannedMaterial[];
  readonly random: Random;
}

const VIDEO = 0;
const MS_PER_SECOND = 1000;
const BY_PICKER = "Several images cannot be shared over ADB, so this post goes through the app's + picker.";

/**
 * Decides what each target publishes: one video, dealt out in turn, or all the images; and the caption, drawn for each.
 * @throws INVALID_PARAMETER
 */
export function planPosts(targets: readonly Target[], input: PostInput): PostPlan[] {
  const notes = notesOf(targets, input);
  return targets.map((target, index) => ({ ...planPost(target, index, input), notes }));
}

function notesOf(targets: readonly Target[], { config, materials }: PostInput): string[] {
  if (config.content_type !== VIDEO) return materials.length > 1 ? [BY_PICKER] : [];
  const left = materials.length - targets.length;
  if (left <= 0) return [];
  return [`Of the ${materials.length} videos of this request, the last ${left} found no target and are not published.`];
}

type PlanWithoutNotes = Omit<PostPlan, 'notes'>;

function planPost({ platform, account }: Target, index: number, input: PostInput): PlanWithoutNotes {
  const { config, materials, random } = input;
  const video = materials[index % materials.length];
  const own = config.content_type === VIDEO && video !== undefined ? [video] : materials;
  return {
    app: platform,
    kind: kindOf(config, platform),
    username: account?.username ?? null,
    ...drawCaption(config.captions, platform, random),
    materials: own.map(({ sha256, sizeBytes, mime, extension, name }) => ({
      sha256,
      sizeBytes,
      mime,
      extension,
      name,
    })),
    uploadWaitMs: config.upload_wait_time * MS_PER_SECOND,
    way: 'share',
    sound: SOUND_AS_IT_IS,
    productLink: false,
    rehearsal: false,
  };
}

function kindOf(config: FullPostConfig, platform: Target['platform']): PostKind {
  if (config.content_type !== VIDEO) return 'images';
  return platform === 'instagram' ? 'reel' : 'video';
}

/** Before the files are copied. @throws INVALID_PARAMETER when they are more images than an app takes in one post. */
export function assertMediaCount(
  targets: readonly Target[],
  { content_type, material_list: list }: FullPostConfig,
): void {
  if (content_type === VIDEO) return;
  for (const platform of new Set(targets.map((target) => target.platform))) {
    const { images } = PLATFORM_LIMITS[platform];
    if (list.length <= images) continue;
    const message = `names ${list.length} images; ${platform} takes at most ${images} in one post`;
    throw invalid([{ path: 'script_config.material_list', message }]);
  }
}

import type { FullPostConfig } from '../contract/post-config.ts';
import { checkFormat } from '../materials/check-format.ts';
import type { PostKind, PostPlan } from '../scripts/script.ts';
import { type Caption, type CaptionSource, captionNotesOf, drawCaption } from './caption.ts';
import { kindOf } from './post-kind.ts';
import type { Random } from './random.ts';
import { soundNotesOf, soundPlanOf } from './sound-plan.ts';
import type { Given } from './supply.ts';
import type { Target } from './targets.ts';

export interface PostInput {
  readonly config: FullPostConfig;
  readonly target: Target;
  readonly given: Given;
  /** Captions that belong to materials, by SHA-256. */
  readonly ownCaptions: ReadonlyMap<string, string>;
  readonly random: Random;
}

const MS_PER_SECOND = 1000;
const BY_PICKER = "Several images cannot be shared over ADB, so this post goes through the app's + picker.";
const NO_CAPTION = 'A story shows no caption, so the one of this request is not published with it.';
const NO_TEXTS: Caption = { caption: '', title: null };

/**
 * Decides what one target publishes; the caption is drawn for it.
 * @throws INVALID_PARAMETER
 */
export function planPost(input: PostInput): PostPlan {
  const { config, target, given, random } = input;
  const { platform, account } = target;
  const kind = kindOf(config, platform);
  const source = captionOf(input);
  const texts = kind === 'story' ? NO_TEXTS : drawCaption(source, platform, random);
  return {
    app: platform,
    kind,
    username: account?.username ?? null,
    ...texts,
    materials: given.materials.map(({ sha256, sizeBytes, mime, extension, name }) => ({
      sha256,
      sizeBytes,
      mime,
      extension,
      name,
    })),
    uploadWaitMs: config.upload_wait_time * MS_PER_SECOND,
    way: config.post_way,
    sound: soundPlanOf(config, platform, kind),
    productLink: config.add_product_link === 1,
    rehearsal: config.rehearsal,
    notes: [
      ...given.notes,
      ...(given.materials.length > 1 && config.post_way === 'share' ? [BY_PICKER] : []),
      ...(kind === 'story' && source.text !== '' ? [NO_CAPTION] : []),
      ...captionNotesOf(texts, platform),
      ...soundNotesOf(config),
      ...formatNotesOf(input, kind),
    ],
  };
}

/** What the caption of a post is drawn from: that of the request; without one, that of the folder, or of the first material that has one. */
export function captionOf({ config, given, ownCaptions }: Omit<PostInput, 'random' | 'target'>): CaptionSource {
  if (config.captions !== '') return { text: config.captions, path: 'script_config.captions' };
  if (given.caption !== null) return given.caption;
  const own = given.materials.find(({ sha256 }) => ownCaptions.has(sha256));
  if (own === undefined) return { text: '', path: 'script_config.captions' };
  const of = `the material "${own.name}" has its own caption, which is used where captions is empty: `;
  return { text: ownCaptions.get(own.sha256) ?? '', path: 'script_config.captions', of };
}

/** What the app will change about the files. */
function formatNotesOf({ target: { platform }, given }: PostInput, kind: PostKind): string[] {
  return given.materials.flatMap((material) =>
    checkFormat(platform, kind, material).warnings.map((warning) => `"${material.name}" ${warning}.`),
  );
}

import type { BodyOf, DataOf } from '../../lib/ask.ts';
import type { Material } from '../../lib/upload.ts';
import { momentOfText } from '../../lib/zone-time.ts';
import { CONFIG_OPTIONS } from './fields.ts';

export type App = 'tiktok' | 'instagram' | 'both';
export type Kind = 'video' | 'images' | 'story';
export type TargetMode = 'phones' | 'all' | 'accounts';

/** A file that the server has. */
export interface DraftFile {
  readonly sha256: string;
  readonly name: string;
  readonly kind: 'video' | 'image';
  readonly sizeBytes: number;
}

/** What the page is filled in with. Times are those of the shown zone, as the clock shows them. */
export interface Draft {
  readonly app: App;
  readonly kind: Kind;
  readonly media: 'files' | 'library';
  readonly files: readonly DraftFile[];
  readonly tags: string;
  readonly imageCount: number;
  readonly captions: string;
  readonly targets: TargetMode;
  readonly serials: readonly string[];
  readonly usernames: readonly string[];
  readonly when: 'now' | 'at';
  readonly at: string;
  readonly stagger: number;
  readonly gapLeast: number;
  readonly gapMost: number;
  readonly rehearsal: boolean;
  readonly allowDuplicate: boolean;
  /** Of script_config, and of the request, as far as they are not as usual. */
  readonly config: Readonly<Record<string, string | number | boolean>>;
  readonly request: Readonly<Record<string, number>>;
}

export type CreateBody = BodyOf<'createTasks'>;

export const EMPTY: Draft = Object.freeze({
  app: 'tiktok',
  kind: 'video',
  media: 'files',
  files: [],
  tags: '',
  imageCount: 1,
  captions: '',
  targets: 'phones',
  serials: [],
  usernames: [],
  when: 'now',
  at: '',
  stagger: 0,
  gapLeast: 0,
  gapMost: 0,
  rehearsal: false,
  allowDuplicate: false,
  config: {},
  request: {},
});

const KEPT = 'postwright.draft';

/** The draft that this browser keeps; what it cannot read it forgets. */
export function keptDraft(): Draft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
    return typeof kept === 'object' && kept !== null ? { ...EMPTY, ...kept } : EMPTY;
  } catch {
    return EMPTY;
  }
}

export function keepDraft(draft: Draft): void {
  if (draft === EMPTY) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, JSON.stringify(draft));
}

/** A post of images is one as soon as its first file is an image, and likewise of videos. */
export function withFile(draft: Draft, { sha256, name, kind, size_bytes: sizeBytes }: Material): Partial<Draft> {
  const isFirst = draft.files.length === 0 && draft.kind !== 'story';
  return {
    files: [...draft.files, { sha256, name, kind, sizeBytes }],
    ...(isFirst ? { kind: kind === 'image' ? 'images' : 'video' } : {}),
  };
}

/** Whether there is enough for the server to say what would come of it. */
export function isTelling({ media, files, targets, serials, usernames, when, at }: Draft): boolean {
  const hasTargets = targets === 'accounts' ? usernames.length > 0 : serials.length > 0;
  return (
    hasTargets && (media === 'library' || files.length > 0) && (when === 'now' || momentOfText(at, 'UTC') !== null)
  );
}

/** Whether its posts are videos, as far as that is said. */
function isVideo({ kind, media, files }: Draft): boolean {
  if (kind !== 'story') return kind === 'video';
  return media === 'files' && files[0]?.kind !== 'image';
}

/** What the server is asked for. */
export function bodyOf(draft: Draft, timeZone: string): CreateBody {
  const { app, kind, media, files, targets, rehearsal, allowDuplicate } = draft;
  const config = {
    ...draft.config,
    content_type: isVideo(draft) ? 0 : 1,
    captions: draft.captions,
    ...(media === 'files'
      ? { material_list: files.map(({ sha256 }) => `material://${sha256}`) }
      : { materials_tags: draft.tags, image_count: draft.imageCount }),
    ...(kind === 'story' ? { placement: 'story' } : {}),
    ...(app === 'both' ? {} : { target_app: app }),
    ...(rehearsal ? { rehearsal } : {}),
  };
  const { gapLeast, gapMost, stagger } = draft;
  return {
    script_name: 'post',
    script_config: config as CreateBody['script_config'],
    ...(targets === 'accounts' ? { usernames: [...draft.usernames] } : { serials: [...draft.serials] }),
    ...(targets === 'all' ? { enable_multi_account: true } : {}),
    ...(draft.when === 'at' ? { start_at: momentOfText(draft.at, timeZone)?.toISOString() ?? draft.at } : {}),
    ...(stagger > 0 ? { stagger } : {}),
    ...(gapLeast > 0 || gapMost > 0 ? { min_interval: gapLeast, max_interval: Math.max(gapLeast, gapMost) } : {}),
    ...(allowDuplicate ? { allow_duplicate: true } : {}),
    ...draft.request,
  };
}

type Account = DataOf<'listAccounts'>['accounts'][number];

/**
 * The draft of a post like an earlier one; null for a script, which is none. A task tells whose it became, which may be an
 * account that nobody has registered: then it is for whoever is signed in on the phone.
 */
export function draftOf(task: DataOf<'readTask'>, accounts: readonly Account[]): Draft | null {
  if (task.script_name !== 'post' || task.platform === null) return null;
  const config = task.script_config as Readonly<Record<string, string | number | boolean | undefined>>;
  const files = task.materials.map(({ sha256, name, mime, size_bytes: sizeBytes }) => ({
    sha256,
    name,
    kind: mime.startsWith('video/') ? ('video' as const) : ('image' as const),
    sizeBytes,
  }));
  const isStory = config.placement === 'story';
  const kept = CONFIG_OPTIONS.flatMap((key) => (config[key] === undefined ? [] : [[key, config[key]] as const]));
  const isRegistered = accounts.some(
    ({ platform, username }) => platform === task.platform && username.toLowerCase() === task.username?.toLowerCase(),
  );
  return {
    ...EMPTY,
    app: task.platform,
    kind: isStory ? 'story' : config.content_type === 1 ? 'images' : 'video',
    files,
    captions: String(config.captions ?? ''),
    targets: isRegistered ? 'accounts' : 'phones',
    serials: [task.serial],
    usernames: isRegistered && task.username !== null ? [task.username] : [],
    rehearsal: config.rehearsal === true,
    config: Object.fromEntries(kept),
    request: task.max_retries === 0 ? {} : { max_retries: task.max_retries },
  };
}

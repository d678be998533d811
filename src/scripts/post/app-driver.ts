import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { AppName, PostKind, PostPlan } from '../script.ts';
import type { AppScreen } from './app-screen.ts';
import type { ElementName } from './names.ts';

/** A pushed and registered media file. */
export interface PhoneMedia {
  readonly path: string;
  readonly kind: 'video' | 'image';
  readonly mime: string;
  /** `content://media/…`. */
  readonly uri: string;
}

/** What stands, or is to stand, in the fields of the post page. */
export interface PostTexts {
  readonly caption: string;
  /** Null where there is no title field. */
  readonly title: string | null;
}

/**
 * What the script must know of an app beyond its flow files. Methods start on the screen their sentence names and
 * throw what the flows throw. What its flow files and elements are called is in `names.ts`.
 */
export interface AppDriver {
  readonly app: AppName;
  /** As sentences say it. */
  readonly title: string;
  /** The packages it is known under, the usual one first. */
  readonly packages: readonly string[];
  /** The activities that show home and profile; composing happens in others. */
  readonly mainActivity: RegExp;
  /** On the profile: the account's name as shown, without @. */
  accountOnProfile(app: AppScreen, tree: UiTree): string | null;
  /** From the profile: opens the sheet of accounts and reads the names in it. */
  openAccountSheet(app: AppScreen): Promise<readonly string[]>;
  /** From home: makes the post up to the post page, without its texts. */
  compose(app: AppScreen, post: { readonly plan: PostPlan; readonly media: readonly PhoneMedia[] }): Promise<void>;
  /** The element of `elements.yaml` whose tap publishes a post of this kind. */
  commitButton(kind: PostKind): ElementName;
  /** On the post page: what to write where; null for a kind of post that has no texts. */
  textsFor(app: AppScreen, tree: UiTree, plan: PostPlan): PostTexts | null;
  /** On the post page. */
  writeTexts(app: AppScreen, texts: PostTexts): Promise<void>;
  /** On the post page. */
  readTexts(app: AppScreen, tree: UiTree): PostTexts;
  /** On the profile: its newest posts, newest first, drafts left out. */
  postCells(app: AppScreen, tree: UiTree): readonly UiNode[];
}

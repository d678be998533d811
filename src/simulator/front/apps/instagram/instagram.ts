import type { Intent, KnownDialog, MediaRow } from '../../../ports.ts';
import type { Screen } from '../../windows/screen.ts';
import { type DraftAnswers, MediaApp } from '../media-app.ts';
import type { PhoneContext } from '../phone-context.ts';
import { AfterPostSheet, KnownSheet, SurpriseSheet, UnsavedDraftSheet } from './dialogs.ts';
import { ClipsEditorScreen } from './editor.ts';
import { INSTAGRAM_ACTIVITY, INSTAGRAM_PACKAGE } from './instagram-screen.ts';
import { LoginScreen } from './login.ts';
import { MainScreen } from './main.ts';
import { Making } from './making.ts';
import { CropScreen } from './post-edit.ts';
import type { Track } from './sounds.ts';
import { SplashScreen } from './splash.ts';
import { StoryEditorScreen } from './story-editor.ts';
import { INSTAGRAM_TEXTS, type InstagramTexts } from './texts.ts';

const EXPORTED: ReadonlySet<string> = new Set([
  INSTAGRAM_ACTIVITY.launcher,
  INSTAGRAM_ACTIVITY.main,
  INSTAGRAM_ACTIVITY.share,
  INSTAGRAM_ACTIVITY.storyShare,
  INSTAGRAM_ACTIVITY.customStoryShare,
]);
const SHARE_CLASSES: ReadonlySet<string> = new Set([
  INSTAGRAM_ACTIVITY.share,
  INSTAGRAM_ACTIVITY.storyShare,
  INSTAGRAM_ACTIVITY.customStoryShare,
]);
const OLDER_BEFORE = 400;
const NEWER_FROM = 430;
/** One sheet in four posts. */
const SHEET_CHANCE = 0.25;
/** After a reel the app shows the Reels tab at times instead of the feed. */
const REELS_TAB_CHANCE = 0.3;

export class Instagram extends MediaApp {
  readonly appName = 'instagram';
  readonly packageName = INSTAGRAM_PACKAGE;
  readonly label = 'Instagram';
  protected readonly coldStartMs = 3500;
  /** Facts 4.13: 2 to 8 s. */
  protected readonly switchMs = 3000;
  #postedVariant = 0;

  constructor(context: PhoneContext) {
    super(context, INSTAGRAM_PACKAGE);
  }

  /** Builds from 430 write the caption on a page of its own. */
  get isNewerBuild(): boolean {
    return this.#majorVersion >= NEWER_FROM;
  }

  /** Builds before 400 show a shared video to a post's crop page first, and take a track at the first tap. */
  get isOlderBuild(): boolean {
    return this.#majorVersion < OLDER_BEFORE;
  }

  get #majorVersion(): number {
    return Number.parseInt(this.machine.packages.versionName(INSTAGRAM_PACKAGE) ?? '', 10);
  }

  get texts(): InstagramTexts {
    return INSTAGRAM_TEXTS[this.language];
  }

  /** A share sheet shows Instagram's targets by what they make (facts 4.10). */
  override activityLabel(className: string): string {
    if (className === INSTAGRAM_ACTIVITY.share) return 'Feed';
    return className === INSTAGRAM_ACTIVITY.storyShare ? 'Stories' : this.label;
  }

  activities(): ReadonlyMap<string, boolean> {
    return new Map(Object.values(INSTAGRAM_ACTIVITY).map((name) => [name, EXPORTED.has(name)]));
  }

  resolve(intent: Intent): readonly string[] {
    const { launcher, share, storyShare, customStoryShare } = INSTAGRAM_ACTIVITY;
    if (intent.categories.includes('android.intent.category.LAUNCHER')) return [launcher];
    const isMedia = /^(video|image)\//.test(intent.mimeType ?? '');
    if (!isMedia) return [];
    if (intent.action === 'android.intent.action.SEND') return [share, storyShare];
    if (intent.action === 'com.instagram.share.ADD_TO_STORY') return [customStoryShare];
    return intent.action === 'android.intent.action.SEND_MULTIPLE' ? [share] : [];
  }

  /** What the feed says of the last post, one of several. */
  get postedWords(): string {
    return this.texts.posted[this.#postedVariant] ?? '';
  }

  openReelEditor(media: readonly MediaRow[], track: Track | null = null): void {
    this.show(new ClipsEditorScreen(this, new Making('reel', media, track)), 'editor');
  }

  /** Videos become reels wherever they are chosen; images become posts. */
  openEditor(media: readonly MediaRow[]): void {
    if (media.some((row) => row.kind === 'video')) this.openReelEditor(media);
    else this.show(new CropScreen(this, new Making('images', media)), 'editor');
  }

  /** The composer and all before it close. */
  showUploading(): void {
    const isReel = this.upload?.submission.kind === 'reel';
    this.#postedVariant = this.machine.random.integer(0, this.texts.posted.length - 1);
    const tab = isReel && this.machine.random.next() < REELS_TAB_CHANCE ? 'clips' : 'feed';
    this.reset(new MainScreen(this, tab));
  }

  protected takesShares(className: string): boolean {
    return SHARE_CLASSES.has(className);
  }

  protected openShared(className: string, media: MediaRow): void {
    if (className === INSTAGRAM_ACTIVITY.share && media.kind === 'video' && this.isOlderBuild)
      this.show(new CropScreen(this, new Making('reel', [media])), 'editor');
    else if (className === INSTAGRAM_ACTIVITY.share) this.openEditor([media]);
    else this.show(new StoryEditorScreen(this, media), 'editor');
  }

  protected splashScreen(): Screen {
    return new SplashScreen();
  }

  protected homeScreen(): Screen {
    return new MainScreen(this, 'feed');
  }

  protected loginScreen(): Screen {
    return new LoginScreen(this);
  }

  protected knownDialog(kind: KnownDialog): Screen {
    return new KnownSheet(this, kind);
  }

  /** "Keep editing your draft?" comes up where the next reel is begun (facts 4.12, 5.6). */
  protected readonly recoveryMoment = 'picker';

  protected draftDialog(answers: DraftAnswers): Screen {
    return new UnsavedDraftSheet(this, answers);
  }

  protected surpriseDialog(): Screen {
    return new SurpriseSheet(this);
  }

  protected uploadEnded(state: 'failed' | 'done'): void {
    if (state === 'failed' || !this.reach('published')) return;
    const isSheetDue = this.machine.random.next() < SHEET_CHANCE;
    if (isSheetDue && this.top instanceof MainScreen) this.push(new AfterPostSheet(this));
  }
}

import type { Intent, KnownDialog, MediaRow } from '../../../ports.ts';
import type { Screen } from '../../windows/screen.ts';
import { type DraftAnswers, MediaApp } from '../media-app.ts';
import type { PhoneContext } from '../phone-context.ts';
import { AfterPostModal, KnownModal, LoginScreen, SurpriseDialog, UnsavedDraftModal } from './dialogs.ts';
import { EditorScreen } from './editor.ts';
import { obfuscatedId } from './ids.ts';
import { MainScreen } from './main.ts';
import { SplashScreen } from './splash.ts';
import { TIKTOK_TEXTS, type TikTokTexts } from './texts.ts';
import { TIKTOK_ACTIVITY, TIKTOK_PACKAGE } from './tiktok-screen.ts';

const EXPORTED: ReadonlySet<string> = new Set([TIKTOK_ACTIVITY.splash, TIKTOK_ACTIVITY.main, TIKTOK_ACTIVITY.share]);
const SEND_ACTIONS = ['android.intent.action.SEND', 'android.intent.action.SEND_MULTIPLE'];
/** One modal in three posts. */
const MODAL_CHANCE = 0.33;
/** Now and then the app opens the profile after posting instead of the feed. */
const PROFILE_CHANCE = 0.3;

export class TikTok extends MediaApp {
  readonly appName = 'tiktok';
  readonly packageName = TIKTOK_PACKAGE;
  readonly label = 'TikTok';
  /** On a mid-range phone (facts 4.4: 5 to 20 s). */
  protected readonly coldStartMs = 5000;
  /** Facts 4.5: 2 to 10 s. */
  protected readonly switchMs = 4000;
  /** The editor remembers how images were posted last. */
  imagesAsVideo = false;

  constructor(context: PhoneContext) {
    super(context, TIKTOK_PACKAGE);
  }

  get texts(): TikTokTexts {
    return TIKTOK_TEXTS[this.language];
  }

  /** The resource id of a view in the installed version. */
  id(view: string): string {
    return obfuscatedId(this.machine.packages.versionName(TIKTOK_PACKAGE) ?? '', view);
  }

  get main(): MainScreen | null {
    return this.screens.find((screen): screen is MainScreen => screen instanceof MainScreen) ?? null;
  }

  activities(): ReadonlyMap<string, boolean> {
    return new Map(Object.values(TIKTOK_ACTIVITY).map((name) => [name, EXPORTED.has(name)]));
  }

  resolve(intent: Intent): readonly string[] {
    if (intent.categories.includes('android.intent.category.LAUNCHER')) return [TIKTOK_ACTIVITY.splash];
    const type = intent.mimeType ?? '';
    const isShare = SEND_ACTIONS.includes(intent.action ?? '') && /^(video|image)\//.test(type);
    return isShare ? [TIKTOK_ACTIVITY.share] : [];
  }

  showProfile(): void {
    if (this.enter(() => new MainScreen(this, 'profile'))) this.reach('profile');
  }

  /** Where a share or the picker leads. */
  openEditor(media: readonly MediaRow[]): void {
    this.show(new EditorScreen(this, media), 'editor');
  }

  /** The editor and all before it close; the upload goes on in the feed or the profile. */
  showUploading(): void {
    const tab = this.machine.random.next() < PROFILE_CHANCE ? 'profile' : 'home';
    this.reset(new MainScreen(this, tab));
  }

  protected takesShares(className: string): boolean {
    return className === TIKTOK_ACTIVITY.share;
  }

  protected openShared(_className: string, media: MediaRow): void {
    this.openEditor([media]);
  }

  protected splashScreen(): Screen {
    return new SplashScreen();
  }

  protected homeScreen(): Screen {
    return new MainScreen(this, 'home');
  }

  protected loginScreen(): Screen {
    return new LoginScreen(this);
  }

  protected knownDialog(kind: KnownDialog): Screen {
    return new KnownModal(this, kind);
  }

  /** An unsaved edit is offered as soon as the app is open (facts 4.7, 5.6). */
  protected readonly recoveryMoment = 'home';

  protected draftDialog(answers: DraftAnswers): Screen {
    return new UnsavedDraftModal(this, answers);
  }

  protected surpriseDialog(): Screen {
    return new SurpriseDialog(this);
  }

  protected uploadEnded(state: 'failed' | 'done'): void {
    if (state === 'failed' || !this.reach('published')) return;
    const isModalDue = this.machine.random.next() < MODAL_CHANCE;
    if (isModalDue && this.top instanceof MainScreen) this.push(new AfterPostModal(this));
  }
}

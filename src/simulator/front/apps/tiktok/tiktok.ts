import type { Intent, MediaRow, StartActivityResult } from '../../../ports.ts';
import type { Screen } from '../../windows/screen.ts';
import { MediaApp } from '../media-app.ts';
import type { PhoneContext } from '../phone-context.ts';
import { AfterPostModal, LoginScreen, SurpriseDialog } from './dialogs.ts';
import { EditorScreen } from './editor.ts';
import { obfuscatedId } from './ids.ts';
import { MainScreen, type MainTab } from './main.ts';
import { SplashScreen } from './splash.ts';
import { TIKTOK_TEXTS, type TikTokTexts } from './texts.ts';

export const TIKTOK_PACKAGE = 'com.zhiliaoapp.musically';
const PREFIX = 'com.ss.android.ugc.aweme.';

/** Class names of the activities (facts 4.1). */
export const TIKTOK_ACTIVITY = {
  splash: `${PREFIX}splash.SplashActivity`,
  main: `${PREFIX}main.MainActivity`,
  share: `${PREFIX}share.SystemShareActivity`,
  camera: `${PREFIX}shortvideo.ui.VideoRecordNewActivity`,
  picker: `${PREFIX}shortvideo.choosemedia.MvChoosePhotoActivity`,
  editor: `${PREFIX}shortvideo.edit.VideoPublishEditActivity`,
  compose: `${PREFIX}shortvideo.ui.VideoPublishActivity`,
  detail: `${PREFIX}detail.ui.DetailActivity`,
  login: `${PREFIX}account.login.v2.ui.SignUpOrLoginActivity`,
} as const;

const EXPORTED: ReadonlySet<string> = new Set([TIKTOK_ACTIVITY.splash, TIKTOK_ACTIVITY.main, TIKTOK_ACTIVITY.share]);
const SEND_ACTIONS = ['android.intent.action.SEND', 'android.intent.action.SEND_MULTIPLE'];
/** A cold start to the first usable screen on a mid-range phone (facts 4.4: 5 to 20 s). */
const COLD_START_MS = 5000;
/** One modal in three posts. */
const MODAL_CHANCE = 0.33;
/** Now and then the app opens the profile after posting instead of the feed. */
const PROFILE_CHANCE = 0.3;

export class TikTok extends MediaApp {
  readonly appName = 'tiktok';
  readonly packageName = TIKTOK_PACKAGE;
  readonly label = 'TikTok';
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

  open(className: string, intent: Intent): StartActivityResult {
    const activity = { packageName: TIKTOK_PACKAGE, className };
    if (className === TIKTOK_ACTIVITY.share) {
      this.#boot(() => this.#openShare(intent));
      return { outcome: 'started', activity };
    }
    if (this.top !== null) return { outcome: 'delivered-to-top', activity };
    this.launch();
    return { outcome: 'started', activity };
  }

  launch(): void {
    this.#boot(() => this.showMain('home'));
  }

  showMain(tab: MainTab): void {
    if (this.accounts.current === null) {
      this.reset(this.loginScreen());
      return;
    }
    this.reset(new MainScreen(this, tab));
    this.reach(tab === 'profile' ? 'profile' : 'home');
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

  protected loginScreen(): Screen {
    return new LoginScreen(this);
  }

  protected surpriseDialog(): Screen {
    return new SurpriseDialog(this);
  }

  protected uploadEnded(state: 'failed' | 'done'): void {
    if (state === 'failed' || !this.reach('published')) return;
    const isModalDue = this.machine.random.next() < MODAL_CHANCE;
    if (isModalDue && this.top instanceof MainScreen) this.push(new AfterPostModal(this));
  }

  /** A process that is not running shows its splash first. */
  #boot(then: () => void): void {
    const isWarm = this.top !== null;
    this.start();
    if (isWarm) {
      then();
      return;
    }
    this.reset(new SplashScreen());
    if (this.reach('launch')) this.after(COLD_START_MS, then);
  }

  #openShare(intent: Intent): void {
    if (this.accounts.current === null) {
      this.reset(this.loginScreen());
      return;
    }
    const media = this.sharedMedia(intent);
    this.reset(new MainScreen(this, 'home'));
    if (media === null) this.toast(this.texts.couldntLoad);
    else this.openEditor([media]);
  }
}

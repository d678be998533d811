import type { Intent, KnownDialog, MediaRow, StartActivityResult } from '../../../ports.ts';
import type { Screen } from '../../windows/screen.ts';
import { type DraftAnswers, MediaApp } from '../media-app.ts';
import type { PhoneContext } from '../phone-context.ts';
import { AfterPostModal, KnownModal, LoginScreen, SurpriseDialog, UnsavedDraftModal } from './dialogs.ts';
import { EditorScreen } from './editor.ts';
import { obfuscatedId } from './ids.ts';
import { MainScreen } from './main.ts';
import { Making } from './making.ts';
import { SoundPage } from './sound-page.ts';
import { type Sound, soundOfAddress } from './sounds.ts';
import { SplashScreen } from './splash.ts';
import { TIKTOK_TEXTS, type TikTokTexts } from './texts.ts';
import { TIKTOK_ACTIVITY, TIKTOK_PACKAGE } from './tiktok-screen.ts';
import { TrimScreen } from './trim.ts';

const EXPORTED: ReadonlySet<string> = new Set([
  TIKTOK_ACTIVITY.splash,
  TIKTOK_ACTIVITY.main,
  TIKTOK_ACTIVITY.share,
  TIKTOK_ACTIVITY.deepLink,
]);
const VIEW_ACTION = 'android.intent.action.VIEW';
/** Addresses that the app has claimed. */
const OWN_ADDRESS = /^https?:\/\/(?:(?:www|m|vm|vt)\.)?tiktok\.com(?:\/|$)/i;
/** From this major version on the gallery is an unlabelled picture, and a shared video opens the editor (facts 4.3, 4.4). */
const NEW_SINCE_MAJOR = 40;
/** From here on the name on the profile is no switcher, its sticky header is (facts 4.5). */
const REMADE_SINCE_MAJOR = 46;
/** A list or a sound from the servers, on an ordinary network; the second at every pace. */
const LOAD_MS = 1500;
const SHORTEST_LOAD_MS = 80;
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

  /** A build from before the camera and the editor were remade. */
  get isOld(): boolean {
    return this.#major < NEW_SINCE_MAJOR;
  }

  /** A build of 2026, with another profile and another editor than those of the year before. */
  get isRemade(): boolean {
    return this.#major >= REMADE_SINCE_MAJOR;
  }

  get #major(): number {
    return Number.parseInt(this.machine.packages.versionName(TIKTOK_PACKAGE) ?? '', 10);
  }

  get main(): MainScreen | null {
    return this.screens.find((screen): screen is MainScreen => screen instanceof MainScreen) ?? null;
  }

  activities(): ReadonlyMap<string, boolean> {
    return new Map(Object.values(TIKTOK_ACTIVITY).map((name) => [name, EXPORTED.has(name)]));
  }

  resolve(intent: Intent): readonly string[] {
    if (intent.categories.includes('android.intent.category.LAUNCHER')) return [TIKTOK_ACTIVITY.splash];
    if (intent.action === VIEW_ACTION) return OWN_ADDRESS.test(intent.data ?? '') ? [TIKTOK_ACTIVITY.deepLink] : [];
    const type = intent.mimeType ?? '';
    const isShare = SEND_ACTIONS.includes(intent.action ?? '') && /^(video|image)\//.test(type);
    return isShare ? [TIKTOK_ACTIVITY.share] : [];
  }

  showProfile(): void {
    if (this.enter(() => new MainScreen(this, 'profile'))) this.reach('profile');
  }

  override open(className: string, intent: Intent): StartActivityResult {
    if (className !== TIKTOK_ACTIVITY.deepLink) return super.open(className, intent);
    this.boot(() => this.#openAddress(intent.data ?? ''));
    return { outcome: 'started', activity: { packageName: this.packageName, className } };
  }

  /** Where a share or the picker leads. */
  make(media: readonly MediaRow[], sound: Sound | null = null): void {
    const making = new Making(this, media, sound);
    const isTrimmed = this.isOld && making.media.some((row) => row.kind === 'video');
    if (isTrimmed) this.push(new TrimScreen(this, making));
    else this.edit(making);
  }

  edit(making: Making): void {
    this.show(new EditorScreen(this, making), 'editor');
  }

  /** Does `work` when the servers have answered: never at once, and late when that was ordered. */
  load(work: () => void): void {
    const order = this.context.faults.strike('slow_sounds');
    if (order !== null) this.after(order.ms_per_request ?? LOAD_MS, work, { always: true });
    else this.after(LOAD_MS, () => this.after(SHORTEST_LOAD_MS, work, { always: true }));
  }

  /** The editor and all before it close; the upload goes on in the feed or the profile. */
  showUploading(): void {
    const tab = this.machine.random.next() < PROFILE_CHANCE ? 'profile' : 'home';
    this.reset(new MainScreen(this, tab));
  }

  /** An address opens over what the app shows; every page but those of sounds is the feed here. */
  #openAddress(address: string): void {
    if (this.main === null && !this.enter(() => this.homeScreen())) return;
    if (/\/music\//.test(address)) this.push(new SoundPage(this, soundOfAddress(address)));
  }

  protected openEditor(media: readonly MediaRow[]): void {
    this.make(media);
  }

  protected takesShares(className: string): boolean {
    return className === TIKTOK_ACTIVITY.share;
  }

  protected openShared(_className: string, media: MediaRow): void {
    this.make([media]);
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

import type { Step } from '../../fault-orders.ts';
import {
  type AppName,
  type Intent,
  KNOWN_DIALOGS,
  type KnownDialog,
  type Language,
  type MediaRow,
  type PhoneMachine,
  type StartActivityResult,
} from '../../ports.ts';
import { CrashDialog } from '../system/crash-dialog.ts';
import type { TextField } from '../ui/text-field.ts';
import { App } from '../windows/app.ts';
import { goStale } from '../windows/go-stale.ts';
import type { Screen } from '../windows/screen.ts';
import { type Account, type AccountBook, type Draft, mediaOfDraft, oldDraft, type Submission } from './accounts.ts';
import { AppScreen } from './app-screen.ts';
import { MediaAccess } from './media-access.ts';
import { askPermission } from './permission-requests.ts';
import type { PhoneContext } from './phone-context.ts';
import { Tally } from './tally.ts';
import { Upload } from './upload.ts';

/** Where a post is being made. */
const MAKING: readonly Step[] = ['picker', 'editor', 'story', 'compose'];

/** What may be done with an edit that the process did not outlive. */
export interface DraftAnswers {
  /** Go on with it. */
  readonly yes: () => void;
  /** Throw it away. */
  readonly no: () => void;
}

/** What TikTok and Instagram have in common: the ways in, accounts, uploads, and the troubles that befall them. */
export abstract class MediaApp extends App {
  abstract readonly appName: AppName;
  /** From the splash screen of a new process to the first usable one. */
  protected abstract readonly coldStartMs: number;
  /** How long the app reloads after a change of account. */
  protected abstract readonly switchMs: number;
  readonly context: PhoneContext;
  readonly media: MediaAccess;
  #upload: Upload | null = null;
  /** All that are on their way, shown or not: another post or account may have taken their place on the screen. */
  readonly #uploads = new Set<Upload>();
  /** Of the post that is being made, and of the one that was made last. */
  #making: Tally | null = null;
  #made: Tally | null = null;
  /** The unsaved edit was offered once in the life of this process. */
  #hasOfferedDraft = false;
  #isCutting = false;

  constructor(context: PhoneContext, packageName: string) {
    super();
    this.context = context;
    this.media = new MediaAccess(context.machine, packageName);
  }

  /** The app's words, of which this one is said for both. */
  abstract get texts(): { readonly couldntLoad: string };
  /** Whether the activity takes what is shared with the app. */
  protected abstract takesShares(className: string): boolean;
  /** Opens what is made of a file that was shared. */
  protected abstract openShared(className: string, media: MediaRow): void;
  protected abstract splashScreen(): Screen;
  /** The first tab. */
  protected abstract homeScreen(): Screen;
  /** A login page, shown when the session has ended. */
  protected abstract loginScreen(): Screen;
  /** A dialog that the app is known for. */
  protected abstract knownDialog(kind: KnownDialog): Screen;
  /** Where an unsaved edit of an earlier process is offered again. */
  protected abstract readonly recoveryMoment: Step;
  protected abstract draftDialog(answers: DraftAnswers): Screen;
  /** Where chosen media lead. */
  protected abstract openEditor(media: readonly MediaRow[]): void;
  /** A dialog that no script can have been written for. */
  protected abstract surpriseDialog(): Screen;
  /** Shows where the app goes when an upload has ended. */
  protected abstract uploadEnded(state: 'failed' | 'done'): void;

  get machine(): PhoneMachine {
    return this.context.machine;
  }

  get language(): Language {
    return this.context.machine.language();
  }

  get accounts(): AccountBook {
    return this.context.accounts[this.appName];
  }

  /** The upload the app is showing, until something replaces it. */
  get upload(): Upload | null {
    return this.#upload;
  }

  /** A tap on what publishes, or on where a stale tree still shows it. */
  publishTapped(isReal: boolean): void {
    if (isReal) {
      this.#made = this.#making ?? new Tally();
      this.#making = null;
    }
    if (this.#made === null) return;
    this.#made.taps += 1;
    const where = isReal ? '' : ', which is not there any more';
    this.machine.log.add({ kind: 'app', what: `${this.appName} tap ${this.#made.taps} on what publishes${where}` });
  }

  touchedByTwo(): void {
    if (this.#making !== null) this.#making.twoHands = true;
    if (this.#made !== null && this.#upload?.state === 'uploading') this.#made.twoHands = true;
  }

  open(className: string, intent: Intent): StartActivityResult {
    const activity = { packageName: this.packageName, className };
    this.#making = null;
    if (this.takesShares(className)) {
      this.boot(() => this.#openShare(className, intent));
      return { outcome: 'started', activity };
    }
    if (this.top !== null) return { outcome: 'delivered-to-top', activity };
    this.launch();
    return { outcome: 'started', activity };
  }

  /** What the app opens with. */
  launch(): void {
    this.boot(() => this.showHome());
  }

  showHome(): void {
    if (this.enter(() => this.homeScreen())) this.reach('home');
  }

  override kill(): void {
    for (const upload of this.#uploads) upload.abort();
    this.#uploads.clear();
    this.#upload = null;
    this.#hasOfferedDraft = false;
    this.#keepUnsaved();
    this.#making = null;
    super.kill();
  }

  /** Does `work` after `ms` of the pace's time, or of the clock's with `always`, unless the process has died by then. */
  after(ms: number, work: () => void, options: { always?: boolean } = {}): void {
    const { generation } = this;
    void this.machine.time.wait(ms, options).then(() => {
      if (this.generation === generation && this.isRunning) work();
    });
  }

  toast(text: string): void {
    this.context.windows.showToast(this.packageName, text);
  }

  /** Shows a screen, then lets happen what was ordered for this moment. */
  show(screen: Screen, moment: Step): void {
    this.push(screen);
    this.reach(moment);
  }

  /** Something else may happen at this moment: a crash, the end of the session, a dialog. Answers false if the app is gone. */
  reach(moment: Step): boolean {
    const { faults, machine } = this.context;
    const at = { step: moment };
    machine.log.add({ kind: 'app', what: `${this.appName} ${moment}` });
    if (MAKING.includes(moment)) this.#making ??= new Tally();
    faults.arrive(at);
    const stale = faults.strike('stale_tree', at);
    if (stale !== null) goStale(this.context.windows, faults, stale);
    if (faults.strike('app_crash', at) !== null) {
      this.crash();
      return false;
    }
    if (faults.strike('logged_out', at) !== null) {
      this.signOut();
      return false;
    }
    for (const kind of KNOWN_DIALOGS) {
      if (faults.strike(kind, at) === null) continue;
      if (kind === 'draft_dialog') this.#offerDraft(this.#unsavedDraft() ?? this.#inventDraft());
      else this.push(this.knownDialog(kind));
    }
    const unsaved = moment === this.recoveryMoment && !this.#hasOfferedDraft ? this.#unsavedDraft() : null;
    if (unsaved !== null) this.#offerDraft(unsaved);
    if (faults.strike('unknown_dialog', at) !== null) this.push(this.surpriseDialog());
    if (faults.strike('permission_dialog', at) !== null) askPermission(this, 'microphone', () => {});
    return true;
  }

  crash(): void {
    const { windows, machine } = this.context;
    machine.log.add({ kind: 'fault', what: `${this.appName} crashed` });
    this.kill();
    windows.forget(this);
    const dialog = new CrashDialog({
      label: this.label,
      language: this.language,
      close: () => windows.closeSystemDialog(dialog),
      restart: () => {
        windows.closeSystemDialog(dialog);
        windows.bringToFront(this);
        this.launch();
      },
    });
    windows.showSystemDialog(dialog);
  }

  signOut(): void {
    const { current } = this.accounts;
    if (current !== null) current.isSignedIn = false;
    this.reset(this.loginScreen());
  }

  /** What a tap in the account sheet does: the app reloads with that account, unless it is the current one. */
  switchTo(account: Account, sheet: Screen): void {
    if (account === this.accounts.current) {
      this.close(sheet);
      return;
    }
    const strayed = this.context.faults.strike('wrong_account') === null ? null : this.#another(account);
    this.accounts.switchTo(strayed ?? account);
    this.clearUpload();
    if (!account.isSignedIn) {
      this.reset(this.loginScreen());
      return;
    }
    this.reset(this.splashScreen());
    this.after(this.switchMs, () => this.showHome());
  }

  /** Where a switch that goes astray lands: at nobody who was current or asked for, if there is such a one. */
  #another(wanted: Account): Account | null {
    const { all, current } = this.accounts;
    return all.find((account) => account !== wanted && account !== current) ?? current;
  }

  /** The field of the caption may lose the second half of what it is given. */
  cutShort(field: TextField): void {
    if (this.#isCutting || field.text === '' || this.context.faults.strike('caption_truncated') === null) return;
    this.#isCutting = true;
    field.set(field.text.slice(0, Math.ceil(field.text.length / 2)));
    this.#isCutting = false;
  }

  /** Begins an upload for the current account. `leave` closes the editor before anything else may happen. */
  submit(submission: Submission, leave: () => void): void {
    const account = this.accounts.current;
    if (account === null) {
      this.reset(this.loginScreen());
      return;
    }
    const upload = new Upload({
      context: this.context,
      app: this.appName,
      account,
      submission,
      tally: this.#made ?? new Tally(),
      halfway: () => this.reach('uploading'),
      ended: (state) => {
        if (state === 'done') this.#uploads.delete(upload);
        this.uploadEnded(state);
      },
    });
    this.#upload = upload;
    this.#uploads.add(upload);
    leave();
    if (this.reach('posting')) upload.start();
  }

  retryUpload(): void {
    const upload = this.#upload;
    if (upload?.state !== 'failed') return;
    const at = upload.account.drafts.findIndex((draft) => draft.origin === 'failed');
    if (at >= 0) upload.account.drafts.splice(at, 1);
    upload.start();
  }

  /** Takes a failed upload off the screen. */
  discardUpload(): void {
    if (this.#upload !== null) this.#uploads.delete(this.#upload);
    this.#upload?.discard();
    this.#upload = null;
  }

  keepDraft(submission: Submission): void {
    this.accounts.current?.drafts.unshift({ ...submission, origin: 'saved' });
  }

  /** Both apps write down what is being edited, so that a crash does not lose it. */
  #keepUnsaved(): void {
    const edits = this.screens.map((screen) => (screen instanceof AppScreen ? screen.unsaved() : null));
    const edit = edits.findLast((candidate) => candidate !== null);
    if (edit != null) this.accounts.current?.drafts.unshift({ ...edit, origin: 'unsaved' });
  }

  #unsavedDraft(): Draft | null {
    return this.accounts.current?.drafts.find((draft) => draft.origin === 'unsaved') ?? null;
  }

  /** A dialog about a draft needs one. */
  #inventDraft(): Draft {
    const draft = oldDraft(this.appName);
    this.accounts.current?.drafts.unshift(draft);
    return draft;
  }

  #offerDraft(draft: Draft): void {
    this.#hasOfferedDraft = true;
    const forget = (): void => {
      const drafts = this.accounts.current?.drafts;
      const at = drafts?.indexOf(draft) ?? -1;
      if (at >= 0) drafts?.splice(at, 1);
    };
    const goOn = (): void => {
      forget();
      this.openEditor(mediaOfDraft(draft, this.machine.media));
    };
    this.push(this.draftDialog({ yes: goOn, no: forget }));
  }

  clearUpload(): void {
    this.#upload = null;
  }

  /** Closes everything and shows the login page, or this screen to who is signed in. Answers whether somebody is. */
  protected enter(screen: () => Screen): boolean {
    const isSignedIn = this.accounts.current !== null;
    this.reset(isSignedIn ? screen() : this.loginScreen());
    return isSignedIn;
  }

  /** A process that shows nothing yet has to load first. */
  protected boot(then: () => void): void {
    if (this.top !== null) {
      then();
      return;
    }
    this.reset(this.splashScreen());
    if (this.reach('launch')) this.after(this.coldStartMs, then);
  }

  #openShare(className: string, intent: Intent): void {
    if (!this.enter(() => this.homeScreen())) return;
    const media = this.media.ofIntent(intent);
    if (media === null) this.toast(this.texts.couldntLoad);
    else this.openShared(className, media);
  }
}

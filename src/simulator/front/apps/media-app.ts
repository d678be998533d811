import type { AppName, Intent, Language, MediaRow, PhoneMachine } from '../../ports.ts';
import { CrashDialog } from '../system/crash-dialog.ts';
import { PermissionDialog } from '../system/permission-dialog.ts';
import { type PermissionGroup, permissionsOf } from '../system/permission-texts.ts';
import { SelectedMediaPicker } from '../system/selected-media-picker.ts';
import { App } from '../windows/app.ts';
import type { Screen } from '../windows/screen.ts';
import type { AccountBook, Submission } from './accounts.ts';
import { MediaAccess } from './media-access.ts';
import type { PhoneContext } from './phone-context.ts';
import { Upload } from './upload.ts';

/** A moment in an app's life that faults can be tied to (`when.step`). */
export type Moment =
  | 'launch'
  | 'home'
  | 'profile'
  | 'accounts'
  | 'camera'
  | 'picker'
  | 'editor'
  | 'compose'
  | 'posting'
  | 'published';

/** What TikTok and Instagram have in common: accounts, permissions, uploads, and the troubles that befall them. */
export abstract class MediaApp extends App {
  abstract readonly appName: AppName;
  readonly context: PhoneContext;
  readonly media: MediaAccess;
  #upload: Upload | null = null;

  constructor(context: PhoneContext, packageName: string) {
    super();
    this.context = context;
    this.media = new MediaAccess(context.machine, packageName);
  }

  /** A login page, shown when the session has ended. */
  protected abstract loginScreen(): Screen;
  /** A dialog that no script can have been written for. */
  protected abstract surpriseDialog(): Screen;
  /** Shows where the app goes when an upload has ended. */
  protected abstract uploadEnded(state: 'failed' | 'done'): void;
  /** What the app opens with. */
  abstract launch(): void;

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

  override kill(): void {
    this.#upload?.abort();
    this.#upload = null;
    super.kill();
  }

  /** Does `work` after `ms` of the pace's time, unless the process has died by then. */
  after(ms: number, work: () => void): void {
    const { generation } = this;
    void this.machine.time.wait(ms).then(() => {
      if (this.generation === generation && this.isRunning) work();
    });
  }

  toast(text: string): void {
    this.context.windows.showToast(this.packageName, text);
  }

  /** Shows a screen, then lets happen what was ordered for this moment. */
  show(screen: Screen, moment: Moment): void {
    this.push(screen);
    this.reach(moment);
  }

  /** Something else may happen at this moment: a crash, the end of the session, a dialog. Answers false if the app is gone. */
  reach(moment: Moment): boolean {
    const { faults, machine } = this.context;
    const at = { step: moment };
    machine.log.add({ kind: 'app', what: `${this.appName} ${moment}` });
    if (faults.strike('app_crash', at) !== null) {
      this.crash();
      return false;
    }
    if (faults.strike('logged_out', at) !== null) {
      this.signOut();
      return false;
    }
    if (faults.strike('unknown_dialog', at) !== null) this.push(this.surpriseDialog());
    if (faults.strike('permission_dialog', at) !== null) this.#pushPermission('microphone', () => {});
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

  /** Asks for each permission group that is missing, one dialog after the other, then goes on whatever the answers. */
  withPermissions(groups: readonly PermissionGroup[], then: () => void): void {
    const [group, ...rest] = groups;
    if (group === undefined) then();
    else if (this.#holds(group)) this.withPermissions(rest, then);
    else this.#pushPermission(group, () => this.withPermissions(rest, then));
  }

  /** The media of a share intent, or null with the app's own complaint to be shown by the caller. */
  sharedMedia(intent: Intent): MediaRow | null {
    return this.media.ofIntent(intent);
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
      ended: (state) => this.uploadEnded(state),
    });
    this.#upload = upload;
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
    this.#upload?.discard();
    this.#upload = null;
  }

  keepDraft(submission: Submission): void {
    this.accounts.current?.drafts.unshift({ ...submission, savedAt: this.machine.time.now(), origin: 'saved' });
  }

  clearUpload(): void {
    this.#upload = null;
  }

  #holds(group: PermissionGroup): boolean {
    if (group === 'media') return this.media.hasAnyAccess;
    const { packages, sdk } = this.machine;
    return permissionsOf(group, sdk).every((permission) => packages.hasPermission(this.packageName, permission));
  }

  #pushPermission(group: PermissionGroup, then: () => void): void {
    const dialog = new PermissionDialog({
      machine: this.machine,
      app: this,
      group,
      answered: (answer) => {
        this.close(dialog);
        if (answer === 'selected') this.#pickSelected(then);
        else then();
      },
    });
    this.push(dialog);
  }

  #pickSelected(then: () => void): void {
    const picker = new SelectedMediaPicker(this.machine, (rows) => {
      this.close(picker);
      this.media.select(rows);
      then();
    });
    this.push(picker);
  }
}

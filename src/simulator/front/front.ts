import type { Duplex } from 'node:stream';
import type {
  ActivityName,
  AppName,
  FaultBook,
  InputEvent,
  InstrumentationRun,
  Intent,
  PhoneMachine,
  StartActivityResult,
} from '../ports.ts';
import type { Accounts, DraftSummary, FrontOptions, RackFront } from '../rack-types.ts';
import { AccountBook, draftsIn } from './apps/accounts.ts';
import { Instagram } from './apps/instagram/instagram.ts';
import type { PhoneContext } from './apps/phone-context.ts';
import { TikTok } from './apps/tiktok/tiktok.ts';
import { Profiles } from './profiles.ts';
import { renderScreen } from './render/render.ts';
import { Chooser } from './system/chooser.ts';
import { Keyguard } from './system/keyguard.ts';
import { Launcher } from './system/launcher.ts';
import { SettingsApp } from './system/settings/settings.ts';
import { Instrumentation, SERVER_PACKAGES, SERVER_PORT } from './uia2/instrumentation.ts';
import type { PhoneUi } from './uia2/phone-ui.ts';
import type { App } from './windows/app.ts';
import { InputDispatcher } from './windows/input.ts';
import { Windows } from './windows/windows.ts';

const MAIN_ACTION = 'android.intent.action.MAIN';

/** The accounts a phone has when nothing else is asked for: two per app, named after its serial. */
function defaultAccounts(serial: string): Required<Accounts> {
  const name = serial.toLowerCase();
  return { tiktok: [`${name}_one`, `${name}_two`], instagram: [`${name}.one`, `${name}.two`] };
}

/** The front half of a phone: its screens, its apps, its UiAutomator2 server. */
export function createFront(machine: PhoneMachine, faults: FaultBook, options: FrontOptions): RackFront {
  return new Front(machine, faults, options);
}

class Front implements RackFront {
  readonly #machine: PhoneMachine;
  readonly #windows: Windows;
  readonly #input: InputDispatcher;
  readonly #instrumentation: Instrumentation;
  readonly #launcher: Launcher;
  readonly #apps: readonly (App & { launch(): void })[];
  readonly #accounts: Readonly<Record<AppName, AccountBook>>;

  constructor(machine: PhoneMachine, faults: FaultBook, options: FrontOptions) {
    this.#machine = machine;
    const handles = { ...defaultAccounts(machine.serial), ...options.accounts };
    const profiles = options.profiles ?? new Profiles();
    const { network } = machine;
    this.#accounts = {
      tiktok: new AccountBook('tiktok', handles.tiktok, { profiles, network }),
      instagram: new AccountBook('instagram', handles.instagram, { profiles, network }),
    };
    this.#launcher = new Launcher(machine, {
      icons: () => this.#installed().map(({ packageName, label }) => ({ packageName, label })),
      launch: (packageName) => this.#launch(packageName),
    });
    this.#windows = new Windows(machine, { launcher: this.#launcher, keyguard: () => new Keyguard(machine) });
    this.#input = new InputDispatcher(this.#windows);
    const { posts, pace, unplug } = options;
    const context: PhoneContext = {
      machine,
      faults,
      windows: this.#windows,
      posts,
      worldTime: options.worldTime ?? machine.time,
      pace,
      accounts: this.#accounts,
      unplug,
    };
    const mediaApps = [new TikTok(context), new Instagram(context)];
    this.#apps = [...mediaApps, new SettingsApp(machine)];
    this.#windows.publishTapped = (packageName, isReal) =>
      mediaApps.find((app) => app.packageName === packageName)?.publishTapped(isReal);
    const ui: PhoneUi = {
      machine,
      windows: this.#windows,
      input: this.#input,
      pace,
      screenshot: () => this.screenshot(),
      touchedByTwo: (what) => {
        machine.log.add({ kind: 'two_hands', what });
        for (const app of mediaApps) app.touchedByTwo();
      },
    };
    this.#instrumentation = new Instrumentation(ui, faults);
  }

  startActivity(intent: Intent): StartActivityResult {
    if (intent.component !== null) return this.#startComponent(intent.component, intent);
    const found = this.queryActivities(intent);
    const [first] = found;
    if (first === undefined) return { outcome: 'unresolved' };
    return found.length === 1 ? this.#start(first, intent) : this.#choose(found, intent);
  }

  queryActivities(intent: Intent): readonly ActivityName[] {
    const isHome = intent.action === MAIN_ACTION && intent.categories.includes('android.intent.category.HOME');
    const apps: readonly App[] = isHome ? [this.#launcher] : this.#installed();
    return apps
      .filter((app) => intent.packageName === null || app.packageName === intent.packageName)
      .flatMap((app) => app.resolve(intent).map((className) => ({ packageName: app.packageName, className })));
  }

  forceStop(packageName: string): void {
    if (SERVER_PACKAGES.includes(packageName)) this.#instrumentation.kill();
    const app = this.#apps.find((candidate) => candidate.packageName === packageName);
    if (app === undefined) return;
    app.kill();
    this.#windows.forget(app);
  }

  focus(): ActivityName | null {
    return this.#windows.focus();
  }

  isKeyboardShown(): boolean {
    return this.#windows.isKeyboardShown;
  }

  async input(event: InputEvent): Promise<void> {
    this.#input.dispatch(event);
  }

  screenshot(): Promise<Buffer> {
    return renderScreen(this.#windows);
  }

  startInstrumentation(): InstrumentationRun {
    return this.#instrumentation.start();
  }

  connect(port: number): Duplex | null {
    return port === SERVER_PORT ? this.#instrumentation.connect() : null;
  }

  powerOff(): void {
    this.#instrumentation.kill();
    for (const app of this.#apps) app.kill();
    this.#launcher.kill();
    this.#windows.reset();
  }

  powerDisconnected(): void {
    this.#instrumentation.powerDisconnected();
  }

  accounts(): Readonly<Record<AppName, readonly string[]>> {
    return { tiktok: this.#accounts.tiktok.handles, instagram: this.#accounts.instagram.handles };
  }

  setAccounts(accounts: Accounts): void {
    if (accounts.tiktok !== undefined) this.#accounts.tiktok.replace(accounts.tiktok);
    if (accounts.instagram !== undefined) this.#accounts.instagram.replace(accounts.instagram);
  }

  profiles(): ReturnType<RackFront['profiles']> {
    const { tiktok, instagram } = this.#accounts;
    return { tiktok: tiktok.profiles(), instagram: instagram.profiles() };
  }

  drafts(): readonly DraftSummary[] {
    const { tiktok, instagram } = this.#accounts;
    return [...draftsIn('tiktok', tiktok), ...draftsIn('instagram', instagram)];
  }

  #installed(): readonly (App & { launch(): void })[] {
    return this.#apps.filter((app) => this.#machine.packages.versionName(app.packageName) !== null);
  }

  #startComponent(component: string, intent: Intent): StartActivityResult {
    const [packageName = '', name = ''] = component.split('/');
    const className = name.startsWith('.') ? `${packageName}${name}` : name;
    const app = [this.#launcher, ...this.#installed()].find((candidate) => candidate.packageName === packageName);
    const isExported = app?.activities().get(className);
    if (isExported === undefined) return { outcome: 'no-such-class' };
    if (!isExported) return { outcome: 'not-exported' };
    return this.#start({ packageName, className }, intent);
  }

  #start({ packageName, className }: ActivityName, intent: Intent): StartActivityResult {
    const apps: readonly App[] = [this.#launcher, ...this.#apps];
    const app = apps.find((candidate) => candidate.packageName === packageName);
    if (app === undefined) return { outcome: 'unresolved' };
    this.#windows.bringToFront(app);
    return app.open(className, intent);
  }

  /** Nobody was named and several would do: Android asks. */
  #choose(found: readonly ActivityName[], intent: Intent): StartActivityResult {
    const targets = found.map((activity) => ({
      label:
        this.#apps.find((app) => app.packageName === activity.packageName)?.activityLabel(activity.className) ?? '',
      packageName: activity.packageName,
      open: () => void this.#start(activity, intent),
    }));
    const { sdk } = this.#machine;
    const chooser: Chooser = new Chooser({
      sdk,
      language: this.#machine.language(),
      targets,
      close: () => this.#windows.closeSystemDialog(chooser),
    });
    this.#windows.showSystemDialog(chooser);
    return { outcome: 'started', activity: { packageName: chooser.packageName, className: chooser.className } };
  }

  #launch(packageName: string): void {
    const app = this.#installed().find((candidate) => candidate.packageName === packageName);
    if (app === undefined) return;
    this.#windows.bringToFront(app);
    if (app.top === null) app.launch();
  }
}

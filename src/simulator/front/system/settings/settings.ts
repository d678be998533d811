import type { Intent, PhoneMachine, StartActivityResult } from '../../../ports.ts';
import { App } from '../../windows/app.ts';
import type { Screen } from '../../windows/screen.ts';
import { type Preference, SETTINGS_PACKAGE, SettingsPage } from './settings-page.ts';
import { SETTINGS_TEXTS } from './settings-texts.ts';

/** Activities by the actions that open them, as AOSP's manifest has them since Android 9. */
const SETTINGS_ACTIVITY = {
  launcher: 'com.android.settings.Settings',
  home: 'com.android.settings.homepage.SettingsHomepageActivity',
  about: 'com.android.settings.Settings$MyDeviceInfoActivity',
  page: 'com.android.settings.SubSettings',
} as const;

/** Android's own Settings, as far as a script may look around in them without changing anything. */
export class SettingsApp extends App {
  readonly packageName = SETTINGS_PACKAGE;
  readonly #machine: PhoneMachine;

  constructor(machine: PhoneMachine) {
    super();
    this.#machine = machine;
  }

  get label(): string {
    return SETTINGS_TEXTS[this.#machine.language()].settings;
  }

  activities(): ReadonlyMap<string, boolean> {
    const { launcher, home, about, page } = SETTINGS_ACTIVITY;
    return new Map([
      [launcher, true],
      [home, true],
      [about, true],
      [page, false],
    ]);
  }

  resolve({ action, categories }: Intent): readonly string[] {
    const { launcher, about } = SETTINGS_ACTIVITY;
    if (action === 'android.settings.DEVICE_INFO_SETTINGS') return [about];
    const isFirstPage =
      action === 'android.settings.SETTINGS' || categories.includes('android.intent.category.LAUNCHER');
    return isFirstPage ? [launcher] : [];
  }

  open(className: string): StartActivityResult {
    const activity = { packageName: SETTINGS_PACKAGE, className };
    if (className === SETTINGS_ACTIVITY.about) this.#showAbout();
    else if (this.top !== null) return { outcome: 'delivered-to-top', activity };
    else this.launch();
    return { outcome: 'started', activity };
  }

  launch(): void {
    const machine = this.#machine;
    this.reset(new SettingsHome(machine, () => this.#showAbout()));
    machine.log.add({ kind: 'app', what: 'settings home' });
  }

  #showAbout(): void {
    const page: Screen = new AboutPhone(this.#machine, () => this.close(page));
    this.push(page);
    this.#machine.log.add({ kind: 'app', what: 'settings about' });
  }
}

/** The first page; "About phone" is its last row, below the edge of every screen. */
class SettingsHome extends SettingsPage {
  readonly className = SETTINGS_ACTIVITY.home;
  protected readonly up = null;
  readonly #openAbout: () => void;

  constructor(machine: PhoneMachine, openAbout: () => void) {
    super(machine);
    this.#openAbout = openAbout;
  }

  protected title(): string {
    return this.texts.settings;
  }

  protected preferences(): readonly Preference[] {
    const { rows, aboutPhone } = this.texts;
    return [
      ...rows.map(([icon, title, summary]) => ({ icon, title, summary })),
      { icon: 'dots', title: aboutPhone, summary: this.machine.model, onTap: this.#openAbout },
    ];
  }
}

class AboutPhone extends SettingsPage {
  readonly className = SETTINGS_ACTIVITY.page;
  protected readonly up: () => void;

  constructor(machine: PhoneMachine, up: () => void) {
    super(machine);
    this.up = up;
  }

  protected title(): string {
    return this.texts.aboutPhone;
  }

  protected preferences(): readonly Preference[] {
    const { texts, machine } = this;
    const row = (title: string, summary: string): Preference => ({ title, summary });
    return [
      row(texts.deviceName, machine.model),
      row(texts.phoneNumber, texts.unknown),
      row(texts.legal, ''),
      row(texts.regulatory, ''),
      row(texts.model, machine.model),
      row(texts.imei, texts.unknown),
      row(texts.androidVersion, machine.release),
      row(texts.ipAddress, '192.168.1.20'),
      row(texts.upTime, '12:34:56'),
      row(texts.buildNumber, `RACK.${machine.sdk}.001`),
    ];
  }
}

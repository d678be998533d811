/** One phone of the rack: its machine, its front, its faults and its cable. */
import type { Transports } from './adb/transports.ts';
import { Faults } from './faults.ts';
import type { Profiles } from './front/profiles.ts';
import { createRandom } from './kit.ts';
import { readApkFile } from './machine/apk.ts';
import { Machine } from './machine/machine.ts';
import type { InstallFlags } from './machine/packages.ts';
import { defaultGrants } from './machine/permissions.ts';
import { profileAt, profileOf } from './machine/profiles.ts';
import { localeOf } from './machine/properties.ts';
import { befall, type Sufferer } from './misfortunes.ts';
import type { Time } from './ports.ts';
import type {
  LogEntry,
  PhoneSettings,
  PhoneSetup,
  PhoneState,
  PhoneSummary,
  PostLedger,
  RackFront,
  RackOptions,
  RackPhone,
} from './rack-types.ts';

/** The apps of a phone that nobody set up otherwise: the versions whose screens the fronts show. */
const DEFAULT_APPS: Readonly<Record<string, string>> = {
  'com.instagram.android': '410.0.0.45.88',
  'com.zhiliaoapp.musically': '43.7.3',
};
/** What every phone has and nobody publishes with. */
const SYSTEM_APPS: readonly string[] = [
  'android',
  'com.android.settings',
  'com.android.systemui',
  'com.android.vending',
  'com.google.android.inputmethod.latin',
];

/** What automation tools install with. */
const AS_BY_A_TOOL: InstallFlags = { grantAll: true, allowDowngrade: false, allowTestOnly: true };

const OFF_MS = 4_000;
/** Until adbd answers. */
const EARLY_BOOT_MS = 9_000;
/** From then on until Android's services do. */
const BOOT_MS = 13_000;
/** The least time of a boot that a client asking after each update of the list is sure to meet. */
const SEEN_BOOTING_MS = 60;
/** The least time off the cable that a client polling every tenth of a second is sure to see. */
const SEEN_OFF_MS = 150;

interface RackPhoneOptions {
  readonly index: number;
  readonly rack: RackOptions;
  readonly time: Time;
  readonly transports: Transports;
  readonly posts: PostLedger;
  readonly profiles: Profiles;
  readonly createFront: NonNullable<RackOptions['createFront']>;
}

export class SimulatedPhone implements RackPhone, Sufferer {
  readonly serial: string;
  readonly machine: Machine;
  readonly front: RackFront;
  readonly faults: Faults;
  readonly #transports: Transports;
  readonly #cablePlace: string;
  #rebooting: Promise<void> | null = null;
  #isOff = false;
  /** What the phone is, or will be when it has booted. */
  #cable: PhoneState = 'absent';
  /** The key of this ADB server is accepted. */
  #isAuthorized = true;

  constructor({ index, rack, time, transports, posts, profiles, createFront }: RackPhoneOptions) {
    const setup: PhoneSetup = rack.phoneOverrides?.[index] ?? {};
    this.serial = setup.serial ?? `RACK${String(index + 1).padStart(4, '0')}`;
    this.#transports = transports;
    this.#cablePlace = `usb:1-${index + 1}`;
    this.faults = new Faults({
      befall: (kind, order) => befall(this, kind, order),
      onStrike: (order) => this.machine.log.add({ kind: 'fault', what: JSON.stringify(order) }),
      onLift: ({ kind }) => this.machine.log.add({ kind: 'fault', what: `${kind} is over` }),
    });
    this.machine = new Machine({
      serial: this.serial,
      profile: setup.sdk === undefined ? profileAt(index) : profileOf(setup.sdk),
      random: createRandom(rack.seed, this.serial),
      ownRandom: createRandom(rack.seed, `${this.serial} machine`),
      time,
      faults: this.faults,
      keepContent: rack.keepContent ?? false,
      locale: setup.locale ?? localeOf(setup.language ?? 'en'),
      onReboot: () => void setImmediate(() => void this.reboot()),
    });
    this.#install(setup);
    this.front = createFront(this.machine, this.faults, {
      pace: rack.pace,
      posts,
      accounts: setup.accounts ?? {},
      profiles,
      worldTime: time,
      unplug: () => this.unplug(),
    });
    this.machine.attachFront(this.front);
    this.change({ ...setup, state: setup.state ?? 'device' });
  }

  get state(): PhoneState {
    return this.#transports.bySerial(this.serial)?.state ?? 'absent';
  }

  summary(): PhoneSummary {
    const { machine } = this;
    const { power, profile, files, packages } = machine;
    return {
      serial: this.serial,
      model: profile.model,
      sdk: profile.sdk,
      release: profile.release,
      state: this.state,
      booted: machine.booted,
      transportId: this.#transports.bySerial(this.serial)?.id ?? 0,
      language: machine.language(),
      awake: power.awake,
      locked: power.locked,
      lock: power.lock,
      batteryPercent: power.batteryPercent,
      clockOffsetMs: machine.time.offsetMs,
      freeBytes: files.freeBytes,
      apps: Object.fromEntries(
        packages
          .list()
          .filter(({ isSystem }) => !isSystem)
          .map(({ name, versionName }) => [name, versionName]),
      ),
    };
  }

  log(): readonly LogEntry[] {
    return this.machine.log.entries();
  }

  change(settings: PhoneSettings): void {
    check(settings);
    const { machine } = this;
    const { power, packages, files } = machine;
    if (settings.language !== undefined) machine.setLocale(localeOf(settings.language));
    if (settings.locale !== undefined) machine.setLocale(settings.locale);
    if (settings.wordings !== undefined) machine.setWordings(settings.wordings);
    for (const [name, version] of Object.entries(settings.apps ?? {})) {
      if (version === null) packages.uninstall(name);
      else packages.place(name, version);
    }
    for (const [name, permissions] of Object.entries(settings.permissions ?? {}))
      packages.setPermissions(name, permissions);
    if (settings.batteryPercent !== undefined) power.batteryPercent = settings.batteryPercent;
    if (settings.batteryTemperature !== undefined) power.batteryTemperature = settings.batteryTemperature;
    if (settings.charging !== undefined) this.#charge(settings.charging);
    if (settings.clockOffsetMs !== undefined) machine.time.offsetMs = settings.clockOffsetMs;
    if (settings.freeBytes !== undefined) files.setFreeBytes(settings.freeBytes);
    if (settings.lock !== undefined) power.setLock(settings.lock);
    if (settings.awake !== undefined) settings.awake ? power.wake() : power.sleep();
    if (settings.state !== undefined) this.#setState(settings.state);
  }

  unplug(): void {
    this.#setState('absent');
  }

  plug(): void {
    this.faults.madeGood('unplug', 'offline');
    if (this.#cable === 'device') return;
    this.#setState('device');
    this.#charge(true);
  }

  /** The ADB server lets go of the phone and takes it anew, as for `adb reconnect`. */
  reconnect(): void {
    if (this.#cable === 'absent' || this.#isOff) return;
    this.#cable = 'absent';
    this.faults.madeGood('offline');
    this.#setState('device');
  }

  goOffline(): void {
    this.#setState('offline');
  }

  silence(): () => void {
    return this.#transports.silence(this.serial);
  }

  async reboot(): Promise<void> {
    this.#rebooting ??= this.#restart();
    await this.#rebooting;
  }

  async #restart(): Promise<void> {
    const { machine } = this;
    this.#transports.detach(this.serial);
    this.faults.madeGood('adb_hang');
    this.#isOff = true;
    machine.powerOff();
    await machine.time.wait(SEEN_OFF_MS, { always: true });
    await machine.time.wait(OFF_MS + EARLY_BOOT_MS);
    this.#isOff = false;
    const cable = this.#cable;
    this.#cable = 'absent';
    this.#setState(cable === 'absent' ? 'absent' : 'device');
    await machine.time.wait(SEEN_BOOTING_MS, { always: true });
    await machine.time.wait(BOOT_MS);
    machine.boot();
    this.#rebooting = null;
  }

  #install(setup: PhoneSetup): void {
    const { packages, sdk } = this.machine;
    for (const name of SYSTEM_APPS) packages.place(name, this.machine.profile.release, true);
    for (const [name, version] of Object.entries({ ...DEFAULT_APPS, ...setup.apps })) {
      if (version === null) continue;
      packages.place(name, version);
      if (name in DEFAULT_APPS) packages.setPermissions(name, defaultGrants(sdk));
    }
    for (const path of setup.apks ?? []) packages.install(readApkFile(path), AS_BY_A_TOOL);
  }

  #setState(wanted: PhoneState): void {
    const before = this.#cable;
    const state = wanted === 'device' && !this.#isAuthorized ? 'unauthorized' : wanted;
    if (state === before) return;
    this.#cable = state;
    if (state === 'absent') this.#charge(false);
    // A phone that boots shows itself when it is done.
    if (this.#isOff) return;
    // A transport that hung has gone with its cable; the next one answers.
    if (state !== 'offline') this.faults.madeGood('adb_hang');
    if (state === 'absent') this.#transports.detach(this.serial);
    else if (before === 'absent' || state !== 'offline') this.#transports.attach(this.machine, this.#cablePlace, state);
    else this.#transports.setState(this.serial, state);
  }

  /** Whoever plugs it in again is not let in either. */
  withdrawAuthorization(): () => void {
    this.#isAuthorized = false;
    if (this.#cable === 'device') this.#setState('unauthorized');
    return () => {
      this.#isAuthorized = true;
      if (this.#cable === 'unauthorized') this.#setState('device');
    };
  }

  #charge(isCharging: boolean): void {
    const { power } = this.machine;
    if (power.charging && !isCharging) this.front.powerDisconnected?.();
    power.charging = isCharging;
  }
}

function check({ batteryPercent, freeBytes, language, locale, lock, state, apps, permissions }: PhoneSettings): void {
  const isOneOf = (value: string | undefined, field: string, allowed: readonly string[]): void => {
    if (value !== undefined && !allowed.includes(value)) throw new Error(`${field}: give one of ${allowed.join(', ')}`);
  };
  isOneOf(language, 'language', ['en', 'es']);
  if (locale !== undefined && !/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(locale))
    throw new Error('locale: give a language like "de-DE"');
  isOneOf(lock, 'lock', ['none', 'swipe', 'pin']);
  isOneOf(state, 'state', ['device', 'offline', 'unauthorized', 'absent']);
  if (batteryPercent !== undefined && !(batteryPercent >= 0 && batteryPercent <= 100))
    throw new Error('batteryPercent: give 0 to 100');
  if (freeBytes !== undefined && !(freeBytes >= 0))
    throw new Error('freeBytes: give a number of bytes that is not negative');
  for (const [name, version] of Object.entries(apps ?? {})) {
    if (version !== null && typeof version !== 'string')
      throw new Error(`apps.${name}: give a version like "43.7.3", or null to uninstall`);
  }
  for (const [name, list] of Object.entries(permissions ?? {})) {
    if (!Array.isArray(list)) throw new Error(`permissions.${name}: give a list of permission names`);
  }
}

/** A phone below its screens: files, media, packages, power, settings and what joins them. */
import type { FaultBook, Language, PhoneFront, PhoneMachine, Random, Time } from '../ports.ts';
import { PhoneClock } from './clock.ts';
import { Files, SHARED_STORAGE } from './files.ts';
import { Log } from './log.ts';
import { Media } from './media.ts';
import { Network } from './network.ts';
import { type InstalledPackage, Packages } from './packages.ts';
import { Power } from './power.ts';
import { type Process, Processes } from './processes.ts';
import type { Profile } from './profiles.ts';
import { languageOf, readProperties } from './properties.ts';
import { Settings } from './settings.ts';

interface MachineOptions {
  readonly serial: string;
  readonly profile: Profile;
  readonly random: Random;
  /** For what the machine draws itself: durations, names of temporary files. */
  readonly ownRandom: Random;
  /** The world's. */
  readonly time: Time;
  readonly faults: FaultBook;
  readonly keepContent: boolean;
  /** BCP 47: `en-US`. */
  readonly locale: string;
  /** `adb reboot`, or the shell's. */
  onReboot(): void;
}

export class Machine implements PhoneMachine {
  readonly serial: string;
  readonly profile: Profile;
  /** The front's alone: how often somebody polls the machine must not change which dialogs come. */
  readonly random: Random;
  readonly ownRandom: Random;
  readonly time: PhoneClock;
  readonly faults: FaultBook;
  readonly files: Files;
  readonly media: Media;
  readonly packages: Packages;
  readonly processes = new Processes();
  readonly power = new Power();
  readonly network = new Network();
  readonly settings = new Settings();
  readonly log: Log;
  /** Packages that Doze leaves alone. */
  readonly dozeWhitelist = new Set<string>();
  /** `adb reverse`: port of the phone → port of the host. */
  readonly reversed = new Map<string, string>();
  readonly #options: MachineOptions;
  #front: PhoneFront | null = null;
  #locale: string;
  #wordings: Readonly<Record<string, string>> = {};
  #booted = true;
  #bootedAt: Date;

  constructor(options: MachineOptions) {
    const { profile } = options;
    const time = new PhoneClock(options.time);
    const nowSeconds = (): number => Math.floor(time.now().getTime() / 1000);
    this.#options = options;
    this.serial = options.serial;
    this.profile = profile;
    this.random = options.random;
    this.ownRandom = options.ownRandom;
    this.time = time;
    this.faults = options.faults;
    this.#locale = options.locale;
    this.#bootedAt = time.now();
    // Whoever reads it compares it with clocks of his own.
    this.log = new Log(() => options.time.now());
    this.files = new Files({ keepContent: options.keepContent, nowSeconds });
    this.media = new Media({ sdk: profile.sdk, files: this.files, nowSeconds });
    this.packages = new Packages({ sdk: profile.sdk, now: () => time.now() });
  }

  get model(): string {
    return this.profile.model;
  }

  get sdk(): number {
    return this.profile.sdk;
  }

  get release(): string {
    return this.profile.release;
  }

  get widthPx(): number {
    return this.profile.widthPx;
  }

  get heightPx(): number {
    return this.profile.heightPx;
  }

  get bootedAt(): Date {
    return this.#bootedAt;
  }

  get booted(): boolean {
    return this.#booted;
  }

  get front(): PhoneFront {
    if (!this.#front) throw new Error(`${this.serial} has no front yet`);
    return this.#front;
  }

  /** Called once, right after the front was made for this machine. */
  attachFront(front: PhoneFront): void {
    this.#front = front;
  }

  language(): Language {
    return languageOf(this.#locale);
  }

  wordings(): Readonly<Record<string, string>> {
    return this.#wordings;
  }

  setWordings(wordings: Readonly<Record<string, string>>): void {
    this.#wordings = wordings;
  }

  setLocale(locale: string): void {
    this.#locale = locale;
  }

  properties(): ReadonlyMap<string, string> {
    const { serial, profile } = this;
    return readProperties({
      serial,
      profile,
      locale: this.#locale,
      booted: this.#booted,
      bootedAt: this.#bootedAt,
    });
  }

  /** Those started by intents, and whatever a finger brought to the front. */
  runningProcesses(): readonly Process[] {
    const focus = this.front.focus();
    const installed = focus && this.packages.get(focus.packageName);
    if (installed) this.processes.start(installed.name, installed.uid);
    return this.processes.list();
  }

  /** Ends an app and its instrumentation; every process whose name is the package's or begins with it and a colon. */
  forceStop(packageName: string): void {
    this.processes.stop(packageName);
    this.front.forceStop(packageName);
  }

  /** Uninstalls an app from under whoever uses it. @returns what it was; null when it was not there. */
  takeAway(packageName: string): InstalledPackage | null {
    const installed = this.packages.get(packageName);
    if (installed === null) return null;
    this.forceStop(packageName);
    this.packages.uninstall(packageName);
    return installed;
  }

  /** Asks for a restart; it happens after the answer to whoever asked is out. */
  requestReboot(): void {
    this.#options.onReboot();
  }

  powerOff(): void {
    this.#booted = false;
    this.processes.stopAll();
    this.front.powerOff();
  }

  /** Everything that lives in memory is fresh; the media scanner runs over shared storage. */
  boot(): void {
    this.#booted = true;
    this.#bootedAt = this.time.now();
    this.power.setLock(this.power.lock);
    this.power.wake();
    this.media.scanAll(SHARED_STORAGE);
  }
}

import type { Duplex } from 'node:stream';
import type { Limits } from '../kit/abort.ts';
import { forceStop, foreground, shareTargets, startActivity } from './activities.ts';
import { readBattery } from './battery.ts';
import { connectPort } from './connect.ts';
import { cutPng, freeBytes, readFacts } from './facts.ts';
import { type LinkOptions, PhoneLink } from './link.ts';
import { newestMedia, registerMedia, unregisterMedia } from './media-store.ts';
import { readIsOnline } from './network.ts';
import { installApk, packageVersion, uninstallPackage } from './packages.ts';
import type {
  ActivityOptions,
  Battery,
  GalleryOptions,
  MediaOptions,
  Phone,
  PhoneFacts,
  PushOptions,
  ShellProcess,
  ShellResult,
} from './phone.ts';
import { commandFailed } from './phone-errors.ts';
import { wake } from './power.ts';
import { pushFile } from './push.ts';
import { runCommand, startCommand } from './shell.ts';

const ECHO = ['echo', 'postwright'] as const;
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A phone over one transport of an ADB server; when that goes, so does the handle. See `Phone` for what each call does. */
export class AdbPhone implements Phone {
  readonly serial: string;
  readonly gone: AbortSignal;
  readonly #link: PhoneLink;
  #facts: PhoneFacts | null = null;

  constructor(options: LinkOptions) {
    this.serial = options.serial;
    this.gone = options.gone;
    this.#link = new PhoneLink(options);
  }

  get answerAgeMs(): number | null {
    return this.#link.answerAgeMs;
  }

  async echo(limits: Limits): Promise<void> {
    const result = await this.shell(ECHO, limits);
    if (result.stdout.trim() !== ECHO[1]) throw commandFailed(this.serial, ECHO.join(' '), result);
  }

  async facts(limits: Limits): Promise<PhoneFacts> {
    this.#facts = await this.#within('reading its properties', limits, (inner) => readFacts(this, inner));
    return this.#facts;
  }

  async shell(argv: readonly [string, ...string[]], limits: Limits): Promise<ShellResult> {
    const { stdout, stderr, exitCode } = await runCommand(this.#link, argv, limits);
    return { stdout: decode(stdout), stderr: decode(stderr), exitCode };
  }

  startShell(argv: readonly [string, ...string[]], limits: Limits): Promise<ShellProcess> {
    return startCommand(this.#link, argv, limits);
  }

  connect(port: number, limits: Limits): Promise<Duplex> {
    return connectPort(this.#link, port, limits);
  }

  push(options: PushOptions): Promise<void> {
    return pushFile(this.#link, this, options);
  }

  async remove(path: string, limits: Limits): Promise<void> {
    const result = await this.shell(['rm', '-f', path], limits);
    if (result.exitCode !== 0) throw commandFailed(this.serial, `rm -f ${path}`, result);
  }

  registerMedia(options: MediaOptions): Promise<string> {
    return this.#within('the media scan', options, async (inner) => {
      const { sdk } = this.#facts ?? (await this.facts(inner));
      return registerMedia(this, sdk, { ...options, ...inner });
    });
  }

  unregisterMedia(options: MediaOptions): Promise<void> {
    return this.#within('removing media', options, (inner) => unregisterMedia(this, { ...options, ...inner }));
  }

  newestMedia(options: GalleryOptions): Promise<readonly string[]> {
    return this.#within('listing media', options, (inner) => newestMedia(this, { ...options, ...inner }));
  }

  packageVersion(packageName: string, limits: Limits): Promise<string | null> {
    return packageVersion(this, packageName, limits);
  }

  install(apkPath: string, limits: Limits): Promise<void> {
    return this.#within('an installation', limits, (inner) => installApk(this, apkPath, inner));
  }

  uninstall(packageName: string, limits: Limits): Promise<void> {
    return uninstallPackage(this, packageName, limits);
  }

  startActivity(options: ActivityOptions): Promise<void> {
    return startActivity(this, options);
  }

  shareTargets(
    options: Limits & { readonly packageName: string; readonly mimeType: string },
  ): Promise<readonly string[]> {
    return shareTargets(this, options);
  }

  foreground(limits: Limits): Promise<string | null> {
    return foreground(this, limits);
  }

  forceStop(packageName: string, limits: Limits): Promise<void> {
    return forceStop(this, packageName, limits);
  }

  wake(limits: Limits): Promise<void> {
    return this.#within('waking the screen', limits, (inner) => wake(this, inner));
  }

  freeBytes(path: string, limits: Limits): Promise<number> {
    return freeBytes(this, path, limits);
  }

  isOnline(limits: Limits): Promise<boolean | null> {
    return readIsOnline(this, limits);
  }

  battery(limits: Limits): Promise<Battery | null> {
    return readBattery(this, limits);
  }

  async reboot(limits: Limits): Promise<void> {
    try {
      await this.#link.run('reboot', limits, async (adb) => await (await adb.createSocket('reboot:')).close());
    } catch (error) {
      // It may be gone before its answer is here.
      if (!this.gone.aborted || limits.signal.aborted) throw error;
    }
  }

  async screenshot(limits: Limits): Promise<Buffer> {
    const { stdout } = await runCommand(this.#link, ['screencap', '-p'], limits);
    return cutPng(stdout, this.serial);
  }

  #within<T>(what: string, limits: Limits, work: (limits: Limits) => Promise<T>): Promise<T> {
    return this.#link.within(what, limits, work);
  }
}

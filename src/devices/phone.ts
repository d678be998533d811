import type { Duplex } from 'node:stream';
import type { Limits } from '../kit/abort.ts';

export interface ShellResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A command that goes on running on the phone, such as `am instrument -w`. */
export interface ShellProcess {
  /** Resolves with all it printed when it ended or its connection broke; never rejects. */
  readonly ended: Promise<{ readonly output: string; readonly exitCode: number | null }>;
  /** Ends the connection, which ends the command. */
  end(): Promise<void>;
}

export interface PushOptions extends Limits {
  readonly sourcePath: string;
  readonly targetPath: string;
  readonly sizeBytes: number;
  /** Lower-case hex. Compared with the phone's own sum after the push. */
  readonly sha256: string;
  /** Called for every 64 KiB or less. What it throws ends the push. */
  onProgress?(sentBytes: number): void;
}

export interface MediaOptions extends Limits {
  readonly path: string;
  readonly kind: 'video' | 'image';
}

export interface GalleryOptions extends Limits {
  /** At least one. */
  readonly paths: readonly string[];
  /** What the gallery shows. */
  readonly kind: 'video' | 'image' | 'any';
}

export interface ActivityOptions extends Limits {
  readonly action: string;
  readonly component?: string;
  readonly packageName?: string;
  readonly dataUri?: string;
  readonly mimeType?: string;
  /** EXTRA_STREAM; the read grant covers only `dataUri`, so give the same one there. */
  readonly streamUri?: string;
  readonly grantRead?: boolean;
}

export interface PhoneFacts {
  readonly serial: string;
  readonly manufacturer: string;
  readonly model: string;
  /** `13`. */
  readonly androidVersion: string;
  readonly sdk: number;
  /** BCP 47 as the phone gives it: `en-US`; empty when it does not say. */
  readonly locale: string;
}

export interface Battery {
  readonly percent: number;
  /** Whether a cable or a pad gives it power. */
  readonly isPowered: boolean;
  readonly celsius: number;
}

/**
 * A phone as a handle. Every call has a deadline, and ends with an error of the table: DEVICE_LOST when the phone went
 * away, DEVICE_TIMEOUT when the deadline passed, DEVICE_COMMAND_FAILED when a command said no.
 */
export interface Phone {
  readonly serial: string;
  /** Fires when ADB loses the phone; the reason is a DEVICE_LOST. */
  readonly gone: AbortSignal;
  /** How long ago it last answered anything, by whomever it was asked; null before it did since it was connected. */
  readonly answerAgeMs: number | null;
  /** A round trip through the phone's shell: being in ADB's list is no sign of life. */
  echo(limits: Limits): Promise<void>;
  facts(limits: Limits): Promise<PhoneFacts>;
  /** Runs one command. Every argument is quoted, so none can become a command. Exit codes are given back, not thrown. */
  shell(argv: readonly [string, ...string[]], limits: Limits): Promise<ShellResult>;
  startShell(argv: readonly [string, ...string[]], limits: Limits): Promise<ShellProcess>;
  /** A connection to a TCP port of the phone. @throws DEVICE_COMMAND_FAILED when nothing listens there. */
  connect(port: number, limits: Limits): Promise<Duplex>;
  /**
   * Copies a file and checks size and hash on the phone; what could not be copied whole is removed again. Ends at the
   * latest when a slow connection would have had time for its size, however long the limits.
   * @throws PUSH_FAILED, DEVICE_STORAGE_FULL, MATERIAL_MISSING when the source is gone or not what `sha256` says.
   */
  push(options: PushOptions): Promise<void>;
  remove(path: string, limits: Limits): Promise<void>;
  /** Makes the media store list a pushed file, the way its Android version wants it. @returns its content:// URI. @throws MEDIA_NOT_INDEXED. */
  registerMedia(options: MediaOptions): Promise<string>;
  /** Takes the file and its media store row away. */
  unregisterMedia(options: MediaOptions): Promise<void>;
  /**
   * What a gallery begins with: paths as the media store has them, newest first, down to the oldest of the given ones.
   * @throws MEDIA_NOT_INDEXED when one of those is not listed.
   */
  newestMedia(options: GalleryOptions): Promise<readonly string[]>;
  /** versionName; null when the package is not installed. */
  packageVersion(packageName: string, limits: Limits): Promise<string | null>;
  /** @throws UIA2_INSTALL_FAILED with the phone's answer, or what a push throws. */
  install(apkPath: string, limits: Limits): Promise<void>;
  uninstall(packageName: string, limits: Limits): Promise<void>;
  startActivity(options: ActivityOptions): Promise<void>;
  /** Components (`package/class`) that take a share of this MIME type, within one package. */
  shareTargets(
    options: Limits & { readonly packageName: string; readonly mimeType: string },
  ): Promise<readonly string[]>;
  /** `package/class` in front; null during a transition. */
  foreground(limits: Limits): Promise<string | null>;
  forceStop(packageName: string, limits: Limits): Promise<void>;
  /** Wakes the screen and takes a swipe lock away. @throws DEVICE_LOCKED for a secure lock. */
  wake(limits: Limits): Promise<void>;
  freeBytes(path: string, limits: Limits): Promise<number>;
  /** Null for a phone that runs without one. */
  battery(limits: Limits): Promise<Battery | null>;
  /** Whether its apps reach the internet, as far as Android has found out; null when it does not say. */
  isOnline(limits: Limits): Promise<boolean | null>;
  /** Asks Android to start anew; the phone goes away soon after. */
  reboot(limits: Limits): Promise<void>;
  /** A PNG. */
  screenshot(limits: Limits): Promise<Buffer>;
}

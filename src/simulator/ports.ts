/**
 * What the two halves of a simulated phone know of each other: the *machine* (adbd, shell, files, packages: `machine/`)
 * and the *front* (apps, screens, UiAutomator2: `front/`). `rack.ts` builds a machine and its front for each phone.
 */
import type { Duplex } from 'node:stream';

/** How long simulated things take: `instant` for tests, `brisk` to watch, `real` as measured on phones. */
export type Pace = 'instant' | 'brisk' | 'real';

export type Language = 'en' | 'es';
export type AppName = 'tiktok' | 'instagram';

/** A seeded random source: the same seed and requests give the same phones, dialogs and timings. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** An integer in [min, max]. */
  integer(min: number, max: number): number;
}

export interface Time {
  now(): Date;
  /** Resolves after `ms` of simulated time, at once at pace `instant` unless `always`. Never keeps the process alive. */
  wait(ms: number, options?: { always?: boolean }): Promise<void>;
}

/** One row of a phone's MediaStore. */
export interface MediaRow {
  readonly id: number;
  readonly kind: 'video' | 'image';
  /** As the phone reports it: below /storage/emulated/0, never /sdcard. */
  readonly path: string;
  readonly name: string;
  readonly mime: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly dateAddedSeconds: number;
  readonly dateModifiedSeconds: number;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly durationMs: number | null;
}

/** An Intent as `am start` builds it from its arguments. */
export interface Intent {
  readonly action: string | null;
  readonly data: string | null;
  readonly mimeType: string | null;
  /** `package/class`, class relative or not, as given with -n. */
  readonly component: string | null;
  readonly packageName: string | null;
  readonly categories: readonly string[];
  readonly flags: number;
  readonly extras: ReadonlyMap<string, string | number | boolean>;
}

export interface ActivityName {
  readonly packageName: string;
  /** Fully qualified. */
  readonly className: string;
}

export type StartActivityResult =
  | { readonly outcome: 'started'; readonly activity: ActivityName }
  | { readonly outcome: 'delivered-to-top'; readonly activity: ActivityName }
  | { readonly outcome: 'unresolved' }
  | { readonly outcome: 'no-such-class' }
  | { readonly outcome: 'not-exported' };

export type InputEvent =
  | { readonly kind: 'tap'; readonly x: number; readonly y: number }
  | {
      readonly kind: 'swipe';
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly durationMs: number;
    }
  | { readonly kind: 'key'; readonly keycode: number }
  | { readonly kind: 'text'; readonly text: string };

export interface InstrumentationRun {
  /** Resolves with what `am instrument -w` prints when the run ends (facts 2.2). */
  readonly ended: Promise<string>;
  /** The shell that holds the run went away: UI calls answer `UiAutomation not connected!`, /status goes on lying. */
  loseShell(): void;
}

/** The half of a phone that shows screens. The machine calls it; `front/` implements it. */
export interface PhoneFront {
  startActivity(intent: Intent): StartActivityResult;
  /** The activities that would take the intent, for `cmd package query-activities` and `resolve-activity`. */
  queryActivities(intent: Intent): readonly ActivityName[];
  forceStop(packageName: string): void;
  /** What is in front; null during a transition. */
  focus(): ActivityName | null;
  isKeyboardShown(): boolean;
  input(event: InputEvent): Promise<void>;
  /** A PNG of the screen as it is now. */
  screenshot(): Promise<Buffer>;
  /** `am instrument` of the UiAutomator2 test package, already known to be installed. Refuses to run twice by ending at once. */
  startInstrumentation(args: ReadonlyMap<string, string>): InstrumentationRun;
  /** A connection to a TCP port of the phone; null when nothing listens there. */
  connect(port: number): Duplex | null;
  /** Power-off: every app and the instrumentation are gone, accounts and posts stay. */
  powerOff(): void;
  /** The cable that charges came out: UiAutomator2 stops when its `shutdownOnPowerDisconnect` is on. */
  powerDisconnected?(): void;
}

/** The half of a phone below its screens. The front calls it; `machine/` implements it. */
export interface PhoneMachine {
  readonly serial: string;
  readonly model: string;
  /** 28, 30, 33 or 35: Android 9, 11, 13, 15. */
  readonly sdk: number;
  /** What people call it: `13`. */
  readonly release: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly random: Random;
  readonly time: Time;
  readonly media: PhoneMedia;
  readonly packages: PhonePackages;
  readonly power: PhonePower;
  readonly network: PhoneNetwork;
  readonly log: PhoneLog;
  language(): Language;
  /** What stands on the screens in place of the words the apps came with, as after an update. */
  wordings(): Readonly<Record<string, string>>;
}

export interface PhoneMedia {
  /** Newest first by date_modified, then id: the order in which pickers show them. */
  list(kind: 'video' | 'image' | 'any'): readonly MediaRow[];
  /** The row behind `content://media/…/123`; null when there is none. */
  byUri(uri: string): MediaRow | null;
  /** The bytes are still there and readable (a removed file leaves a row behind on Android 10 and older). */
  isReadable(row: MediaRow): boolean;
}

export interface PhoneNetwork {
  readonly isUp: boolean;
  whenUp(): Promise<void>;
}

export interface PhonePackages {
  /** versionName, or null when the package is not installed. */
  versionName(packageName: string): string | null;
  hasPermission(packageName: string, permission: string): boolean;
  grantPermission(packageName: string, permission: string): void;
}

export interface PhonePower {
  readonly awake: boolean;
  readonly locked: boolean;
  wake(): void;
  sleep(): void;
  /** A swipe lock goes; a PIN lock stays. */
  dismissKeyguard(): void;
}

export interface PhoneLog {
  /** Appends one line to what `GET /phones/{serial}/log` shows. */
  add(entry: {
    kind: 'adb' | 'shell' | 'uia2' | 'app' | 'intrusion' | 'two_hands' | 'fault';
    what: string;
    durationMs?: number;
  }): void;
}

export type { FaultBook, FaultKind, FaultOrder, KnownDialog } from './fault-orders.ts';
export { KNOWN_DIALOGS } from './fault-orders.ts';

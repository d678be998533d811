import type { LookedFor } from '../contract/looked-for.ts';
import type { StepName } from '../contract/task.ts';
import type { Phone } from '../devices/phone.ts';
import type { Screen } from '../screen/screen.ts';

export type AppName = 'tiktok' | 'instagram';
export type PostKind = 'video' | 'images' | 'reel' | 'story';

/** A media file as a task holds it: its bytes in the material store, its name as the caller knew it. */
export interface PlannedMaterial {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mime: string;
  /** With the dot: `.mp4`. */
  readonly extension: string;
  readonly name: string;
}

/** How a post is begun: by Android's share, by the app's own + button, or from the page of a sound. */
export type PostWay = 'share' | 'addButton' | 'useSound';

/** What is done about the sound of a post. */
export interface SoundPlan {
  /**
   * `default` leaves it as the app sets it, `off` takes the app's sound away, `on` adds the first one the app suggests,
   * `search` the first one it finds for `query`, and `page` begins the post on the page of the sound `query` names.
   */
  readonly choice: 'default' | 'off' | 'on' | 'search' | 'page';
  /** Words to search for; with `page` on TikTok it may be the address of a sound. Null where nothing is looked for. */
  readonly query: string | null;
  /** How long a sound may take to load. */
  readonly waitMs: number;
  /** Percent, set by the app's sliders and read back; null leaves the slider alone. */
  readonly originVolume: number | null;
  readonly addedVolume: number | null;
}

/** Nothing is done about the sound. */
export const SOUND_AS_IT_IS: SoundPlan = Object.freeze({
  choice: 'default',
  query: null,
  waitMs: 10_000,
  originVolume: null,
  addedVolume: null,
});

/** What a `post` task was decided to be at its creation. Stored on the task; every attempt publishes exactly this. */
export interface PostPlan {
  readonly app: AppName;
  readonly kind: PostKind;
  /** Without the leading @; null publishes as whoever is current in the app. */
  readonly username: string | null;
  /** Drawn from spintax. The description where there is a title as well. */
  readonly caption: string;
  readonly title: string | null;
  readonly materials: readonly PlannedMaterial[];
  readonly uploadWaitMs: number;
  readonly way: PostWay;
  readonly sound: SoundPlan;
  /** TikTok only: the first product of the account's showcase is linked. */
  readonly productLink: boolean;
  /** Everything but the commit tap; nothing is left behind. */
  readonly rehearsal: boolean;
  /** Sentences the task tells its reader, such as which way the post takes when it is not the one asked for. */
  readonly notes: readonly string[];
}

/** What a task of a custom script was decided to be at its creation. */
export interface CustomPlan {
  readonly kind: 'custom';
  /** SHA-256 of the script's files at creation; a script that is mended since runs as it is now. */
  readonly version: string;
  /** By name, with the defaults of the script in their places. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** `kind` tells them apart. */
export type Plan = PostPlan | CustomPlan;

export interface EvidenceOptions {
  readonly kind: 'screenshot' | 'tree';
  readonly name: string;
  /** With a tree: what was looked for in it. */
  readonly lookedFor?: LookedFor;
}

/** A named app of a phone, as it was when an attempt opened it. */
export interface OpenedApp {
  readonly id: string;
  readonly version: string;
}

export interface Twin {
  /** When its commit point was passed: it did not come up before. */
  readonly upFrom: Date;
  /** Until when it may have come up. */
  readonly upUntil: Date;
  /** Whether it was seen on the profile. */
  readonly isUp: boolean;
}

export interface PostLandmark {
  readonly title: string | null;
  readonly caption: string;
}

/**
 * The durable record of one attempt, as a script sees it. tasks/ implements it. Every method throws when the attempt
 * was stopped or lost, so a script that goes on calling cannot go on acting.
 */
export interface AttemptLedger {
  /** Runs one named part of the attempt and records its timing and error. */
  step<T>(name: StepName, label: string, work: () => Promise<T>): Promise<T>;
  /** Tells watchers how far the attempt is, 0 to 100. */
  progress(percent: number, label: string): void;
  /** Records which app the attempt has opened, before anything is done in it. */
  app(opened: OpenedApp): Promise<void>;
  /** Records the account read back from the app. */
  account(username: string): Promise<void>;
  /**
   * Other posts that look the same (same app, account and texts): they could be mistaken for this one. Posts that surely
   * were not published are left out.
   */
  twins(account: string): Promise<readonly Twin[]>;
  /** Texts of posts that were on the profile before the commit point was passed: what comes after them there is older. */
  landmarks(account: string): Promise<readonly PostLandmark[]>;
  /** Records the commit point durably. Returns only when it is on disk; the caller may tap then, and only then. */
  commit(): Promise<void>;
  /** Keeps a file with the attempt. @returns its path relative to the evidence folder; null when the disk did not take it. */
  keep(bytes: Uint8Array, options: EvidenceOptions): Promise<string | null>;
}

export interface AttemptContext<P extends Plan = PostPlan> {
  readonly plan: P;
  readonly taskId: number;
  readonly attempt: number;
  readonly phone: Phone;
  readonly ledger: AttemptLedger;
  /** Opens the phone's screen (installs and starts UiAutomator2 when needed). The lane owns it and closes it. */
  openScreen(signal: AbortSignal): Promise<Screen>;
  /** Where the bytes of a material are on this machine. */
  materialPath(material: PlannedMaterial): string;
  /**
   * Leaves something to be done on the phone right after the end of this attempt is written down, before anything else is
   * done on it: for an attempt that somebody waits for to stop. It may be cut short.
   */
  owe(debt: (signal: AbortSignal) => Promise<void>): void;
  readonly signal: AbortSignal;
}

/** A post that is up. */
export interface PostReceipt {
  readonly outcome: 'published';
  /** When the post was seen on the profile. */
  readonly seenAt: Date;
  readonly account: string;
  readonly postUrl: string | null;
  /** The screenshot of the published post, relative to the evidence folder; null when it could not be kept. */
  readonly screenshot: string | null;
}

/** A post that was made up to the commit tap, and taken back. */
export interface RehearsalReceipt {
  readonly outcome: 'rehearsed';
  /** When the post page was complete. */
  readonly seenAt: Date;
  readonly account: string;
  /** The screenshot of the finished post page, relative to the evidence folder; null when it could not be kept. */
  readonly screenshot: string | null;
}

/** A custom script that came to its end. */
export interface DoneReceipt {
  readonly outcome: 'done';
  /** The SHA-256 of the script's files as they were carried out. */
  readonly version: string;
  /** When what it published was found by its confirm flow; null where it publishes nothing or names no such flow. */
  readonly seenAt: Date | null;
  /** What it read, by the names of its `result`; null for what its way through the app did not come by. */
  readonly values: Readonly<Record<string, string | null>>;
  /** Of the screen at the end, relative to the evidence folder; null when it could not be kept. */
  readonly screenshot: string | null;
}

/** What a script that ended well has to show. */
export type Receipt<P extends Plan = PostPlan> = P extends CustomPlan ? DoneReceipt : PostReceipt | RehearsalReceipt;

/** What a look at the profile after an interrupted commit found. */
export type Verdict<P extends Plan = PostPlan> =
  | { readonly published: 'yes'; readonly receipt: P extends CustomPlan ? DoneReceipt : PostReceipt }
  | { readonly published: 'no' }
  | { readonly published: 'unknown'; readonly reason: string };

/** The commit point that an attempt has passed. */
export interface PassedCommit {
  /** The earliest moment, by the clock as it is now, at which it can have been. */
  readonly committedAt: Date;
  /** At least so long ago: not the same, where the clock was set meanwhile. */
  readonly elapsedMs: number;
  /** What neither shows up nor is on its way this long after it is not coming. */
  readonly certainAfterMs: number;
  /** No other attempt has used the phone since: what its apps show was left by this one. */
  readonly isLastOnPhone: boolean;
}

/** A thing the API can run. The name of a task's script says which kind of plan the task has. */
export interface Script<P extends Plan = PostPlan> {
  readonly name: string;
  /** Carries out one attempt. @throws PostwrightError of kind `task`. */
  run(context: AttemptContext<P>): Promise<Receipt<P>>;
  /**
   * Looks on the phone for what an earlier attempt may have published after its commit point.
   */
  lookUp(context: AttemptContext<P>, commit: PassedCommit): Promise<Verdict<P>>;
}

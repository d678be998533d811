/**
 * The rack as `control/` and its callers see it, and what `front/` gets besides its machine and its faults. The joining
 * is in `rack.ts`.
 */
import type { FaultState } from './fault-orders.ts';
import type { Profiles } from './front/profiles.ts';
import type {
  AppName,
  FaultBook,
  FaultOrder,
  Language,
  Pace,
  PhoneFront,
  PhoneMachine,
  Random,
  Time,
} from './ports.ts';

/** What was published: one line of the ground truth of every test (`GET /posts`). Field names are the API's. */
export interface Post {
  /** Counts the posts of the rack from 1, and goes on when the ledger is cleared: `GET /posts?since=`. */
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
  readonly serial: string;
  readonly app: AppName;
  readonly account: string;
  readonly kind: 'video' | 'images' | 'reel' | 'story';
  readonly caption: string;
  readonly title: string | null;
  readonly media: readonly { readonly sha256: string; readonly size: number; readonly name: string }[];
  readonly sound: string | null;
  readonly origin_sound_volume: number | null;
  readonly add_sound_volume: number | null;
  readonly product_link: string | null;
  /** On the button that publishes, while this post was made and since: more than one is one too many. */
  readonly taps: number;
  /** Somebody touched the phone meanwhile whose UiAutomator2 session another one had replaced. */
  readonly two_hands: boolean;
}

/** One post as it stands on an account's profile (`GET /phones/{serial}/profiles`). */
export interface ProfilePost {
  /** ISO 8601, as the ledger has it. */
  readonly at: string;
  readonly kind: Post['kind'];
  readonly caption: string;
  readonly title: string | null;
  readonly media: Post['media'];
}

/** What an app keeps of something that was not published (`GET /phones/{serial}/drafts`). */
export interface DraftSummary {
  readonly app: AppName;
  readonly account: string;
  readonly kind: Post['kind'];
  readonly caption: string;
  readonly title: string | null;
  readonly media: Post['media'];
  /** `saved` by a tap, `failed` or `aborted` as an upload, `unsaved` when the app ended in the middle of an edit. */
  readonly origin: 'saved' | 'failed' | 'aborted' | 'unsaved';
}

/** The rack's one list of posts, shared by all fronts, oldest first. */
export interface PostLedger {
  add(post: Omit<Post, 'seq'>): void;
  /** Those after the one of that number; all when none is given. */
  list(since?: number): readonly Post[];
  /** Empties it, and the profiles with it. */
  clear(): void;
}

/** Signed-in usernames per app; an app that is left out gets the front's default pair. */
export type Accounts = Partial<Record<AppName, readonly string[]>>;

/** What a front needs besides its machine and its faults. */
export interface FrontOptions {
  readonly pace: Pace;
  readonly posts: PostLedger;
  readonly accounts: Accounts;
  /** Shared by all phones of a rack; a phone's own when absent. */
  readonly profiles?: Profiles;
  /** What time it is in the world; the phone's own clock may be off. Its clock when absent. */
  readonly worldTime?: Time;
  /** The cable comes out, now: how `post_then_die` takes the phone away right after the post is written. */
  readonly unplug: () => void;
}

/** A front as the rack and the control API use it. */
export interface RackFront extends PhoneFront {
  /** Signed-in usernames per app, the current one first. */
  accounts(): Readonly<Record<AppName, readonly string[]>>;
  /** Replaces the signed-in accounts of the apps named; the first one of each is current. */
  setAccounts(accounts: Accounts): void;
  /** What is shown of each account that is signed in, newest first. */
  profiles(): Readonly<Record<AppName, Readonly<Record<string, readonly ProfilePost[]>>>>;
  /** All that the apps keep of what was not published, the newest of each account first. */
  drafts(): readonly DraftSummary[];
}

/** `createFront` of `front/front.ts`; a test may hand the rack another one. */
export type CreateFront = (machine: PhoneMachine, faults: FaultBook, options: FrontOptions) => RackFront;

export type PhoneState = 'device' | 'offline' | 'unauthorized' | 'absent';
export type Lock = 'none' | 'swipe' | 'pin';

/** What can be changed on a running phone (`PUT /phones/{serial}/settings`). What is left out stays. */
export interface PhoneSettings {
  readonly language?: Language;
  /** BCP 47, such as `de-DE`; over `language`. The apps have texts in English and Spanish, and show English in any other. */
  readonly locale?: string;
  /** Words on the screens and what stands in their place, as after an update of an app; replaces all given before. */
  readonly wordings?: Readonly<Record<string, string>>;
  /** versionName per package; null uninstalls. */
  readonly apps?: Readonly<Record<string, string | null>>;
  /** Permissions per package, as `android.permission.…`; replaces the granted set. */
  readonly permissions?: Readonly<Record<string, readonly string[]>>;
  readonly batteryPercent?: number;
  /** Tenths of a degree Celsius, as Android counts. */
  readonly batteryTemperature?: number;
  readonly charging?: boolean;
  /** How far the phone's clock is ahead; behind when negative. */
  readonly clockOffsetMs?: number;
  readonly freeBytes?: number;
  readonly lock?: Lock;
  readonly awake?: boolean;
  readonly state?: PhoneState;
}

/** How a phone starts. */
export interface PhoneSetup extends PhoneSettings {
  readonly serial?: string;
  /** 28, 30, 33 or 35. */
  readonly sdk?: number;
  readonly accounts?: Accounts;
  /** Paths of APKs that were installed on it before, as those of UiAutomator2 are on a phone that was automated once. */
  readonly apks?: readonly string[];
}

export interface RackOptions {
  readonly phones: number;
  /** 0 picks a free port. */
  readonly adbPort: number;
  /** 0 picks a free port. */
  readonly controlPort: number;
  readonly pace: Pace;
  readonly seed: number;
  /** Keeps the bytes of every pushed file, so that all can be pulled; otherwise only of files up to 64 KiB. */
  readonly keepContent?: boolean;
  /** Setup of the phone with the same index (0 is RACK0001), over the defaults. */
  readonly phoneOverrides?: readonly PhoneSetup[];
  /** The front of each phone; `front/front.ts` when absent. */
  readonly createFront?: CreateFront;
  /** Instead of the clock on the wall at the rack's pace. */
  readonly time?: Time;
  /** False starts no control API; `controlPort` of the rack is then 0. */
  readonly control?: boolean;
}

/** One line of `GET /phones/{serial}/log`. */
export interface LogEntry {
  /** ISO 8601, when it began. */
  readonly at: string;
  readonly kind: 'adb' | 'shell' | 'uia2' | 'app' | 'intrusion' | 'two_hands' | 'fault';
  readonly what: string;
  /** Null while it lasts, and for what takes no time. */
  readonly durationMs: number | null;
}

/** What `GET /phones` and `GET /phones/{serial}` can say of the machine half. */
export interface PhoneSummary {
  readonly serial: string;
  readonly model: string;
  readonly sdk: number;
  readonly release: string;
  readonly state: PhoneState;
  /** False while it is off, and from when adbd answers until Android does. */
  readonly booted: boolean;
  /** 0 while absent. New at each return. */
  readonly transportId: number;
  readonly language: Language;
  readonly awake: boolean;
  readonly locked: boolean;
  readonly lock: Lock;
  readonly batteryPercent: number;
  readonly clockOffsetMs: number;
  readonly freeBytes: number;
  /** versionName by package. */
  readonly apps: Readonly<Record<string, string>>;
}

export interface RackPhone {
  readonly serial: string;
  readonly machine: PhoneMachine;
  readonly front: RackFront;
  readonly faults: FaultBook & {
    /** @throws Error naming the field when the order makes no sense. */
    order(order: FaultOrder): void;
    /** What has not struck yet, and what lasts. */
    pending(): readonly FaultState[];
    /** Nothing strikes any more, and what lasted is over: the phone is well again. */
    clear(): void;
    /** Nothing strikes any more; what lasts stays as it is. */
    stop(): void;
  };
  summary(): PhoneSummary;
  /** Oldest first; only the last few thousand lines are kept. */
  log(): readonly LogEntry[];
  /** @throws Error naming the field when a value makes no sense. */
  change(settings: PhoneSettings): void;
  /** The cable comes out: every stream ends and the serial is gone from the lists. */
  unplug(): void;
  /** The cable goes in, or what was offline answers again; with a new transport id. */
  plug(): void;
  /** Resolves when it is back, after the boot time of the rack's pace. */
  reboot(): Promise<void>;
}

export interface Rack {
  readonly adbPort: number;
  readonly controlPort: number;
  readonly pace: Pace;
  readonly random: Random;
  readonly time: Time;
  readonly posts: PostLedger;
  readonly phones: readonly RackPhone[];
  phone(serial: string): RackPhone | null;
  /** Ends every ADB connection and listens again on the same port, as after `adb kill-server` and `start-server`. */
  restartAdb(): Promise<void>;
  /** The ADB server takes every connection and answers none, for so long or until `unhangAdb` or a restart. */
  hangAdb(forMs?: number): void;
  unhangAdb(): void;
  /** May be called twice. */
  stop(): Promise<void>;
}

/** A listening control API, as `startControl(rack, port)` of `control/control.ts` returns it. */
export interface Control {
  readonly port: number;
  stop(): Promise<void>;
}

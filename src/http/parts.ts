import type { Accounts } from '../accounts/accounts.ts';
import type { Match } from '../accounts/match.ts';
import type { Control, ControlKeyName, ControlSwipe, ControlTap } from '../contract/device-control.ts';
import type { SelfTest } from '../contract/device-health.ts';
import type { DeviceApps, Replaced } from '../contract/device-use.ts';
import type { LicenseCheck } from '../contract/license.ts';
import type { Preflight } from '../contract/preflight.ts';
import type { LicenseDetails, SettingInForce } from '../contract/settings.ts';
import type { RecentFacts } from '../events/recent-facts.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { Materials } from '../materials/materials.ts';
import type { DeviceParts } from '../tasks/devices.ts';
import type { TaskParts } from '../tasks/parts.ts';
import type { StatusParts } from '../tasks/status.ts';
import type { Sessions } from './session.ts';

/** One of the things that readiness is measured on. */
export interface Probe {
  /** When it last succeeded; null before it ever did. */
  lastSuccessAt(): Date | null;
  /** Older than this, work cannot be done. */
  readonly maxAgeMs: number;
  /** Whether it is known to fail now, however late the last success was. */
  isDown?(): boolean;
  /** What is wrong, where more is known than that it is late. */
  trouble?(): string | null;
}

export interface Probes {
  readonly queuePoll: Probe;
  readonly adbRoundTrip: Probe;
  readonly databaseWrite: Probe;
  readonly disk: Probe;
}

export interface Access {
  /** What every API call must send; null where only loopback is served. */
  readonly apiKey: string | null;
  /** Names besides those of loopback that a Host header may carry. */
  readonly allowedHosts: readonly string[];
}

/** What operators may do about a phone's health. */
export interface DeviceCare {
  /** @throws STATE_CONFLICT when the phone is away or stays busy. */
  selfTest(serial: string): Promise<SelfTest>;
  quarantine(serial: string, reason: string): Promise<void>;
  release(serial: string): Promise<void>;
}

/** What a phone shows, or last showed. */
export interface PictureSeen {
  readonly jpeg: Buffer;
  /** Names what is shown. */
  readonly tag: string;
  readonly takenAt: Date;
  readonly ageMs: number;
}

/** Phones in the hands of people. All throw STATE_CONFLICT when the phone is not in hand, or not in these; what is done gives back until when it is. */
export interface DeviceControl {
  take(serial: string, options: { readonly by: string | null; readonly waitMs: number }): Promise<Control>;
  renew(serial: string, token: string): string;
  end(serial: string, options: { readonly token: string | null; readonly force: boolean }): Promise<void>;
  tap(serial: string, token: string, tap: ControlTap): Promise<string>;
  swipe(serial: string, token: string, swipe: ControlSwipe): Promise<string>;
  write(serial: string, token: string, text: string): Promise<string>;
  press(serial: string, token: string, key: ControlKeyName): Promise<string>;
}

/** Whether phones are in use, and what is on them. */
export interface DeviceUse {
  /** @throws STATE_CONFLICT when the phone is away. */
  apps(serial: string): Promise<DeviceApps>;
  retire(serial: string, reason: string): Promise<void>;
  restore(serial: string): Promise<void>;
  /** @throws NOT_FOUND, STATE_CONFLICT */
  replace(
    serial: string,
    wish: { readonly by: string; readonly reason: string; readonly withCurrent: boolean },
  ): Promise<Replaced>;
}

/** All that the HTTP API is built of. */
export interface HttpParts {
  readonly log: Log;
  readonly clock: Clock;
  readonly access: Access;
  readonly sessions: Sessions;
  /** What the console was built into; it may be missing. */
  readonly consoleDirectory: string;
  readonly tasks: TaskParts;
  readonly devices: DeviceParts;
  readonly care: DeviceCare;
  /** What readers of the event stream are told. */
  readonly events: RecentFacts;
  readonly control: DeviceControl;
  readonly use: DeviceUse;
  /** @throws STATE_CONFLICT when a phone cannot be seen and never was. */
  readonly pictures: {
    look(
      serial: string,
      look: { readonly widthPx: number; readonly maxAgeMs: number | undefined },
    ): Promise<PictureSeen>;
    /** As a JPEG. @throws DEVICE_COMMAND_FAILED when it is no picture. */
    smaller(png: Uint8Array, widthPx: number): Promise<Buffer>;
  };
  /** Makes the screen of a phone flash. @returns how often it did. @throws STATE_CONFLICT */
  identify(serial: string, seconds: number): Promise<number>;
  readonly accounts: Accounts;
  readonly materials: Materials;
  readonly probes: Probes;
  readonly status: StatusParts;
  readonly license: { check(): LicenseCheck; details(): LicenseDetails };
  readonly settings: {
    inForce(): readonly SettingInForce[];
    /** Of the database. */
    instanceId(): Promise<string>;
  };
  /** The evidence folder. */
  readonly evidenceDirectory: string;
  /** What Postwright is doing while calls cannot be served; null while they can. */
  unavailable(): 'starting' | 'stopping' | null;
  /** Whether an error means that the database cannot be reached now. */
  isDatabaseAway(error: unknown): boolean;
  /** Looks now at the phone of a pending task. @throws NOT_FOUND, STATE_CONFLICT */
  preflight(taskId: number): Promise<Preflight>;
  /** Reads the accounts that are signed in on a phone and registers them. @throws STATE_CONFLICT */
  matchAccounts(serial: string, signal: AbortSignal): Promise<Match>;
}

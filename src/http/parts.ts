import type { Accounts } from '../accounts/accounts.ts';
import type { Match } from '../accounts/match.ts';
import type { SelfTest } from '../contract/device-health.ts';
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

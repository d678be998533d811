import { viewAccount } from '../accounts/account-view.ts';
import type { Device, DeviceDetail, DeviceState } from '../contract/device.ts';
import type { HeldControl } from '../contract/device-control.ts';
import type { DeviceHealth, Incident } from '../contract/device-health.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { AccountRow } from '../storage/accounts.ts';
import { listAccounts } from '../storage/accounts.ts';
import type { Db } from '../storage/database.ts';
import { listDeviceEvents } from '../storage/device-history.ts';
import {
  type DeviceLoad,
  type DeviceRow,
  describeDevice,
  getDevice,
  listDeviceLoads,
  listDevices,
} from '../storage/devices.ts';

export interface DeviceParts {
  readonly db: Db;
  /** Why no task may begin on a phone now; null when one may. */
  heldBack(serial: string): HeldBack | null;
  readonly clock: Clock;
  health(serial: string): PhoneHealth;
  /** What it last said of its battery. */
  battery(serial: string): PhoneBattery | null;
  /** Who has it in hand; null when nobody has. */
  control(serial: string): HeldControl | null;
  /** The incident that goes on; null when none does. */
  incident(): Incident | null;
}

interface HeldBack {
  /** Who holds: `disk`, `quarantine`. */
  readonly name: string;
  readonly reason: string;
}

export interface PhoneBattery {
  readonly percent: number;
  readonly isPowered: boolean;
  readonly celsius: number;
}

/** What the care for phones knows of one. */
export interface PhoneHealth {
  readonly health: DeviceHealth;
  /** How long ago it last answered anything; null before it did. */
  readonly answerAgeMs: number | null;
  readonly quarantine: { readonly at: Date; readonly reason: string; readonly by: 'postwright' | 'operator' } | null;
}

/** More than anybody reads; older ones are in the database for a while. */
const SHOWN_EVENTS = 100;

/** The phones with what they have to do and who is signed in on them, in the order they were first seen. */
export async function listDeviceViews(parts: DeviceParts): Promise<Device[]> {
  return await view(parts, await listDevices(parts.db));
}

/** What its owner says of a phone. @throws NOT_FOUND */
export async function describePhone(
  { db, bus }: { readonly db: Db; readonly bus: EventBus },
  serial: string,
  changes: { readonly name?: string | null; readonly tags?: string[] },
): Promise<void> {
  await describeDevice(db, serial, changes);
  bus.publish('device.updated', { serial });
}

/** @returns the serial. @throws NOT_FOUND for a phone that was never seen. */
export async function knownSerial({ db }: Pick<DeviceParts, 'db'>, serial: string): Promise<string> {
  return (await getDevice(db, serial)).serial;
}

/** @throws NOT_FOUND */
export async function readDevice(parts: DeviceParts, serial: string): Promise<DeviceDetail> {
  const [device] = await view(parts, [await getDevice(parts.db, serial)]);
  const events = await listDeviceEvents(parts.db, serial, SHOWN_EVENTS);
  const history = events.map(({ at, event, message }) => ({ at: at.toISOString(), event, message }));
  return { ...(device as Device), history };
}

async function view(parts: DeviceParts, devices: readonly DeviceRow[]): Promise<Device[]> {
  const { db, heldBack, health, clock } = parts;
  const now = clock.now().getTime();
  const loads = new Map((await listDeviceLoads(db)).map((load) => [load.serial, load]));
  const accounts = Map.groupBy(await listAccounts(db), (account) => account.serial);
  return devices.map((device) =>
    viewDevice(device, {
      load: loads.get(device.serial),
      accounts: accounts.get(device.serial) ?? [],
      heldBack: heldBack(device.serial),
      battery: viewBattery(parts.battery(device.serial)),
      control: parts.control(device.serial),
      ...viewHealth(health(device.serial), now),
    }),
  );
}

interface Around {
  readonly load: DeviceLoad | undefined;
  readonly accounts: readonly AccountRow[];
  readonly heldBack: HeldBack | null;
  readonly battery: Device['battery'];
  readonly control: Device['control'];
  readonly health: Pick<Device, 'health' | 'answered_at' | 'answer_age_ms' | 'quarantine'>;
}

function viewRetired({ retired_at: at, retired_reason: reason, replaced_by: by }: DeviceRow): Device['retired'] {
  return at === null ? null : { at: at.toISOString(), reason: reason ?? '', replaced_by: by };
}

function viewBattery(battery: PhoneBattery | null): Device['battery'] {
  if (battery === null) return null;
  return { percent: battery.percent, powered: battery.isPowered, celsius: battery.celsius };
}

function viewHealth({ health, answerAgeMs, quarantine }: PhoneHealth, now: number): Pick<Around, 'health'> {
  const ageMs = answerAgeMs === null ? null : Math.round(answerAgeMs);
  return {
    health: {
      health,
      answered_at: ageMs === null ? null : new Date(now - ageMs).toISOString(),
      answer_age_ms: ageMs,
      quarantine: quarantine === null ? null : { ...quarantine, at: quarantine.at.toISOString() },
    },
  };
}

function viewDevice(device: DeviceRow, { load, accounts, heldBack, battery, control, health }: Around): Device {
  return {
    serial: device.serial,
    name: device.name,
    tags: device.tags,
    retired: viewRetired(device),
    state: device.state as DeviceState,
    online: device.state === 'device',
    ...health,
    model: device.model,
    android_version: device.android_version,
    sdk: device.sdk,
    running_task: load?.running_task ?? null,
    running_step: load?.running_step ?? null,
    running_step_name: load?.running_step_name ?? null,
    battery,
    control,
    held_back: heldBack?.reason ?? null,
    held_back_by: heldBack?.name ?? null,
    queue_length: load?.queue_length ?? 0,
    accounts: accounts.map(viewAccount),
    first_seen_at: device.first_seen_at.toISOString(),
    last_seen_at: device.last_seen_at.toISOString(),
  };
}

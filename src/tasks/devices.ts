import { viewAccount } from '../accounts/account-view.ts';
import type { Device, DeviceState } from '../contract/device.ts';
import type { AccountRow } from '../storage/accounts.ts';
import { listAccounts } from '../storage/accounts.ts';
import type { Db } from '../storage/database.ts';
import { type DeviceLoad, type DeviceRow, getDevice, listDeviceLoads, listDevices } from '../storage/devices.ts';

export interface DeviceParts {
  readonly db: Db;
  /** Why no task may begin on a phone now; null when one may. */
  heldBack(serial: string): string | null;
}

/** The phones with what they have to do and who is signed in on them, in the order they were first seen. */
export async function listDeviceViews(parts: DeviceParts): Promise<Device[]> {
  return await view(parts, await listDevices(parts.db));
}

/** @throws NOT_FOUND */
export async function readDevice(parts: DeviceParts, serial: string): Promise<Device> {
  const [device] = await view(parts, [await getDevice(parts.db, serial)]);
  return device as Device;
}

async function view({ db, heldBack }: DeviceParts, devices: readonly DeviceRow[]): Promise<Device[]> {
  const loads = new Map((await listDeviceLoads(db)).map((load) => [load.serial, load]));
  const accounts = Map.groupBy(await listAccounts(db), (account) => account.serial);
  return devices.map((device) =>
    viewDevice(device, {
      load: loads.get(device.serial),
      accounts: accounts.get(device.serial) ?? [],
      heldBack: heldBack(device.serial),
    }),
  );
}

interface Around {
  readonly load: DeviceLoad | undefined;
  readonly accounts: readonly AccountRow[];
  readonly heldBack: string | null;
}

function viewDevice(device: DeviceRow, { load, accounts, heldBack }: Around): Device {
  return {
    serial: device.serial,
    state: device.state as DeviceState,
    online: device.state === 'device',
    model: device.model,
    android_version: device.android_version,
    sdk: device.sdk,
    running_task: load?.running_task ?? null,
    held_back: heldBack,
    queue_length: load?.queue_length ?? 0,
    accounts: accounts.map(viewAccount),
    first_seen_at: device.first_seen_at.toISOString(),
    last_seen_at: device.last_seen_at.toISOString(),
  };
}

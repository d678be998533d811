import { viewAccount } from '../accounts/account-view.ts';
import type { Device, DeviceState } from '../contract/device.ts';
import type { AccountRow } from '../storage/accounts.ts';
import { listAccounts } from '../storage/accounts.ts';
import type { Db } from '../storage/database.ts';
import { type DeviceLoad, type DeviceRow, getDevice, listDeviceLoads, listDevices } from '../storage/devices.ts';

/** The phones with what they have to do and who is signed in on them, in the order they were first seen. */
export async function listDeviceViews(db: Db): Promise<Device[]> {
  return await view(db, await listDevices(db));
}

/** @throws NOT_FOUND */
export async function readDevice(db: Db, serial: string): Promise<Device> {
  const [device] = await view(db, [await getDevice(db, serial)]);
  return device as Device;
}

async function view(db: Db, devices: readonly DeviceRow[]): Promise<Device[]> {
  const loads = new Map((await listDeviceLoads(db)).map((load) => [load.serial, load]));
  const accounts = Map.groupBy(await listAccounts(db), (account) => account.serial);
  return devices.map((device) => viewDevice(device, loads.get(device.serial), accounts.get(device.serial) ?? []));
}

function viewDevice(device: DeviceRow, load: DeviceLoad | undefined, accounts: readonly AccountRow[]): Device {
  return {
    serial: device.serial,
    state: device.state as DeviceState,
    online: device.state === 'device',
    model: device.model,
    android_version: device.android_version,
    sdk: device.sdk,
    running_task: load?.running_task ?? null,
    queue_length: load?.queue_length ?? 0,
    accounts: accounts.map(viewAccount),
    first_seen_at: device.first_seen_at.toISOString(),
    last_seen_at: device.last_seen_at.toISOString(),
  };
}

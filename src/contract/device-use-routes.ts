import { Type } from 'typebox';

import { Serial } from './common.ts';
import { DeviceDetail } from './device.ts';
import { DeviceApps, ReplaceDevice, Replaced, RetireDevice, UpdateDevice } from './device-use.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { NoBody } from './task-actions.ts';

const DEVICE = `${API_PREFIX}/device/{serial}`;
const DeviceSerial = Type.Object({ serial: Serial });

/** What a phone is called, what is on it, and whether it is in use. */
export const DEVICE_USE_ROUTES = {
  updateDevice: {
    method: 'PATCH',
    path: DEVICE,
    tag: 'device',
    summary: 'Name and tag a phone',
    params: DeviceSerial,
    body: UpdateDevice,
    data: DeviceDetail,
    errors: ['NOT_FOUND'],
  },
  readDeviceApps: {
    method: 'GET',
    path: `${DEVICE}/apps`,
    tag: 'device',
    summary: 'Which apps a phone has, and whether the flows are for them',
    description: 'Asks the phone now; one that is away is refused with 40901.',
    params: DeviceSerial,
    data: DeviceApps,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  retireDevice: {
    method: 'POST',
    path: `${DEVICE}/retire`,
    tag: 'device',
    summary: 'Put a phone out of use',
    description: 'It gets no new tasks, and its pending ones wait. What runs on it goes on; its history stays.',
    params: DeviceSerial,
    body: RetireDevice,
    bodyOptional: true,
    data: DeviceDetail,
    errors: ['NOT_FOUND'],
  },
  restoreDevice: {
    method: 'DELETE',
    path: `${DEVICE}/retire`,
    tag: 'device',
    summary: 'Put a phone back into use',
    params: DeviceSerial,
    body: NoBody,
    bodyOptional: true,
    data: DeviceDetail,
    errors: ['NOT_FOUND'],
  },
  replaceDevice: {
    method: 'POST',
    path: `${DEVICE}/replace`,
    tag: 'device',
    summary: 'Let another phone take the place of one',
    description:
      'All at once: its pending tasks and its accounts go to the other, and it is put out of use. Refused with 40901 while something runs on it.',
    params: DeviceSerial,
    body: ReplaceDevice,
    data: Replaced,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;

import { Type } from 'typebox';

import { Serial } from './common.ts';
import { Device, DeviceList, MatchAnswer } from './device.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { NoBody } from './task-actions.ts';

const DEVICE = `${API_PREFIX}/device`;
const DeviceSerial = Type.Object({ serial: Serial });

export const DEVICE_ROUTES = {
  listDevices: {
    method: 'GET',
    path: DEVICE,
    tag: 'device',
    summary: 'List phones',
    data: DeviceList,
    errors: [],
  },
  readDevice: {
    method: 'GET',
    path: `${DEVICE}/{serial}`,
    tag: 'device',
    summary: 'Read a phone',
    params: DeviceSerial,
    data: Device,
    errors: ['NOT_FOUND'],
  },
  matchAccounts: {
    method: 'POST',
    path: `${DEVICE}/{serial}/match-accounts`,
    tag: 'device',
    summary: 'Register the accounts that are signed in on a phone',
    description:
      'Reads them from the apps. Waits until the phone is free; a phone that is not online is refused with 40901.',
    params: DeviceSerial,
    body: NoBody,
    bodyOptional: true,
    data: MatchAnswer,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;

import { Type } from 'typebox';

import { Serial } from './common.ts';
import { DeviceDetail, DeviceList, MatchAnswer } from './device.ts';
import { PutInQuarantine, SelfTest } from './device-health.ts';
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
    data: DeviceDetail,
    errors: ['NOT_FOUND'],
  },
  testDevice: {
    method: 'POST',
    path: `${DEVICE}/{serial}/self-test`,
    tag: 'device',
    summary: 'Test whether tasks can be carried out on a phone',
    description:
      'Waits until the phone is free; a phone that is not online is refused with 40901. Passing it ends a quarantine that Postwright has ordered.',
    params: DeviceSerial,
    body: NoBody,
    bodyOptional: true,
    data: SelfTest,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  quarantineDevice: {
    method: 'POST',
    path: `${DEVICE}/{serial}/quarantine`,
    tag: 'device',
    summary: 'Give a phone no tasks until it is let out by hand',
    description: 'What runs on it goes on; its other tasks wait.',
    params: DeviceSerial,
    body: PutInQuarantine,
    bodyOptional: true,
    data: DeviceDetail,
    errors: ['NOT_FOUND'],
  },
  releaseDevice: {
    method: 'DELETE',
    path: `${DEVICE}/{serial}/quarantine`,
    tag: 'device',
    summary: 'Let a phone out of quarantine, whoever put it there',
    params: DeviceSerial,
    body: NoBody,
    bodyOptional: true,
    data: DeviceDetail,
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

import { Type } from 'typebox';

import { Serial } from './common.ts';
import {
  Control,
  ControlDone,
  ControlEnded,
  ControlHeaders,
  ControlKey,
  ControlSwipe,
  ControlTap,
  ControlText,
  EndControlHeaders,
  EndControlQuery,
  Identified,
  Identify,
  PictureHeaders,
  PictureQuery,
  TakeControl,
} from './device-control.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { NoBody } from './task-actions.ts';

const DEVICE = `${API_PREFIX}/device/{serial}`;
const CONTROL = `${DEVICE}/control`;
const DeviceSerial = Type.Object({ serial: Serial });

const acting = { tag: 'device', params: DeviceSerial, headers: ControlHeaders, data: ControlDone } as const;
const ACTING_ERRORS = ['NOT_FOUND', 'STATE_CONFLICT'] as const;

/** Looking at a phone, and having it in one's own hand. */
export const DEVICE_CONTROL_ROUTES = {
  readScreen: {
    method: 'GET',
    path: `${DEVICE}/screen`,
    tag: 'device',
    summary: 'What a phone shows now',
    description:
      'X-Picture-Age says in milliseconds how old it is: a phone that runs a task is asked about once a second at most and answers its last picture at once, as does one that is away. With If-None-Match, 304 while nothing has changed.',
    params: DeviceSerial,
    query: PictureQuery,
    headers: PictureHeaders,
    data: null,
    files: ['image/jpeg'],
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  identifyDevice: {
    method: 'POST',
    path: `${DEVICE}/identify`,
    tag: 'device',
    summary: 'Make the screen of a phone flash, so that it can be found among others',
    description: 'Answers when it is over. The brightness is what it was then, and a task that runs does not notice.',
    params: DeviceSerial,
    body: Identify,
    bodyOptional: true,
    data: Identified,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  takeControl: {
    method: 'POST',
    path: CONTROL,
    tag: 'device',
    summary: 'Take a phone into one’s own hand',
    description:
      'One holder at a time. No task begins on it until it is handed back, or has not been renewed for 30 seconds. A phone that somebody has, that is away, or that a task runs on, is refused with 40901.',
    params: DeviceSerial,
    body: TakeControl,
    bodyOptional: true,
    data: Control,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  renewControl: {
    ...acting,
    method: 'PUT',
    path: CONTROL,
    summary: 'Keep the phone in hand for another 30 seconds',
    body: NoBody,
    bodyOptional: true,
    errors: ACTING_ERRORS,
  },
  tapDevice: {
    ...acting,
    method: 'POST',
    path: `${CONTROL}/tap`,
    summary: 'Tap the screen',
    body: ControlTap,
    errors: ACTING_ERRORS,
  },
  swipeDevice: {
    ...acting,
    method: 'POST',
    path: `${CONTROL}/swipe`,
    summary: 'Swipe over the screen',
    body: ControlSwipe,
    errors: ACTING_ERRORS,
  },
  typeOnDevice: {
    ...acting,
    method: 'POST',
    path: `${CONTROL}/text`,
    summary: 'Write into the field that has the focus',
    description: 'By accessibility, in any script. With no field in focus: 40901.',
    body: ControlText,
    errors: ACTING_ERRORS,
  },
  pressDeviceKey: {
    ...acting,
    method: 'POST',
    path: `${CONTROL}/key`,
    summary: 'Press a key',
    body: ControlKey,
    errors: ACTING_ERRORS,
  },
  endControl: {
    method: 'DELETE',
    path: CONTROL,
    tag: 'device',
    summary: 'Hand a phone back',
    params: DeviceSerial,
    query: EndControlQuery,
    headers: EndControlHeaders,
    body: NoBody,
    bodyOptional: true,
    data: ControlEnded,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;

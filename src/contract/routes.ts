import { Type } from 'typebox';

import { ACCOUNT_ROUTES } from './account-routes.ts';
import { ATTENTION_ROUTES } from './attention.ts';
import { CALENDAR_ROUTES } from './calendar-routes.ts';
import { DEVICE_CONTROL_ROUTES } from './device-control-routes.ts';
import { DEVICE_ROUTES } from './device-routes.ts';
import { DEVICE_USE_ROUTES } from './device-use-routes.ts';
import { EVENT_ROUTES } from './event-routes.ts';
import { Health, Readiness } from './health.ts';
import { LicenseCheck } from './license.ts';
import { MATERIAL_ROUTES } from './material-routes.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { SCRIPT_ROUTES } from './script-routes.ts';
import { SESSION_ROUTES } from './session.ts';
import { SETTINGS_ROUTES } from './settings.ts';
import { STATUS_ROUTES } from './status.ts';
import { TASK_ROUTES } from './task-routes.ts';
import { VIEW_ROUTES } from './view-routes.ts';

const PROBE_ROUTES = {
  checkLicense: {
    method: 'GET',
    path: `${API_PREFIX}/license/check`,
    tag: 'license',
    summary: 'What the licence plan allows',
    data: LicenseCheck,
    errors: [],
  },
  openApi: {
    method: 'GET',
    path: '/openapi.json',
    tag: 'server',
    summary: 'This description',
    data: Type.Object({}, { description: 'An OpenAPI 3.1 document.' }),
    plain: true,
    errors: [],
  },
  health: {
    method: 'GET',
    path: '/healthz',
    tag: 'server',
    summary: 'Whether the process lives',
    data: Health,
    plain: true,
    errors: [],
  },
  readiness: {
    method: 'GET',
    path: '/readyz',
    tag: 'server',
    summary: 'Whether work can be done',
    description:
      'Measured on the path that does it: the last poll of the queue, round trip to ADB and database write; and whether the disk has room.',
    data: Readiness,
    plain: true,
    otherStatuses: { 503: 'Work cannot be done now; the checks say why.' },
    errors: [],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;

/** Every route there is. http/ registers exactly these, and a test says so. */
export const ROUTES = {
  ...TASK_ROUTES,
  ...CALENDAR_ROUTES,
  ...SCRIPT_ROUTES,
  ...ACCOUNT_ROUTES,
  ...MATERIAL_ROUTES,
  ...DEVICE_ROUTES,
  ...EVENT_ROUTES,
  ...DEVICE_CONTROL_ROUTES,
  ...DEVICE_USE_ROUTES,
  ...VIEW_ROUTES,
  ...STATUS_ROUTES,
  ...ATTENTION_ROUTES,
  ...SETTINGS_ROUTES,
  ...SESSION_ROUTES,
  ...PROBE_ROUTES,
} as const;

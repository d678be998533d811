import { type Static, Type } from 'typebox';

/** As the ADB server says it (facts 1.3), with `absent` for a known phone that is in no list. */
export const DeviceState = Type.Enum([
  'device',
  'offline',
  'unauthorized',
  'authorizing',
  'connecting',
  'recovery',
  'no permissions',
  'other',
  'absent',
] as const);
export type DeviceState = Static<typeof DeviceState>;

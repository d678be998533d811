import { type Static, Type } from 'typebox';

import { Account } from './account.ts';
import { Id, Nullable, Platform, Serial, Timestamp } from './common.ts';

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

export const Device = Type.Object(
  {
    serial: Serial,
    state: DeviceState,
    online: Type.Boolean({ description: 'Whether its state is device: work can be done on it.' }),
    model: Nullable(Type.String()),
    android_version: Nullable(Type.String({ examples: ['13'] })),
    sdk: Nullable(Type.Integer()),
    running_task: Nullable(Id),
    queue_length: Type.Integer({ description: 'Its pending tasks, whether due or not.' }),
    accounts: Type.Array(Account),
    first_seen_at: Timestamp,
    last_seen_at: Timestamp,
  },
  { title: 'Device' },
);
export type Device = Static<typeof Device>;

export const DeviceList = Type.Object({ total: Type.Integer(), devices: Type.Array(Device) }, { title: 'DeviceList' });
export type DeviceList = Static<typeof DeviceList>;

export const FoundAccount = Type.Object(
  {
    account_id: Id,
    platform: Platform,
    username: Type.String({ description: 'Without a leading @.' }),
    current: Type.Boolean({ description: 'Whether it is the one the app would publish as now.' }),
    added: Type.Boolean({ description: 'Whether it was not known before.' }),
  },
  { title: 'FoundAccount' },
);
export type FoundAccount = Static<typeof FoundAccount>;

/** What was read from the apps on the phone. An app that could not be read is named, the others still count. */
export const MatchedAccounts = Type.Object(
  {
    serial: Serial,
    accounts: Type.Array(FoundAccount),
    problems: Type.Array(
      Type.Object({
        platform: Platform,
        code: Type.String({ description: 'A name of the error table, such as APP_NOT_INSTALLED.' }),
        message: Type.String(),
      }),
    ),
  },
  { title: 'MatchedAccounts' },
);
export type MatchedAccounts = Static<typeof MatchedAccounts>;

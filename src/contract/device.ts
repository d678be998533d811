import { type Static, Type } from 'typebox';

import { Account } from './account.ts';
import { Id, Nullable, Platform, Serial, Timestamp } from './common.ts';
import { HeldControl } from './device-control.ts';
import { DeviceEvent, Health, Incident, Quarantine } from './device-health.ts';
import { Retired } from './device-use.ts';

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

export const Battery = Type.Object(
  { percent: Type.Integer(), powered: Type.Boolean(), celsius: Type.Number() },
  { title: 'Battery', description: 'As it last said, at most a minute or two ago while it answers.' },
);

export const Device = Type.Object(
  {
    serial: Serial,
    name: Nullable(Type.String(), { description: 'How people call it.' }),
    tags: Type.Array(Type.String()),
    retired: Nullable(Retired, { description: 'Null while it is in use.' }),
    state: DeviceState,
    online: Type.Boolean({ description: 'Whether its state is device: work can be done on it.' }),
    health: Health,
    answered_at: Nullable(Timestamp),
    answer_age_ms: Nullable(
      Type.Integer({ description: 'How long ago it last answered anything; null when it has not since the start.' }),
    ),
    quarantine: Nullable(Quarantine),
    model: Nullable(Type.String()),
    android_version: Nullable(Type.String({ examples: ['13'] })),
    sdk: Nullable(Type.Integer()),
    running_task: Nullable(Id),
    running_step: Nullable(Type.String(), { description: 'What the running task does at the moment, in words.' }),
    running_step_name: Nullable(Type.String(), {
      description: 'The step it is at: prepare, account, media, compose, commit, confirm or cleanup.',
    }),
    battery: Nullable(Battery),
    control: Nullable(HeldControl, { description: 'Who has it in hand; null when nobody has.' }),
    held_back: Nullable(Type.String(), { description: 'Why no task may begin on it now; null when one may.' }),
    held_back_by: Nullable(Type.String({ examples: ['quarantine'] }), {
      description: 'The name of what holds it back, as in the holds of GET /status.',
    }),
    queue_length: Type.Integer({ description: 'Its pending tasks, whether due or not.' }),
    accounts: Type.Array(Account),
    first_seen_at: Timestamp,
    last_seen_at: Timestamp,
  },
  { title: 'Device' },
);
export type Device = Static<typeof Device>;

export const DeviceDetail = Type.Object(
  {
    ...Device.properties,
    history: Type.Array(DeviceEvent, { description: 'The newest first; at most 100 are shown.' }),
  },
  { title: 'DeviceDetail' },
);
export type DeviceDetail = Static<typeof DeviceDetail>;

export const DeviceList = Type.Object(
  {
    total: Type.Integer(),
    devices: Type.Array(Device),
    incident: Nullable(Incident, {
      description: 'Six phones or more that dropped within ten seconds; null when none did.',
    }),
  },
  { title: 'DeviceList' },
);
export type DeviceList = Static<typeof DeviceList>;

export const PlatformMatch = Type.Object(
  {
    platform: Platform,
    found: Type.Array(Type.String(), { description: 'The accounts signed in, without a leading @.' }),
    current: Nullable(Type.String({ description: 'The one the app would publish as now.' })),
    added: Type.Array(Type.String(), { description: 'Those of them that were not known before.' }),
    bound: Type.Array(Type.String(), { description: 'Those that were known, but bound to another phone or to none.' }),
    missing: Type.Array(Type.String(), {
      description: 'Accounts that are bound to the phone, but not signed in on it. They stay as they are.',
    }),
    problems: Type.Array(
      Type.Object({
        code: Type.String({ description: 'A name of the error table, such as APP_NOT_INSTALLED.' }),
        message: Type.String(),
      }),
    ),
  },
  { title: 'PlatformMatch' },
);
export type PlatformMatch = Static<typeof PlatformMatch>;

/** What was read from each app on the phone. An app that could not be read is named; the others still count. */
export const MatchAnswer = Type.Object(
  {
    serial: Serial,
    platforms: Type.Array(PlatformMatch),
    accounts: Type.Array(Account, { description: 'All accounts that are bound to the phone now.' }),
  },
  { title: 'MatchAnswer' },
);
export type MatchAnswer = Static<typeof MatchAnswer>;

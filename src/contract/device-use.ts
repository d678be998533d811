import { type Static, Type } from 'typebox';

import { ACCOUNT_LIMITS, Tags } from './account.ts';
import { Nullable, Platform, Serial, Timestamp } from './common.ts';

const Reason = Type.String({ minLength: 1, maxLength: 500 });

export const Retired = Type.Object(
  {
    at: Timestamp,
    reason: Type.String(),
    replaced_by: Nullable(Serial, { description: 'The phone that took its place; null for none.' }),
  },
  { title: 'Retired' },
);
export type Retired = Static<typeof Retired>;

/** What is left out stays as it is. */
export const UpdateDevice = Type.Object(
  {
    name: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: ACCOUNT_LIMITS.displayNameUnits }), Type.Null()], {
        'x-expected': `1 to ${ACCOUNT_LIMITS.displayNameUnits} characters, or null for none`,
        description: 'How people call it; it decides nothing.',
      }),
    ),
    tags: Type.Optional(Tags),
  },
  { additionalProperties: false, title: 'UpdateDevice' },
);
export type UpdateDevice = Static<typeof UpdateDevice>;

export const RetireDevice = Type.Object(
  { reason: Type.Optional(Reason) },
  { additionalProperties: false, title: 'RetireDevice' },
);
export type RetireDevice = Static<typeof RetireDevice>;

export const ReplaceDevice = Type.Object(
  {
    by: { ...Serial, description: 'The phone that takes its place. It must have been seen, and be in use.' },
    reason: Type.Optional(Reason),
    with_current: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Also moves tasks for whoever is signed in on the phone. On the other one that may be somebody else, so they stay where they are unless this says so.',
      }),
    ),
  },
  { additionalProperties: false, title: 'ReplaceDevice' },
);
export type ReplaceDevice = Static<typeof ReplaceDevice>;

export const Replaced = Type.Object(
  {
    serial: Serial,
    replaced_by: Serial,
    moved_tasks: Type.Integer(),
    moved_accounts: Type.Integer(),
    left_tasks: Type.Integer({ description: 'Pending tasks that stay: those for whoever is signed in on the phone.' }),
    unknown_tasks: Type.Integer({
      description: 'Failed tasks of it of which nobody knows whether they were published. They are never moved.',
    }),
  },
  { title: 'Replaced' },
);
export type Replaced = Static<typeof Replaced>;

export const DeviceApp = Type.Object(
  {
    platform: Platform,
    title: Type.String({ examples: ['TikTok'] }),
    package: Nullable(Type.String()),
    version: Nullable(Type.String(), { description: 'Null when it is not installed.' }),
    supported: Type.Boolean({ description: 'Whether the flows are for this version in this language.' }),
    code: Nullable(Type.String({ examples: ['APP_NOT_INSTALLED'] }), {
      description: 'Why they are not, as a name of the error table.',
    }),
    message: Nullable(Type.String(), { description: 'The same in a sentence.' }),
    remedy: Nullable(Type.String()),
  },
  { title: 'DeviceApp' },
);
export type DeviceApp = Static<typeof DeviceApp>;

export const DeviceApps = Type.Object(
  {
    serial: Serial,
    language: Nullable(Type.String({ examples: ['es'] })),
    free_bytes: Type.Integer({ description: 'Of the shared storage, where media are copied to.' }),
    apps: Type.Array(DeviceApp),
  },
  { title: 'DeviceApps' },
);
export type DeviceApps = Static<typeof DeviceApps>;

import { type Static, Type } from 'typebox';

import { Id, Nullable, Platform, Serial, Timestamp, Username } from './common.ts';

export const Account = Type.Object(
  {
    id: Id,
    platform: Platform,
    username: Type.String({ description: 'Without a leading @.' }),
    serial: Nullable(Serial),
    enabled: Type.Boolean(),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { title: 'Account' },
);
export type Account = Static<typeof Account>;

const BoundTo = Type.Union([Serial, Type.Null()], {
  'x-expected': 'a serial, or null for no phone',
  description: 'The phone it is signed in on; null for none.',
});

export const CreateAccount = Type.Object(
  {
    username: Username,
    platform: Platform,
    serial: Type.Optional(BoundTo),
    enabled: Type.Optional(Type.Boolean({ default: true })),
  },
  { additionalProperties: false, title: 'CreateAccount' },
);
export type CreateAccount = Static<typeof CreateAccount>;

/** What is left out stays as it is. */
export const UpdateAccount = Type.Object(
  {
    username: Type.Optional(Username),
    platform: Type.Optional(Type.Enum(Platform.enum)),
    serial: Type.Optional(BoundTo),
    enabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1, title: 'UpdateAccount' },
);
export type UpdateAccount = Static<typeof UpdateAccount>;

export const AccountListQuery = Type.Object(
  {
    serial: Type.Optional(Serial),
    platform: Type.Optional(Type.Enum(Platform.enum)),
    username: Type.Optional(Username),
    enabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, title: 'AccountListQuery' },
);
export type AccountListQuery = Static<typeof AccountListQuery>;

export const AccountList = Type.Object(
  { total: Type.Integer(), accounts: Type.Array(Account) },
  { title: 'AccountList' },
);
export type AccountList = Static<typeof AccountList>;

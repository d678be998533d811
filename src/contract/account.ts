import { type Static, Type } from 'typebox';

import { Id, Nullable, Platform, Serial, Timestamp, Username } from './common.ts';

/** Sheets keep the tags of an account in one cell, where these separate them. */
export const TAG_SEPARATORS = Object.freeze([',', ';', '|', '\n'] as const);

const Tag = Type.String({
  minLength: 1,
  maxLength: 50,
  pattern: '^[^\\S\\r\\n]*[^\\s,;|][^,;|\\r\\n]*$',
  'x-expected': '1 to 50 characters, without , ; | and line breaks',
  examples: ['ventas'],
});

/** What its owner may write about an account. */
export const ACCOUNT_LIMITS = Object.freeze({ displayNameUnits: 200, notesUnits: 4000, tags: 50 });

export const Tags = Type.Array(Tag, { maxItems: ACCOUNT_LIMITS.tags, description: 'To choose by; each is kept once.' });
const Notes = Type.String({
  maxLength: ACCOUNT_LIMITS.notesUnits,
  description: 'For people. No place for a password.',
});
const DisplayName = Type.Union(
  [Type.String({ minLength: 1, maxLength: ACCOUNT_LIMITS.displayNameUnits }), Type.Null()],
  { 'x-expected': `1 to ${ACCOUNT_LIMITS.displayNameUnits} characters, or null for none`, description: 'For people.' },
);

export const Account = Type.Object(
  {
    id: Id,
    platform: Platform,
    username: Type.String({ description: 'Without a leading @.' }),
    display_name: Nullable(Type.String()),
    serial: Nullable(Serial),
    enabled: Type.Boolean(),
    tags: Type.Array(Type.String()),
    notes: Type.String(),
    last_post_at: Nullable(Timestamp, { description: 'When a post of it was last seen on its profile.' }),
    last_check_at: Nullable(Timestamp, { description: 'When its app was last asked who is signed in.' }),
    signed_in: Nullable(Type.Boolean(), { description: 'Whether it was, then. Null before the first look.' }),
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
    display_name: Type.Optional(DisplayName),
    serial: Type.Optional(BoundTo),
    enabled: Type.Optional(Type.Boolean({ default: true })),
    tags: Type.Optional(Tags),
    notes: Type.Optional(Notes),
  },
  { additionalProperties: false, title: 'CreateAccount' },
);
export type CreateAccount = Static<typeof CreateAccount>;

/** What is left out stays as it is. */
export const UpdateAccount = Type.Object(
  {
    username: Type.Optional(Username),
    platform: Type.Optional(Type.Enum(Platform.enum)),
    display_name: Type.Optional(DisplayName),
    serial: Type.Optional(BoundTo),
    enabled: Type.Optional(Type.Boolean()),
    tags: Type.Optional(Tags),
    notes: Type.Optional(Notes),
  },
  { additionalProperties: false, minProperties: 1, title: 'UpdateAccount' },
);
export type UpdateAccount = Static<typeof UpdateAccount>;

const FILTERS = {
  serial: Type.Optional(Serial),
  platform: Type.Optional(Type.Enum(Platform.enum)),
  username: Type.Optional(Username),
  enabled: Type.Optional(Type.Boolean()),
  tag: Type.Optional(Type.String({ minLength: 1, maxLength: 50, description: 'Upper and lower case are the same.' })),
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Part of the username, the display name, the notes or a tag; upper and lower case are the same.',
    }),
  ),
} as const;

export const AccountListQuery = Type.Object(FILTERS, { additionalProperties: false, title: 'AccountListQuery' });
export type AccountListQuery = Static<typeof AccountListQuery>;

export const AccountList = Type.Object(
  { total: Type.Integer(), accounts: Type.Array(Account) },
  { title: 'AccountList' },
);
export type AccountList = Static<typeof AccountList>;

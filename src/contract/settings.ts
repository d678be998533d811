import { type Static, Type } from 'typebox';

import { Nullable, Timestamp } from './common.ts';
import { LicenseCheck } from './license.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';

export const SettingInForce = Type.Object(
  {
    name: Type.String({ examples: ['time-zone'] }),
    description: Type.String(),
    form: Type.String({ description: 'What may be given.', examples: ['IANA name'] }),
    secret: Type.Boolean(),
    is_set: Type.Boolean({ description: 'Whether it has a value.' }),
    value: Nullable(Type.String(), { description: 'Null where it has none, and always where it is a secret.' }),
    default: Type.String({ description: 'In words.' }),
    source: Nullable(Type.Enum(['flag', 'environment', 'file', 'default']), {
      description: 'Who said so. Null where a program that starts the server, such as the demo, did.',
    }),
    from: Nullable(Type.String({ examples: ['POSTWRIGHT_TIME_ZONE'] }), {
      description: 'The flag, the variable or the file. Null for a default.',
    }),
    flag: Type.String({ examples: ['--time-zone'] }),
    variable: Type.String({ examples: ['POSTWRIGHT_TIME_ZONE'] }),
  },
  { title: 'SettingInForce' },
);
export type SettingInForce = Static<typeof SettingInForce>;

export const LICENSE_STATES = Object.freeze(['not_needed', 'missing', 'unusable', 'expired', 'valid'] as const);
export type LicenseState = (typeof LICENSE_STATES)[number];

export const LicenseDetails = Type.Object(
  {
    ...LicenseCheck.properties,
    state: Type.Enum([...LICENSE_STATES]),
    required: Type.Boolean({ description: 'False where no license-issuer is set: nothing is limited then.' }),
    holder: Nullable(Type.String()),
    expires_at: Nullable(Timestamp, { description: 'Null for never, and where there is no licence.' }),
  },
  { title: 'LicenseDetails' },
);
export type LicenseDetails = Static<typeof LicenseDetails>;

export const Settings = Type.Object(
  {
    instance_id: Type.String({ description: 'Of the database. It stays for good, also on another machine.' }),
    license: LicenseDetails,
    settings: Type.Array(SettingInForce, { description: 'As they were read at the start, in the order of the docs.' }),
  },
  { title: 'Settings' },
);
export type Settings = Static<typeof Settings>;

export const SETTINGS_ROUTES = {
  settings: {
    method: 'GET',
    path: `${API_PREFIX}/settings`,
    tag: 'server',
    summary: 'The settings in force, and where each comes from',
    description:
      'Read only: they are set by flags, variables or postwright.yaml, and read once, at the start. Of a secret it is only told whether it is set.',
    data: Settings,
    errors: [],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;

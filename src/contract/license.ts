import { type Static, Type } from 'typebox';

import { Nullable } from './common.ts';

export const PLANS = Object.freeze(['Starter', 'Pro', 'Team', 'Business'] as const);
export const PlanName = Type.Enum(['Starter', 'Pro', 'Team', 'Business']);
export type PlanName = Static<typeof PlanName>;

export const LicenseCheck = Type.Object(
  {
    plan_name: PlanName,
    api_enabled: Type.Boolean(),
    device_limit: Nullable(Type.Integer({ minimum: 0, description: 'null: unlimited.' })),
    message: Type.String({ examples: ['API access enabled'] }),
  },
  { title: 'LicenseCheck' },
);
export type LicenseCheck = Static<typeof LicenseCheck>;

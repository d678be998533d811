import { type Static, Type } from 'typebox';

import { Nullable, Timestamp } from './common.ts';

export const Health = Type.Object(
  { status: Type.Literal('ok'), version: Type.String(), uptime_ms: Type.Integer() },
  { title: 'Health' },
);
export type Health = Static<typeof Health>;

export const ReadinessCheck = Type.Object(
  {
    ok: Type.Boolean(),
    at: Nullable(Timestamp),
    age_ms: Nullable(Type.Integer({ description: 'How long ago it last succeeded; null when it never has.' })),
    max_age_ms: Type.Integer({ description: 'Older than this, it counts as failed.' }),
    message: Nullable(Type.String({ description: 'What is wrong.' })),
  },
  { title: 'ReadinessCheck' },
);
export type ReadinessCheck = Static<typeof ReadinessCheck>;

export const Readiness = Type.Object(
  {
    ready: Type.Boolean(),
    checks: Type.Object({
      queue_poll: ReadinessCheck,
      adb_round_trip: ReadinessCheck,
      database_write: ReadinessCheck,
      disk: ReadinessCheck,
    }),
  },
  { title: 'Readiness' },
);
export type Readiness = Static<typeof Readiness>;

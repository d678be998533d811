import { type Static, Type } from 'typebox';

import { Nullable, Timestamp } from './common.ts';

/** What a look at the phone said of a task of which it was unknown whether it was published. */
export const LOOK_RESULTS = Object.freeze(['published', 'not_published', 'unclear'] as const);
export type LookResult = (typeof LOOK_RESULTS)[number];

export const TaskReconcile = Type.Object(
  {
    looks: Type.Integer({ description: 'How many were made; one for which the phone was away is none.' }),
    next_look_at: Nullable(Timestamp, {
      description: 'In the past while the phone is away or busy. Null when no look is to follow.',
    }),
    ends_at: Nullable(Timestamp, { description: 'When the last look is due, if those before it are made in time.' }),
    history: Type.Array(Type.Object({ at: Timestamp, result: Type.Enum([...LOOK_RESULTS]), message: Type.String() })),
  },
  { title: 'TaskReconcile' },
);
export type TaskReconcile = Static<typeof TaskReconcile>;

export const TaskSettled = Type.Object(
  {
    published: Type.Boolean(),
    by: Nullable(Type.String()),
    source: Type.Enum(['ui', 'api']),
    note: Nullable(Type.String()),
    at: Timestamp,
    attempt: Type.Integer({ description: 'Of which attempt it was said.' }),
  },
  { title: 'TaskSettled' },
);
export type TaskSettled = Static<typeof TaskSettled>;

import { type Static, Type } from 'typebox';

import { Id } from './common.ts';

export const Deleted = Type.Object({ deleted: Type.Literal(true) }, { title: 'Deleted' });

export const BatchDelete = Type.Object(
  { task_ids: Type.Array(Id, { minItems: 1, maxItems: 10_000, examples: [[1, 2, 3]] }) },
  { additionalProperties: false, title: 'BatchDelete' },
);
export type BatchDelete = Static<typeof BatchDelete>;

export const BatchDeleted = Type.Object(
  {
    deleted_count: Type.Integer(),
    not_found: Type.Array(Id, { description: 'In the order of the request.' }),
  },
  { title: 'BatchDeleted' },
);
export type BatchDeleted = Static<typeof BatchDeleted>;

/** Where the API defines no body, any JSON object is taken and ignored: callers send `{}` or nothing. */
export const NoBody = Type.Object({}, { title: 'NoBody' });

export const RetryTask = Type.Object(
  {
    force: Type.Optional(
      Type.Boolean({ default: false, description: 'Retry although something may have been published already.' }),
    ),
  },
  { additionalProperties: false, title: 'RetryTask' },
);
export type RetryTask = Static<typeof RetryTask>;

export const SettleTask = Type.Object(
  {
    published: Type.Boolean({ description: 'Whether the post is on the profile of the account.' }),
    by: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Who says so.', examples: ['Ana'] })),
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
  },
  { additionalProperties: false, title: 'SettleTask' },
);
export type SettleTask = Static<typeof SettleTask>;

export const RetriedAll = Type.Object(
  {
    retried_count: Type.Integer(),
    task_ids: Type.Array(Id),
    skipped: Type.Array(Type.Object({ task_id: Id, reason: Type.String() })),
  },
  { title: 'RetriedAll' },
);
export type RetriedAll = Static<typeof RetriedAll>;

import { type Static, Type } from 'typebox';

import { Id, Nullable } from './common.ts';
import { TaskFilterBody } from './task-filter.ts';

/** What one call may do: more goes in several, so that each answers in bounded time. */
export const MAX_BULK_TASKS = 10_000;

export const BulkTasks = Type.Object(
  {
    action: Type.Enum(['stop', 'retry', 'delete'], {
      description: 'retry never forces: what may have been published is told in the results and left alone.',
    }),
    task_ids: Type.Optional(
      Type.Array(Id, {
        minItems: 1,
        maxItems: MAX_BULK_TASKS,
        examples: [[1, 2, 3]],
        description: 'Either these, or a filter.',
      }),
    ),
    filter: Type.Optional(TaskFilterBody),
    expected_count: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MAX_BULK_TASKS,
        description:
          'Required with a filter: how many tasks you saw that it fits. With any other number nothing is done.',
      }),
    ),
  },
  { additionalProperties: false, title: 'BulkTasks' },
);
export type BulkTasks = Static<typeof BulkTasks>;

export const BulkOutcome = Type.Object(
  {
    done_count: Type.Integer(),
    refused_count: Type.Integer(),
    results: Type.Array(
      Type.Object({
        task_id: Id,
        error: Nullable(Type.Object({ code: Type.Integer(), message: Type.String() }), {
          description: 'Why nothing was done about it, as a call for it alone would say; null where it was done.',
        }),
      }),
      { description: 'One for each task, in the order of the request.' },
    ),
  },
  { title: 'BulkOutcome' },
);
export type BulkOutcome = Static<typeof BulkOutcome>;

import { type Static, Type } from 'typebox';

import { Id } from './common.ts';
import { Task } from './task.ts';
import { TASK_FILTER_FIELDS, TaskSort } from './task-filter.ts';

export const MAX_PAGE_SIZE = 100;
/** Far beyond what anybody pages through; the rows before a page have to be counted off one by one. */
export const MAX_PAGE = 1_000_000;

export const TaskListQuery = Type.Object(
  {
    ...TASK_FILTER_FIELDS,
    ids: Type.Optional(
      Type.String({
        pattern: '^[1-9]\\d{0,14}(,[1-9]\\d{0,14}){0,99}$',
        'x-expected': 'up to 100 ids with commas between them',
        description: 'Only these tasks.',
        examples: ['101,102'],
      }),
    ),
    sort: Type.Optional(TaskSort),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: 1 })),
    page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE_SIZE, default: 20 })),
  },
  { additionalProperties: false, title: 'TaskListQuery' },
);
export type TaskListQuery = Static<typeof TaskListQuery>;

/** Ten bytes each: what a page that scrolls through all of them can hold. */
export const MAX_LISTED_IDS = 200_000;

export const TaskIdsQuery = Type.Object(
  {
    ...TASK_FILTER_FIELDS,
    sort: Type.Optional(TaskSort),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LISTED_IDS, default: MAX_LISTED_IDS })),
  },
  { additionalProperties: false, title: 'TaskIdsQuery' },
);
export type TaskIdsQuery = Static<typeof TaskIdsQuery>;

export const TaskIds = Type.Object(
  {
    task_ids: Type.Array(Id, { description: 'In the order that was asked for.' }),
    complete: Type.Boolean({ description: 'Whether these are all that fit.' }),
  },
  { title: 'TaskIds' },
);
export type TaskIds = Static<typeof TaskIds>;

export const TaskList = Type.Object(
  {
    total: Type.Integer({ description: 'All tasks that fit the filters, on whatever page.' }),
    page: Type.Integer(),
    page_size: Type.Integer(),
    tasks: Type.Array(Task),
  },
  { title: 'TaskList' },
);
export type TaskList = Static<typeof TaskList>;

export const TaskStats = Type.Object(
  {
    total: Type.Integer(),
    pending: Type.Integer(),
    running: Type.Integer(),
    completed: Type.Integer(),
    failed: Type.Integer(),
  },
  { title: 'TaskStats' },
);
export type TaskStats = Static<typeof TaskStats>;

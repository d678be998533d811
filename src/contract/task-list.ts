import { type Static, Type } from 'typebox';

import { Platform, Serial, Username } from './common.ts';
import { Task, TaskStatusNumber } from './task.ts';

export const MAX_PAGE_SIZE = 100;
/** Far beyond what anybody pages through; the rows before a page have to be counted off one by one. */
export const MAX_PAGE = 1_000_000;

const Moment = Type.String({ maxLength: 64, examples: ['2026-03-01T00:00:00Z'] });

export const TaskListQuery = Type.Object(
  {
    status: Type.Optional(
      Type.Enum(TaskStatusNumber.enum, { description: '0 pending, 1 running, 2 completed, 3 failed.' }),
    ),
    serial: Type.Optional(Serial),
    script_name: Type.Optional(Type.String({ maxLength: 100 })),
    source: Type.Optional(Type.Enum(['ui', 'api'])),
    username: Type.Optional(Username),
    platform: Type.Optional(Type.Enum(Platform.enum)),
    created_from: Type.Optional({ ...Moment, description: 'RFC 3339 with offset; tasks created then or later.' }),
    created_to: Type.Optional({ ...Moment, description: 'RFC 3339 with offset; tasks created before then.' }),
    q: Type.Optional(
      Type.String({ maxLength: 500, description: 'Part of the caption or title; upper and lower case are the same.' }),
    ),
    needs_decision: Type.Optional(
      Type.Boolean({ description: 'Pending tasks that wait for a decision, or all others.' }),
    ),
    sort: Type.Optional(Type.Enum(['-id', 'id', 'scheduled_at', '-scheduled_at'], { default: '-id' })),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: 1 })),
    page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE_SIZE, default: 20 })),
  },
  { additionalProperties: false, title: 'TaskListQuery' },
);
export type TaskListQuery = Static<typeof TaskListQuery>;

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

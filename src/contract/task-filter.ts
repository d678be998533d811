import { type Static, Type } from 'typebox';

import { Platform, Serial, Sha256, Username } from './common.ts';
import { TaskStatusNumber } from './task.ts';

const Moment = Type.String({ maxLength: 64, examples: ['2026-03-01T00:00:00Z'] });
const from = (what: string) =>
  Type.Optional({ ...Moment, description: `RFC 3339 with offset; tasks ${what} then or later.` });
const to = (what: string) =>
  Type.Optional({ ...Moment, description: `RFC 3339 with offset; tasks ${what} before then.` });

/** Which tasks are meant; all that is given has to fit. Shared by the list, the ids and what is done to many. */
export const TASK_FILTER_FIELDS = {
  status: Type.Optional(
    Type.Enum(TaskStatusNumber.enum, { description: '0 pending, 1 running, 2 completed, 3 failed.' }),
  ),
  statuses: Type.Optional(
    Type.String({
      pattern: '^[0-3](,[0-3]){0,3}$',
      'x-expected': 'numbers from 0 to 3 with commas between them',
      description: 'Any of several states.',
      examples: ['0,1'],
    }),
  ),
  serial: Type.Optional(Serial),
  script_name: Type.Optional(Type.String({ maxLength: 100 })),
  source: Type.Optional(Type.Enum(['ui', 'api'])),
  username: Type.Optional(Username),
  platform: Type.Optional(Type.Enum(Platform.enum)),
  tag: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'A tag of the account.' })),
  created_from: from('created'),
  created_to: to('created'),
  due_from: from('due'),
  due_to: to('due'),
  finished_from: from('that ended'),
  finished_to: to('that ended'),
  published: Type.Optional(
    Type.Enum(['yes', 'no', 'unknown'], {
      description:
        'yes: completed, and seen or said to be published. no, unknown: failed, with that in error.published.',
    }),
  ),
  error: Type.Optional(
    Type.String({
      pattern: '^[A-Z][A-Z0-9_]{0,59}$',
      'x-expected': 'the code of an error, in capitals',
      description: 'error.code of failed tasks.',
      examples: ['DEVICE_LOST'],
    }),
  ),
  material: Type.Optional({ ...Sha256, description: 'A file that the task publishes, by its SHA-256.' }),
  needs_decision: Type.Optional(
    Type.Boolean({ description: 'Pending tasks that wait for a decision, or all others.' }),
  ),
  q: Type.Optional(
    Type.String({ maxLength: 500, description: 'Part of the caption or title; upper and lower case are the same.' }),
  ),
  search: Type.Optional(
    Type.String({
      maxLength: 500,
      description:
        'Words, each of which is part of the caption, the title, the @account or the serial, or is the id. Upper and lower case are the same.',
      examples: ['@maria summer'],
    }),
  ),
} as const;

export const TaskFilterBody = Type.Object(TASK_FILTER_FIELDS, { additionalProperties: false, title: 'TaskFilter' });
export type TaskFilterBody = Static<typeof TaskFilterBody>;

export const TaskSort = Type.Enum(['-id', 'id', 'scheduled_at', '-scheduled_at', 'finished_at', '-finished_at'], {
  default: '-id',
  description:
    'With a minus, the greatest first. What has not ended comes after what has with -finished_at, before it with finished_at.',
});
export type TaskSort = Static<typeof TaskSort>;

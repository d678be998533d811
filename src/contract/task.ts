import { type Static, Type } from 'typebox';

import { Id, Nullable, Platform, Serial, Sha256, Timestamp } from './common.ts';
import { CustomConfig } from './custom-config.ts';
import { PostConfig } from './post-config.ts';
import { Preflight } from './preflight.ts';
import { TaskReconcile, TaskSettled } from './reconcile.ts';
import { NeedsDecision } from './task-decision.ts';

export const TaskStatusNumber = Type.Enum([0, 1, 2, 3], {
  description: '0 pending, 1 running, 2 completed, 3 failed.',
});

/** The parts of an attempt, in their order. */
export const STEP_NAMES = Object.freeze([
  'prepare',
  'account',
  'media',
  'compose',
  'commit',
  'confirm',
  'cleanup',
] as const);
export type StepName = (typeof STEP_NAMES)[number];

export const TaskProgress = Type.Object(
  {
    step: Type.String({ description: `${STEP_NAMES.slice(0, -1).join(', ')} or ${STEP_NAMES.at(-1)}.` }),
    label: Type.String(),
    percent: Type.Number({ minimum: 0, maximum: 100 }),
    stopping: Type.Boolean({
      description:
        'Somebody has asked for its end, and it ends at its next safe point. From here on it publishes nothing.',
    }),
  },
  { title: 'TaskProgress' },
);

export const TaskError = Type.Object(
  {
    code: Type.String({ description: 'A name of the error table, such as DEVICE_LOST.' }),
    message: Type.String(),
    step: Nullable(Type.String({ description: 'The step it happened in; null when no attempt had begun.' })),
    retryable: Type.Boolean({ description: 'Whether another attempt may help.' }),
    published: Type.Enum(['no', 'unknown'], {
      description:
        'unknown: the attempt ended right after its commit point, or one before it that was repeated by force; a retry needs force.',
    }),
    fingerprint: Nullable(
      Type.String({
        description: 'Of a screen that the flows do not know: the same dialog has the same one on every phone.',
        examples: ['5f2c9a01d4e7b836'],
      }),
    ),
  },
  { title: 'TaskError' },
);
export type TaskError = Static<typeof TaskError>;

export const TaskResult = Type.Object(
  {
    rehearsal: Type.Boolean({ description: 'True when everything was done but the tap that publishes.' }),
    published_at: Nullable(Timestamp, {
      description:
        'When the post was seen. Null after a rehearsal, and where nobody but an operator says so (settled).',
    }),
    post_url: Nullable(Type.String()),
    caption: Type.String(),
    title: Nullable(Type.String()),
    account: Type.String({ description: 'The account that was read back from the app before publishing.' }),
    materials: Type.Array(Sha256),
    screenshot: Nullable(Type.String(), {
      description:
        'Of the published post, or of the finished post page of a rehearsal: its path below the evidence folder of the server. Null when the disk did not take it, when it had to make room (keep-gib), or where nobody but an operator says so (settled).',
    }),
    screenshot_url: Nullable(Type.String(), { description: 'The same as a path on this server.' }),
  },
  { title: 'TaskResult' },
);
export type TaskResult = Static<typeof TaskResult>;

const CustomResultFields = Type.Object(
  {
    values: Type.Unsafe<Readonly<Record<string, string | null>>>(
      Type.Object(
        {},
        {
          additionalProperties: Nullable(Type.String()),
          description: 'What the script read, by the names of its result; null for what it did not come by.',
          examples: [{ android_version: '13' }],
        },
      ),
    ),
    script_version: Type.String({ description: 'The SHA-256 of the files of the script as they were carried out.' }),
    published_at: Nullable(Timestamp, {
      description: 'When its confirm flow found what it published; null where it has none.',
    }),
    screenshot: Nullable(Type.String(), {
      description:
        'Of the screen at the end: its path below the evidence folder of the server. Null when it is not kept, or where nobody but an operator says so (settled).',
    }),
    screenshot_url: Nullable(Type.String(), { description: 'The same as a path on this server.' }),
  },
  { title: 'CustomResult', description: 'The result of a custom script.' },
);
type CustomResultFields = Static<typeof CustomResultFields>;

/** `values` tells it from the result of a post, none of whose other fields it has. */
export type CustomResult = CustomResultFields & {
  readonly [Key in Exclude<keyof TaskResult, keyof CustomResultFields>]?: never;
};
export const CustomResult = Type.Unsafe<CustomResult>(CustomResultFields);

/** Shared by the list and the detail. */
export const TASK_FIELDS = {
  id: Id,
  serial: Serial,
  username: Nullable(
    Type.String({
      description:
        'Without a leading @. Null until it was read from the app, where the task is for whoever is current there.',
    }),
  ),
  platform: Nullable(Platform, { description: 'Null for a custom script.' }),
  script_name: Type.String(),
  script_config: Type.Union([PostConfig, CustomConfig]),
  caption: Type.String({
    description: 'Drawn at creation; every attempt publishes this. Empty for a custom script.',
  }),
  cover: Nullable(Sha256, { description: 'The first of the files to publish; null for a custom script.' }),
  source: Type.Enum(['ui', 'api']),
  priority: Type.Integer(),
  status: TaskStatusNumber,
  status_text: Type.Enum(['pending', 'running', 'completed', 'failed']),
  attempt: Type.Integer({ minimum: 1, description: 'Counts from 1.' }),
  max_retries: Type.Integer(),
  scheduled_at: Timestamp,
  created_at: Timestamp,
  started_at: Nullable(Timestamp),
  finished_at: Nullable(Timestamp),
  needs_decision: Nullable(NeedsDecision, {
    description: 'Why a pending task does not begin until somebody decides about it; null otherwise.',
  }),
  progress: Nullable(TaskProgress),
  error: Nullable(TaskError),
  result: Nullable(Type.Union([TaskResult, CustomResult])),
  reconcile: Nullable(TaskReconcile, {
    description:
      'The looks at the phone after a failure with published "unknown". Null where there are none, and again once the task is retried.',
  }),
  settled: Nullable(TaskSettled, { description: 'What an operator said of a task with published "unknown".' }),
  preflight: Nullable(Preflight, {
    description:
      'What was found when the phone was last looked at before the task was due; it fails no task by itself. Null before the first look, and for tasks that began before it.',
  }),
} as const;

export const Task = Type.Object(TASK_FIELDS, { title: 'Task' });
export type Task = Static<typeof Task>;

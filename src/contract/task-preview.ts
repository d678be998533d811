import { type Static, Type } from 'typebox';

import { Id, Nullable, Platform, Serial, Timestamp } from './common.ts';
import { CAPTIONS } from './post-config.ts';
import { TaskMaterial } from './task-detail.ts';

/** More than anybody reads before creating them. */
export const MAX_PREVIEWED = 500;

const PreviewedTask = Type.Object(
  {
    serial: Serial,
    username: Nullable(Type.String(), {
      description: 'Null for whoever is current in the app, and for custom scripts.',
    }),
    platform: Nullable(Type.Enum(Platform.enum)),
    kind: Type.Enum(['video', 'images', 'reel', 'story', 'custom']),
    scheduled_at: Timestamp,
    title: Nullable(Type.String()),
    caption: Type.String({ description: 'As it might be drawn; creation draws anew.' }),
    readings: Type.Integer({ description: 'In how many ways the spintax can be read; 1 where there is no choice.' }),
    materials: Type.Array(TaskMaterial),
    notes: Type.Array(Type.String()),
  },
  { title: 'PreviewedTask' },
);
export type PreviewedTask = Static<typeof PreviewedTask>;

const EarlierTask = Type.Object({
  task_id: Id,
  serial: Serial,
  username: Nullable(Type.String()),
  platform: Type.Enum(Platform.enum),
  status_text: Type.String({ description: 'deleted for a task that is gone.' }),
  created_at: Timestamp,
});
export type EarlierTask = Static<typeof EarlierTask>;

export const TaskPreview = Type.Object(
  {
    total: Type.Integer({ description: 'The tasks that would be made.' }),
    phones: Type.Integer({ description: 'On how many phones.' }),
    tasks: Type.Array(PreviewedTask, { description: `In the order of the request; the first ${MAX_PREVIEWED}.` }),
    first_at: Timestamp,
    last_at: Timestamp,
    finished_at: Nullable(Timestamp, {
      description:
        'About when the last one would be finished, by how long such tasks took lately and what waits on the phones; null where nothing is known of that. A phone that is away is not counted in.',
    }),
    duplicates: Nullable(
      Type.Object({
        code: Type.Literal(40901),
        message: Type.String(),
        tasks: Type.Array(EarlierTask),
      }),
      { description: 'What creation would answer unless allow_duplicate is true.' },
    ),
  },
  { title: 'TaskPreview' },
);
export type TaskPreview = Static<typeof TaskPreview>;

export const PreviewCaption = Type.Object(
  {
    captions: CAPTIONS,
    draws: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, default: 1, description: 'How many are drawn.' })),
  },
  { additionalProperties: false, title: 'PreviewCaption' },
);
export type PreviewCaption = Static<typeof PreviewCaption>;

const DrawnCaption = Type.Object(
  {
    title: Nullable(Type.String()),
    caption: Type.String(),
    units: Type.Integer({ description: 'Of caption and title as the app counts them: UTF-16 units.' }),
    title_units: Type.Integer(),
    hashtags: Type.Integer(),
    problem: Nullable(Type.String(), { description: 'Why the app would not take it, however it is drawn.' }),
    notes: Type.Array(Type.String()),
  },
  { title: 'DrawnCaption' },
);
export type DrawnCaption = Static<typeof DrawnCaption>;

export const CaptionPreview = Type.Object(
  {
    readings: Type.Integer({
      description: 'In how many ways the spintax can be read; 2^53 - 1 for that many or more.',
    }),
    apps: Type.Array(Type.Object({ platform: Type.Enum(Platform.enum), drawn: Type.Array(DrawnCaption) })),
  },
  { title: 'CaptionPreview' },
);
export type CaptionPreview = Static<typeof CaptionPreview>;

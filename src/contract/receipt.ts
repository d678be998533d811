import { type Static, Type } from 'typebox';

import { Id, Nullable, Platform, Serial, Timestamp } from './common.ts';
import { TaskSettled } from './reconcile.ts';
import { OpenedApp, TaskMaterial } from './task-detail.ts';

export const RECEIPT_LANGUAGES = Object.freeze(['en', 'es'] as const);
export type ReceiptLanguage = (typeof RECEIPT_LANGUAGES)[number];

export const ReceiptQuery = Type.Object(
  {
    format: Type.Optional(
      Type.Enum(['json', 'html'], {
        default: 'json',
        description: 'html: one file with its pictures in it, to print or to send on.',
      }),
    ),
    lang: Type.Optional(Type.Enum([...RECEIPT_LANGUAGES], { default: 'en', description: 'Of the words of the HTML.' })),
  },
  { additionalProperties: false, title: 'ReceiptQuery' },
);

const ReceiptMaterial = Type.Object(
  {
    ...TaskMaterial.properties,
    thumbnail_url: Nullable(Type.String(), { description: 'Null when the file is kept no longer.' }),
  },
  { title: 'ReceiptMaterial' },
);

/** What a completed task has to show. */
export const Receipt = Type.Object(
  {
    task_id: Id,
    kind: Type.Enum(['post', 'rehearsal', 'custom']),
    proof: Type.Enum(['seen', 'said', 'none'], {
      description:
        'seen: the post was found where it was published. said: an operator says so (settled). none: nothing was published, or nobody looked.',
    }),
    script_name: Type.String(),
    platform: Nullable(Platform),
    app: Nullable(OpenedApp),
    phone: Type.Object({
      serial: Serial,
      name: Nullable(Type.String(), { description: 'How people call it.' }),
      model: Nullable(Type.String()),
      android_version: Nullable(Type.String()),
    }),
    account: Nullable(Type.String({ description: 'As it was read back from the app.' })),
    title: Nullable(Type.String()),
    caption: Type.String(),
    created_at: Timestamp,
    scheduled_at: Timestamp,
    started_at: Nullable(Timestamp, { description: 'Of the attempt that completed it.' }),
    committed_at: Nullable(Timestamp, { description: 'When it was sent off: right before the tap that publishes.' }),
    seen_at: Nullable(Timestamp, { description: 'When the post was seen.' }),
    finished_at: Nullable(Timestamp),
    post_url: Nullable(Type.String()),
    settled: Nullable(TaskSettled),
    attempts: Type.Integer({ minimum: 0, description: 'How many it took.' }),
    materials: Type.Array(ReceiptMaterial),
    values: Nullable(
      Type.Unsafe<Readonly<Record<string, string | null>>>(
        Type.Object({}, { additionalProperties: Nullable(Type.String()) }),
      ),
      { description: 'What a custom script has read.' },
    ),
    screenshot_url: Nullable(Type.String(), {
      description: 'Of the published post, or of what else the task ended on; null when it is not kept.',
    }),
  },
  { title: 'Receipt' },
);
export type Receipt = Static<typeof Receipt>;

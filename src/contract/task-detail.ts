import { type Static, Type } from 'typebox';

import { Nullable, Sha256, Timestamp } from './common.ts';
import { TASK_FIELDS, TaskError } from './task.ts';

export const TaskMaterial = Type.Object(
  {
    sha256: Sha256,
    name: Type.String({ description: 'What the file was called when the task was created.' }),
    mime: Type.String(),
    size_bytes: Type.Integer(),
  },
  { title: 'TaskMaterial' },
);

export const AttemptStep = Type.Object(
  {
    name: Type.String({ description: 'prepare, account, media, compose, commit, confirm or cleanup.' }),
    label: Type.String(),
    started_at: Timestamp,
    finished_at: Nullable(Timestamp),
    duration_ms: Nullable(Type.Integer()),
    error: Nullable(Type.String()),
  },
  { title: 'AttemptStep' },
);

export const EvidenceLink = Type.Object(
  {
    kind: Type.Enum(['screenshot', 'tree']),
    name: Type.String({ description: 'What it shows, such as published or failure.' }),
    at: Timestamp,
    url: Type.String({
      description: 'Path on this server.',
      examples: ['/api/v1/task/17/evidence/1-03-published.png'],
    }),
  },
  { title: 'EvidenceLink' },
);
export type EvidenceLink = Static<typeof EvidenceLink>;

export const TaskAttempt = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    outcome: Type.Enum(['running', 'completed', 'failed']),
    started_at: Timestamp,
    finished_at: Nullable(Timestamp),
    committed_at: Nullable(Timestamp),
    account: Nullable(Type.String({ description: 'Read back from the app.' })),
    steps: Type.Array(AttemptStep),
    error: Nullable(TaskError),
    evidence: Type.Array(EvidenceLink),
  },
  { title: 'TaskAttempt' },
);
export type TaskAttempt = Static<typeof TaskAttempt>;

export const TaskReschedule = Type.Object(
  {
    from: Timestamp,
    to: Timestamp,
    at: Timestamp,
    source: Type.Enum(['ui', 'api']),
  },
  { title: 'TaskReschedule' },
);

export const TaskDetail = Type.Object(
  {
    ...TASK_FIELDS,
    caption: Type.String({ description: 'Drawn at creation; every attempt publishes this.' }),
    title: Nullable(Type.String()),
    materials: Type.Array(TaskMaterial),
    notes: Type.Array(Type.String(), { description: 'What the task has to say about the way it takes.' }),
    attempts: Type.Array(TaskAttempt),
    reschedules: Type.Array(TaskReschedule, { description: 'The last 20 times that somebody moved it.' }),
  },
  { title: 'TaskDetail' },
);
export type TaskDetail = Static<typeof TaskDetail>;

import { type Static, Type } from 'typebox';

import { Nullable, Sha256, Timestamp } from './common.ts';
import { LookedFor } from './looked-for.ts';
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
    looked_for: Nullable(LookedFor, { description: 'Of a tree on which a search ended; null of all else.' }),
  },
  { title: 'EvidenceLink' },
);
export type EvidenceLink = Static<typeof EvidenceLink>;

export const OpenedApp = Type.Object(
  { id: Type.String({ examples: ['com.example.app'] }), version: Type.String({ examples: ['38.5.3'] }) },
  { title: 'OpenedApp', description: 'The app that was opened on the phone.' },
);
export type OpenedApp = Static<typeof OpenedApp>;

/** What can be asked of a task in the state it is in. */
export const TASK_ACTIONS = Object.freeze([
  'stop',
  'retry',
  'retry_with_force',
  'settle',
  'decide',
  'reschedule',
  'preflight',
  'receipt',
  'delete',
] as const);
export type TaskAction = (typeof TASK_ACTIONS)[number];

export const TaskAttempt = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    outcome: Type.Enum(['running', 'completed', 'failed']),
    started_at: Timestamp,
    finished_at: Nullable(Timestamp),
    committed_at: Nullable(Timestamp),
    account: Nullable(Type.String({ description: 'Read back from the app.' })),
    app: Nullable(OpenedApp, { description: 'Null before it was opened, and of attempts of earlier versions.' }),
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
    title: Nullable(Type.String()),
    materials: Type.Array(TaskMaterial),
    as_current: Type.Boolean({ description: 'Whether it is made as whoever is current in the app on the phone.' }),
    notes: Type.Array(Type.String(), { description: 'What the task has to say about the way it takes.' }),
    attempts: Type.Array(TaskAttempt),
    reschedules: Type.Array(TaskReschedule, { description: 'The last 20 times that somebody moved it.' }),
    actions: Type.Array(Type.Enum([...TASK_ACTIONS]), {
      description:
        'What the task takes now: stop, retry (without force), retry_with_force (which may publish twice), settle, decide (overdue), reschedule, preflight, receipt, delete.',
    }),
  },
  { title: 'TaskDetail' },
);
export type TaskDetail = Static<typeof TaskDetail>;

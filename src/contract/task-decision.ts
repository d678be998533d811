import { type Static, Type } from 'typebox';

import { Id, Timestamp } from './common.ts';

/** Why a pending task waits for somebody's decision. The database knows the same words. */
export const NeedsDecision = Type.Object(
  {
    reason: Type.Enum(['overdue', 'restored'], {
      description:
        'overdue: it was due while its phone could not be served, longer ago than overdue-minutes. restored: it comes from a backup.',
    }),
    since: Timestamp,
    message: Type.String(),
  },
  { title: 'NeedsDecision' },
);
export type NeedsDecision = Static<typeof NeedsDecision>;

const DECISION = {
  decision: Type.Enum(['run', 'skip', 'reschedule'], {
    description:
      'run: now, spaced by the intervals of its request. skip: it fails with SKIPPED. reschedule: from start_at on.',
  }),
  start_at: Type.Optional(
    Type.String({
      maxLength: 64,
      description: 'RFC 3339 date-time with offset; with reschedule, and required there.',
      examples: ['2026-03-02T09:00:00+01:00'],
    }),
  ),
} as const;

export const DecideTask = Type.Object(DECISION, { additionalProperties: false, title: 'DecideTask' });
export type DecideTask = Static<typeof DecideTask>;

export const DecideTasks = Type.Object(
  {
    task_ids: Type.Optional(
      Type.Array(Id, {
        minItems: 1,
        maxItems: 10_000,
        description: 'All that wait when left out.',
        examples: [[1, 2, 3]],
      }),
    ),
    ...DECISION,
  },
  { additionalProperties: false, title: 'DecideTasks' },
);

export const DecidedTasks = Type.Object(
  {
    decided_count: Type.Integer(),
    task_ids: Type.Array(Id),
    skipped: Type.Array(Type.Object({ task_id: Id, reason: Type.String() }), {
      description: 'Those that were named and do not wait for a decision.',
    }),
  },
  { title: 'DecidedTasks' },
);

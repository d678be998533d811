import { type Static, Type } from 'typebox';

import { Nullable, Timestamp } from './common.ts';

/** What is looked at before a task is due, in this order. */
export const PREFLIGHT_CHECKS = Object.freeze([
  'phone',
  'battery',
  'temperature',
  'storage',
  'app',
  'language',
  'account',
] as const);
export type PreflightCheck = (typeof PREFLIGHT_CHECKS)[number];

export const PreflightFinding = Type.Object(
  {
    check: Type.Enum([...PREFLIGHT_CHECKS]),
    level: Type.Enum(['ok', 'warn', 'fail', 'skipped'], {
      description: 'fail: as things are, the task would fail. warn: it may. skipped: it could not be looked at now.',
    }),
    code: Type.Optional(
      Type.String({
        description: 'A name of the error table; left out where none is behind it.',
        examples: ['APP_NOT_INSTALLED'],
      }),
    ),
    message: Type.String(),
    remedy: Nullable(Type.String(), { description: 'Null where there is nothing to do.' }),
  },
  { title: 'PreflightFinding' },
);
export type PreflightFinding = Static<typeof PreflightFinding>;

export const Preflight = Type.Object(
  {
    checked_at: Timestamp,
    ok: Type.Boolean({ description: 'Whether no finding is of level fail.' }),
    findings: Type.Array(PreflightFinding),
  },
  { title: 'Preflight' },
);
export type Preflight = Static<typeof Preflight>;

import { type Static, Type } from 'typebox';

import { Nullable, Serial, Timestamp } from './common.ts';
import { Incident } from './device-health.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';

const Bytes = Type.Integer({ minimum: 0 });
const Count = Type.Integer({ minimum: 0 });

export const DiskStatus = Type.Object(
  {
    state: Type.Enum(['ok', 'nearly_full', 'unknown'], {
      description:
        'nearly_full: no task begins, no media are taken; what runs goes on. unknown: it could not be measured.',
    }),
    message: Nullable(Type.String(), { description: 'What is wrong.' }),
    reserve_bytes: Type.Integer({ minimum: 0, description: 'What is kept free (free-disk-mib); 0 where nothing is.' }),
    checked_at: Nullable(Timestamp),
    file_systems: Type.Array(
      Type.Object({
        holds: Type.Array(Type.Enum(['data', 'database'])),
        free_bytes: Bytes,
        total_bytes: Bytes,
      }),
      { description: 'Those that hold the data directory and the embedded PostgreSQL.' },
    ),
  },
  { title: 'DiskStatus' },
);
export type DiskStatus = Static<typeof DiskStatus>;

export const RetentionStatus = Type.Object(
  {
    keep_days: Nullable(Type.Number(), { description: 'How long finished tasks are kept; null for ever.' }),
    evidence_budget_bytes: Nullable(Bytes, { description: 'Null where it may take any room.' }),
    evidence_bytes: Bytes,
    evidence_measured: Type.Boolean({ description: 'False until all of it has been counted after a start.' }),
    finished_tasks: Count,
    materials: Count,
    materials_bytes: Bytes,
    last_run_at: Nullable(Timestamp),
    last_run: Nullable(
      Type.Object({
        tasks: Count,
        evidence_bytes: Bytes,
        materials: Count,
        orphans: Type.Integer({ minimum: 0, description: 'Files and folders that no row named.' }),
      }),
      { description: 'What it cleared away.' },
    ),
    next_run_at: Nullable(Timestamp),
  },
  { title: 'RetentionStatus', description: 'What is kept, and what may be.' },
);
export type RetentionStatus = Static<typeof RetentionStatus>;

/** Who holds phones back. */
export const HOLD_NAMES = Object.freeze([
  'disk',
  'quarantine',
  'repair',
  'silent',
  'control',
  'retired',
  'heat',
  'battery',
] as const);
export type HoldName = (typeof HOLD_NAMES)[number];

export const StatusHold = Type.Object(
  {
    name: Type.String({
      description: `${HOLD_NAMES.slice(0, -1).join(', ')} or ${HOLD_NAMES.at(-1)}.`,
      examples: ['disk', 'quarantine'],
    }),
    reason: Type.String(),
    serial: Nullable(Serial, { description: 'Null where no phone may begin a task.' }),
    since: Timestamp,
  },
  { title: 'StatusHold', description: 'A reason why no task may begin.' },
);

export const Status = Type.Object(
  {
    version: Type.String(),
    started_at: Timestamp,
    uptime_ms: Type.Integer(),
    time_zone: Type.String({
      description: 'IANA name of the zone in which start_time is meant.',
      examples: ['Europe/Madrid'],
    }),
    server: Type.Object({
      id: Type.String({ description: 'Of this process; another one after every start.' }),
      place: Type.String({ description: 'Host and data directory.' }),
    }),
    database: Type.Object({
      embedded: Type.Boolean(),
      last_write_at: Nullable(Timestamp),
    }),
    disk: DiskStatus,
    retention: RetentionStatus,
    holds: Type.Array(StatusHold),
    incident: Nullable(Incident, { description: 'Six phones or more that dropped at once and are not all back.' }),
    tasks: Type.Object({
      pending: Count,
      running: Count,
      late: Type.Integer({ minimum: 0, description: 'Pending ones whose time has passed by more than a minute.' }),
      waiting_for_decision: Type.Integer({ minimum: 0, description: 'POST /task/overdue decides about them.' }),
      unknown_outcomes: Type.Integer({
        minimum: 0,
        description: 'Failed ones of which nobody knows whether they were published.',
      }),
    }),
    devices: Type.Unsafe<Readonly<Record<string, number>>>(
      Type.Object(
        {},
        { additionalProperties: Count, description: 'Phones by state.', examples: [{ device: 3, absent: 1 }] },
      ),
    ),
  },
  { title: 'Status' },
);
export type Status = Static<typeof Status>;

export const STATUS_ROUTES = {
  status: {
    method: 'GET',
    path: `${API_PREFIX}/status`,
    tag: 'server',
    summary: 'How the server is: disk, holds, what waits for somebody',
    data: Status,
    errors: [],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;

import { type Static, Type } from 'typebox';

import { invalid, PostwrightError } from '../errors.ts';
import { Id, Serial, Username } from './common.ts';
import { PostConfig } from './post-config.ts';

/** The scripts that the API can run. A test holds this list to the registry of scripts. */
export const SCRIPT_NAMES = Object.freeze(['post'] as const);

/** As many targets as a batch delete takes ids. */
const MAX_TARGETS = 10_000;
const MINUTES_PER_YEAR = 366 * 24 * 60;

export const CreateTasks = Type.Object(
  {
    serials: Type.Optional(
      Type.Array(Serial, {
        maxItems: MAX_TARGETS,
        description: 'Device mode: the phones to publish on. Required unless usernames is given.',
        examples: [['device_serial_1']],
      }),
    ),
    usernames: Type.Optional(
      Type.Array(Username, {
        maxItems: MAX_TARGETS,
        description: 'Account mode: one task for each account. Not together with serials.',
      }),
    ),
    script_name: Type.Enum(SCRIPT_NAMES, { description: 'What to run.' }),
    script_config: PostConfig,
    enable_multi_account: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Device mode only: one task for each enabled account of each phone, instead of one for each phone.',
      }),
    ),
    start_time: Type.Optional(
      Type.String({
        pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
        'x-expected': 'a time of day as "HH:MM", 00:00 to 23:59',
        description: "The next such moment in the server's time zone: today if still ahead, else tomorrow.",
        examples: ['18:30'],
      }),
    ),
    start_at: Type.Optional(
      Type.String({
        maxLength: 64,
        description: 'RFC 3339 date-time with offset. Not together with start_time.',
        examples: ['2026-03-01T18:30:00+01:00'],
      }),
    ),
    min_interval: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MINUTES_PER_YEAR,
        description:
          'Minutes between consecutive tasks of this request on the same phone, at least. Each gap is drawn evenly from min_interval to max_interval.',
      }),
    ),
    max_interval: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MINUTES_PER_YEAR,
        description: 'Minutes, at most; min_interval when left out.',
      }),
    ),
    max_retries: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 10,
        default: 0,
        description: 'Automatic retries of failures that happened before anything was published.',
      }),
    ),
    priority: Type.Optional(
      Type.Integer({
        minimum: -100,
        maximum: 100,
        default: 0,
        description: "Higher comes first among a phone's due tasks.",
      }),
    ),
  },
  { additionalProperties: false, title: 'CreateTasks' },
);
export type CreateTasks = Static<typeof CreateTasks>;

export const CreatedTasks = Type.Object(
  {
    task_ids: Type.Array(Id, { description: 'In the order of the request: phone by phone, then account by account.' }),
    created_count: Type.Integer(),
  },
  { title: 'CreatedTasks' },
);
export type CreatedTasks = Static<typeof CreatedTasks>;

const MISSING = `script_name is missing. Those that can be run: ${SCRIPT_NAMES.join(', ')}.`;

/**
 * What goes wrong with `script_name` has codes of its own, so it is looked at before the rest of the body.
 * @throws SCRIPT_NAME_MISSING, SCRIPT_NOT_AVAILABLE
 */
export function requireScript(body: unknown): void {
  const name = typeof body === 'object' && body !== null ? Reflect.get(body, 'script_name') : undefined;
  if (Array.isArray(body) || typeof body !== 'object' || body === null) return;
  if (name === undefined || name === null || name === '') throw new PostwrightError('SCRIPT_NAME_MISSING', MISSING);
  if (typeof name !== 'string') throw invalid([{ path: 'script_name', message: 'must be a string' }]);
  if ((SCRIPT_NAMES as readonly string[]).includes(name)) return;
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  throw new PostwrightError(
    'SCRIPT_NOT_AVAILABLE',
    `The script "${shown}" cannot be run through the API. Those that can: ${SCRIPT_NAMES.join(', ')}.`,
  );
}

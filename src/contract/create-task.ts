import { type Static, type TSchema, Type } from 'typebox';

import { checker } from './check.ts';
import { Id, Serial, Username } from './common.ts';
import { CustomConfig } from './custom-config.ts';
import { asType, type JsonSchema } from './json-schema.ts';
import { PostConfig } from './post-config.ts';

/** The scripts that the API can always run. A test holds this list to the registry of scripts. */
export const SCRIPT_NAMES = Object.freeze(['post'] as const);

/** As many targets as a batch delete takes ids. */
const MAX_TARGETS = 10_000;
const MINUTES_PER_YEAR = 366 * 24 * 60;

/** The body of a request for tasks of one script. */
function bodyOf<Name extends TSchema, Config extends TSchema>(name: Name, config: Config) {
  return Type.Object(
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
      script_name: name,
      script_config: config,
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
      stagger: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: MINUTES_PER_YEAR,
          default: 0,
          description:
            'Ours, not of the published API: minutes between the first task of one phone and that of the next, in the order of the request, so that phones do not begin at the same moment.',
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
      allow_duplicate: Type.Optional(
        Type.Boolean({
          default: false,
          description:
            'Ours, not of the published API: publish although the account was given the same files within duplicate-hours. Without it such a request is refused with 40901, which names the earlier tasks.',
        }),
      ),
    },
    { additionalProperties: false, title: 'CreateTasks' },
  );
}

/** What any request may look like. Each is checked by the schema of the script it names. */
export const CreateTasks = bodyOf(
  Type.String({
    description: 'What to run: post, or the name of a custom script; GET /api/v1/script lists both.',
    examples: ['post'],
  }),
  Type.Union([PostConfig, CustomConfig]),
);

export const CreatePostTasks = bodyOf(Type.Enum(SCRIPT_NAMES, { description: 'What to run.' }), PostConfig);
export type CreatePostTasks = Static<typeof CreatePostTasks>;

export type CreateCustomTasks = Omit<CreatePostTasks, 'script_name' | 'script_config'> & {
  readonly script_name: string;
  readonly script_config: CustomConfig;
};
export type CreateTasks = CreatePostTasks | CreateCustomTasks;

export function isPost(body: CreateTasks): body is CreatePostTasks {
  return (SCRIPT_NAMES as readonly string[]).includes(body.script_name);
}

/** Makes the check of requests for a custom script, by the JSON Schema of its parameters. */
export function customTasksCheck(parameters: JsonSchema): (body: unknown) => CreateCustomTasks {
  const check = checker(bodyOf(Type.String(), asType(parameters)));
  return (body) => check(body) as CreateCustomTasks;
}

export const CreatedTasks = Type.Object(
  {
    task_ids: Type.Array(Id, { description: 'In the order of the request: phone by phone, then account by account.' }),
    created_count: Type.Integer(),
  },
  { title: 'CreatedTasks' },
);
export type CreatedTasks = Static<typeof CreatedTasks>;

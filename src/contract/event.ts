import { type Static, type TSchema, Type } from 'typebox';

import { Id, Nullable, Serial, Timestamp } from './common.ts';
import { DeviceState } from './device.ts';
import { Health } from './device-health.ts';
import { TaskStatusNumber } from './task.ts';

const at = { ...Timestamp, description: 'When the server told of it. RFC 3339 in UTC with milliseconds.' };
const ofTask = { at, task_id: Id, serial: Serial };

/** What a reader of the stream is told, by the names of the facts. Small: who wants more reads the resource. */
export const FACT_EVENTS = {
  'device.changed': Type.Object({ at, serial: Serial, state: DeviceState }, { title: 'DeviceChanged' }),
  'device.health': Type.Object({ at, serial: Serial, health: Health }, { title: 'DeviceHealthChanged' }),
  'device.incident': Type.Object(
    { at, serials: Type.Array(Serial), over: Type.Boolean({ description: 'Whether that is past.' }) },
    { title: 'DeviceIncident' },
  ),
  'device.updated': Type.Object(
    { at, serial: Serial },
    {
      title: 'DeviceUpdated',
      description: 'Its state, its history, or what its owner says of it was written anew: read it again.',
    },
  ),
  'task.created': Type.Object(ofTask, { title: 'TaskCreated' }),
  'task.changed': Type.Object({ ...ofTask, status: TaskStatusNumber }, { title: 'TaskChanged' }),
  'task.progressed': Type.Object(
    {
      ...ofTask,
      step: Type.String(),
      label: Type.String(),
      percent: Type.Number(),
      stopping: Type.Boolean({ description: 'Somebody has asked for its end.' }),
    },
    { title: 'TaskProgressed' },
  ),
  'task.preflight': Type.Object({ ...ofTask, ok: Type.Boolean() }, { title: 'TaskPreflight' }),
  'attempt.ended': Type.Object(
    { ...ofTask, code: Nullable(Type.String(), { description: 'The error that ended it; null when it went well.' }) },
    { title: 'AttemptEnded' },
  ),
  'task.deleted': Type.Object(ofTask, { title: 'TaskDeleted' }),
} as const satisfies Readonly<Record<string, TSchema>>;

export type FactEventName = keyof typeof FACT_EVENTS;
export type FactEvent<Name extends FactEventName> = Static<(typeof FACT_EVENTS)[Name]>;

/** What the stream says of itself. */
export const STREAM_EVENTS = {
  hello: Type.Object({ at }, { title: 'StreamHello', description: 'First of all, where no id was sent.' }),
  reset: Type.Object(
    { at },
    {
      title: 'StreamReset',
      description:
        'What came after the id that was sent is not kept (any more), or what other servers on the database did was not all told: read everything again.',
    },
  ),
} as const;

export const EVENTS = { ...STREAM_EVENTS, ...FACT_EVENTS } as const;

export const FACT_EVENT_NAMES = Object.freeze(Object.keys(FACT_EVENTS) as FactEventName[]);

const aName = `(${FACT_EVENT_NAMES.map((name) => name.replace('.', '\\.')).join('|')})`;
const EventId = Type.String({ maxLength: 100, examples: ['5f2c9a01-1042'] });

export const EventQuery = Type.Object(
  {
    types: Type.Optional(
      Type.String({
        pattern: `^${aName}(,${aName}){0,31}$`,
        'x-expected': `names of events with commas between them: ${FACT_EVENT_NAMES.join(', ')}`,
        description: 'Only these, with commas between them; all of them if left out.',
        examples: ['task.changed,task.deleted'],
      }),
    ),
    last_event_id: Type.Optional({
      ...EventId,
      description: 'As the header Last-Event-ID, for a reader that cannot send one. The header comes first.',
    }),
  },
  { additionalProperties: false, title: 'EventQuery' },
);
export type EventQuery = Static<typeof EventQuery>;

export const EventHeaders = Type.Object({
  'Last-Event-ID': Type.Optional({ ...EventId, description: 'The last id that was read: what came after it is told.' }),
});

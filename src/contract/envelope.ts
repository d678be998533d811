import { type Static, type TSchema, Type } from 'typebox';

import { FIELD_RULES } from '../errors.ts';
import { PlanName } from './license.ts';

/** Every JSON answer below /api/v1 that is no failure. */
export function Envelope<Data extends TSchema>(data: Data) {
  return Type.Object({ code: Type.Literal(0), message: Type.Literal('success'), data });
}

/** A task that a request would repeat. */
const EarlierTask = Type.Object({
  task_id: Type.Integer(),
  serial: Type.String(),
  username: Type.Union([Type.String(), Type.Null()], {
    description: 'Null while it is whoever is current in the app.',
  }),
  platform: Type.Enum(['tiktok', 'instagram']),
  status_text: Type.Enum(['pending', 'running', 'completed', 'failed', 'deleted'], {
    description: 'failed: nobody knows whether it was published.',
  }),
  created_at: Type.String(),
});

export const Failure = Type.Object(
  {
    code: Type.Integer({ description: 'One of ErrorCode.' }),
    message: Type.String({ description: 'A sentence for people; programs read the code.' }),
    data: Type.Union([
      Type.Object({
        errors: Type.Optional(
          Type.Array(
            Type.Object({
              path: Type.String({ examples: ['script_config.captions'] }),
              message: Type.String(),
              rule: Type.Optional(
                Type.Enum([...FIELD_RULES], { description: 'What is wrong, where it is one of these.' }),
              ),
              min: Type.Optional(Type.Number({ description: 'The least of a number, a length or a list.' })),
              max: Type.Optional(Type.Number({ description: 'The most of it.' })),
            }),
            { description: 'With 40001: every field that is wrong.' },
          ),
        ),
        unknown: Type.Optional(
          Type.Array(Type.String(), { description: 'With 40401: every phone or account that is not known.' }),
        ),
        plan_name: Type.Optional(Type.Enum(PlanName.enum, { description: 'With 40301: the plan that refuses.' })),
        api_enabled: Type.Optional(Type.Boolean({ description: 'With 40301: as GET /license/check says it.' })),
        device_limit: Type.Optional(
          Type.Union([Type.Integer(), Type.Null()], { description: 'With 40301: how many phones the plan allows.' }),
        ),
        serials: Type.Optional(
          Type.Array(Type.String(), { description: 'With 40301: the phones beyond device_limit.' }),
        ),
        reason: Type.Optional(
          Type.String({ description: 'With 40901: what the phone or app said, as a name of the error table.' }),
        ),
        task_ids: Type.Optional(
          Type.Array(Type.Integer(), { description: 'With 40901: the tasks that need the material.' }),
        ),
        duplicates: Type.Optional(
          Type.Array(EarlierTask, {
            description: 'With 40901: the tasks that were given the same files as the same account.',
          }),
        ),
        received_bytes: Type.Optional(
          Type.Integer({ description: 'With 40901: how much of the file has arrived; go on from there.' }),
        ),
        request_id: Type.Optional(Type.String({ description: 'With 50001: what to look for in the log.' })),
      }),
      Type.Null(),
    ]),
  },
  { title: 'Failure' },
);
export type Failure = Static<typeof Failure>;

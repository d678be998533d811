import { type Static, type TSchema, Type } from 'typebox';

/** Every JSON answer below /api/v1 that is no failure. */
export function Envelope<Data extends TSchema>(data: Data) {
  return Type.Object({ code: Type.Literal(0), message: Type.Literal('success'), data });
}

export const Failure = Type.Object(
  {
    code: Type.Integer({ description: 'One of ErrorCode.' }),
    message: Type.String({ description: 'A sentence for people; programs read the code.' }),
    data: Type.Union([
      Type.Object({
        errors: Type.Optional(
          Type.Array(
            Type.Object({ path: Type.String({ examples: ['script_config.captions'] }), message: Type.String() }),
            { description: 'With 40001: every field that is wrong.' },
          ),
        ),
        request_id: Type.Optional(Type.String({ description: 'With 50001: what to look for in the log.' })),
      }),
      Type.Null(),
    ]),
  },
  { title: 'Failure' },
);
export type Failure = Static<typeof Failure>;

import { type Static, Type } from 'typebox';

import { Nullable, Serial, Timestamp } from './common.ts';

/** How wide a picture may be asked for. */
export const PictureQuery = Type.Object(
  {
    width: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 4096,
        default: 360,
        description: 'Pixels; rounded up to 120, 240, 360, 540, 720 or 1080, and never wider than the screen is.',
      }),
    ),
    max_age_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 60_000,
        default: 0,
        description: 'A picture no older than this is answered at once, and a newer one is taken for who asks next.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const PictureHeaders = Type.Object({ 'if-none-match': Type.Optional(Type.String({ maxLength: 1000 })) });

const Who = Type.String({ maxLength: 100, description: 'Who does it, for those who find the phone taken.' });

export const TakeControl = Type.Object(
  {
    wait_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 300_000,
        default: 0,
        description: 'How long to wait for a task that runs to end. With 0 a phone that is busy is refused.',
      }),
    ),
    by: Type.Optional(Who),
  },
  { additionalProperties: false, title: 'TakeControl' },
);
export type TakeControl = Static<typeof TakeControl>;

export const HeldControl = Type.Object(
  { since: Timestamp, expires_at: Timestamp, by: Nullable(Who) },
  { title: 'HeldControl' },
);
export type HeldControl = Static<typeof HeldControl>;

export const Control = Type.Object(
  {
    serial: Serial,
    token: Type.String({ description: 'To be sent as Control-Token with whatever is done.' }),
    ...HeldControl.properties,
    renew_within_ms: Type.Integer({ description: 'It ends when nothing is done and nothing renewed for so long.' }),
  },
  { title: 'Control' },
);
export type Control = Static<typeof Control>;

export const ControlHeaders = Type.Object({
  'control-token': Type.String({ minLength: 1, maxLength: 100, description: 'The token of the control.' }),
});

export const EndControlHeaders = Type.Object({
  'control-token': Type.Optional(ControlHeaders.properties['control-token']),
});
export const EndControlQuery = Type.Object(
  { force: Type.Optional(Type.Boolean({ description: 'Ends it whoever has it; no token is needed then.' })) },
  { additionalProperties: false },
);

const Fraction = Type.Number({ minimum: 0, maximum: 1 });
const Point = {
  x: { ...Fraction, description: 'Of the width of the screen, from its left edge.' },
  y: { ...Fraction, description: 'Of its height, from its upper edge.' },
};

export const ControlTap = Type.Object(
  {
    ...Point,
    hold_ms: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 5_000, description: 'From 500 on it is a long press.' }),
    ),
  },
  { additionalProperties: false, title: 'ControlTap' },
);
export type ControlTap = Static<typeof ControlTap>;

export const ControlSwipe = Type.Object(
  {
    from: Type.Object(Point, { additionalProperties: false }),
    to: Type.Object(Point, { additionalProperties: false }),
    ms: Type.Optional(Type.Integer({ minimum: 50, maximum: 5_000, default: 300 })),
  },
  { additionalProperties: false, title: 'ControlSwipe' },
);
export type ControlSwipe = Static<typeof ControlSwipe>;

export const ControlText = Type.Object(
  { text: Type.String({ maxLength: 10_000, description: 'Replaces what is in the field that has the focus.' }) },
  { additionalProperties: false, title: 'ControlText' },
);
export type ControlText = Static<typeof ControlText>;

export const CONTROL_KEYS = [
  'back',
  'home',
  'app_switch',
  'power',
  'wake',
  'enter',
  'delete',
  'volume_up',
  'volume_down',
] as const;
export type ControlKeyName = (typeof CONTROL_KEYS)[number];

export const ControlKey = Type.Object(
  { key: Type.Enum(CONTROL_KEYS) },
  { additionalProperties: false, title: 'ControlKey' },
);
export type ControlKey = Static<typeof ControlKey>;

export const ControlDone = Type.Object({ serial: Serial, expires_at: Timestamp }, { title: 'ControlDone' });
export type ControlDone = Static<typeof ControlDone>;

export const ControlEnded = Type.Object({ ended: Type.Literal(true) }, { title: 'ControlEnded' });

export const Identify = Type.Object(
  { seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 30, default: 5 })) },
  { additionalProperties: false, title: 'Identify' },
);
export type Identify = Static<typeof Identify>;

export const Identified = Type.Object(
  { serial: Serial, flashes: Type.Integer({ description: 'How often its screen went from bright to dark.' }) },
  { title: 'Identified' },
);
export type Identified = Static<typeof Identified>;

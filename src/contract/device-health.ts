import { type Static, Type } from 'typebox';

import { Nullable, Serial, Timestamp } from './common.ts';

export const Health = Type.Enum(['ok', 'silent', 'repairing', 'quarantined', 'away'] as const, {
  description:
    'ok: it answers. silent: ADB lists it, but it does not answer. repairing: it is being brought back. quarantined: it gets no tasks until it has passed a self-test, or an operator lets it out. away: ADB cannot use it.',
});
export type DeviceHealth = Static<typeof Health>;

export const Quarantine = Type.Object(
  {
    at: Timestamp,
    reason: Type.String(),
    by: Type.Enum(['postwright', 'operator'] as const, {
      description: 'Postwright lets a phone out when it passes a self-test; one that an operator has put there, never.',
    }),
  },
  { title: 'Quarantine' },
);
export type Quarantine = Static<typeof Quarantine>;

/** What happens to phones. Kept as text, so that what an older version wrote is still shown. */
export const DEVICE_EVENTS = Object.freeze([
  'came',
  'went',
  'silent',
  'answered',
  'failing',
  'repair',
  'quarantined',
  'released',
  'self-test',
  'control',
  'retired',
  'restored',
  'replaced',
  'incident',
  'heat',
  'battery',
] as const);
export type DeviceEventName = (typeof DEVICE_EVENTS)[number];

export const DeviceEvent = Type.Object(
  {
    at: Timestamp,
    event: Type.String({
      description: `${DEVICE_EVENTS.slice(0, -1).join(', ')} or ${DEVICE_EVENTS.at(-1)}.`,
    }),
    message: Type.String(),
  },
  { title: 'DeviceEvent' },
);
export type DeviceEvent = Static<typeof DeviceEvent>;

export const INCIDENT_CAUSES = Object.freeze(['none_left', 'some_left'] as const);
export type IncidentCause = (typeof INCIDENT_CAUSES)[number];

export const Incident = Type.Object(
  {
    began_at: Timestamp,
    cause: Type.String({ description: 'What is known of it, in a sentence.' }),
    cause_name: Type.Enum([...INCIDENT_CAUSES], { description: 'Whether other phones were still there.' }),
    serials: Type.Array(Serial, { description: 'All phones that dropped.' }),
    missing: Type.Array(Serial, { description: 'Those of them that are not back yet.' }),
  },
  { title: 'Incident' },
);
export type Incident = Static<typeof Incident>;

export const PutInQuarantine = Type.Object(
  { reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })) },
  { additionalProperties: false, title: 'PutInQuarantine' },
);
export type PutInQuarantine = Static<typeof PutInQuarantine>;

export const SelfTestCheck = Type.Object(
  {
    check: Type.Enum(['answer', 'android', 'storage', 'screen', 'app', 'uiautomator2'] as const),
    ok: Type.Boolean(),
    code: Type.Optional(Type.String({ description: 'A name of the error table; left out where it is ok.' })),
    message: Type.String(),
    remedy: Nullable(Type.String()),
  },
  { title: 'SelfTestCheck' },
);
export type SelfTestCheck = Static<typeof SelfTestCheck>;

export const SelfTest = Type.Object(
  {
    serial: Serial,
    at: Timestamp,
    passed: Type.Boolean(),
    checks: Type.Array(SelfTestCheck, { description: 'In their order; after one that failed the rest is left out.' }),
    released: Type.Boolean({ description: 'Whether it let the phone out of quarantine.' }),
  },
  { title: 'SelfTest' },
);
export type SelfTest = Static<typeof SelfTest>;

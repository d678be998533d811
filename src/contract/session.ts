import { type Static, Type } from 'typebox';

import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { NoBody } from './task-actions.ts';

export const Session = Type.Object(
  {
    signed_in: Type.Boolean({ description: 'Whether the call came with a session' }),
    key_required: Type.Boolean({ description: 'Whether the server is configured with an api-key.' }),
    version: Type.String({ description: 'Of the server.' }),
    time_zone: Type.String({
      description: 'The IANA name of the zone that times without one are read in.',
      examples: ['Europe/Madrid'],
    }),
  },
  { title: 'Session' },
);
export type Session = Static<typeof Session>;

export const SignIn = Type.Object(
  { api_key: Type.Optional(Type.String({ maxLength: 1000, description: 'Needed where the server has one.' })) },
  { title: 'SignIn', additionalProperties: false },
);

const SESSION = `${API_PREFIX}/session`;

/** How the console, which runs in a browser, says who it is: by a cookie that no page of another site can send along. */
export const SESSION_ROUTES = {
  readSession: {
    method: 'GET',
    path: SESSION,
    tag: 'session',
    summary: 'Whether the console is signed in',
    description: 'Answered without a key, and while the server starts or stops.',
    data: Session,
    errors: [],
  },
  signIn: {
    method: 'POST',
    path: SESSION,
    tag: 'session',
    summary: 'Sign the console in',
    description: 'Sets the cookie of a session. Tasks created with it have the source "ui".',
    body: SignIn,
    bodyOptional: true,
    data: Session,
    errors: [],
  },
  signOut: {
    method: 'DELETE',
    path: SESSION,
    tag: 'session',
    summary: 'Sign the console out',
    description: 'Takes the cookie back.',
    body: NoBody,
    bodyOptional: true,
    data: Session,
    errors: [],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;

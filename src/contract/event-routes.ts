import { EVENTS, EventHeaders, EventQuery } from './event.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';

export const EVENT_ROUTES = {
  followEvents: {
    method: 'GET',
    path: `${API_PREFIX}/event`,
    tag: 'event',
    summary: 'Follow what happens, as server-sent events',
    description:
      'Goes on until the reader leaves. Ids increase and can be resumed from; x-events says what the data of each event is. Facts of this server alone: of several on one database, each tells of its own phones.',
    query: EventQuery,
    headers: EventHeaders,
    data: null,
    files: ['text/event-stream'],
    stream: EVENTS,
    errors: [],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;

import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';

import { ROUTES } from '../../contract/routes.ts';
import { PostwrightError } from '../../errors.ts';
import { EventStream } from '../event-stream.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';

/** Far more than people look at one server, and little enough to serve at once. */
const MAX_STREAMS = 100;
const TYPE = 'text/event-stream; charset=utf-8';

export function eventRoutes(app: FastifyInstance, { events }: HttpParts): void {
  const open = new Set<EventStream>();
  // Streams never end by themselves; a server that waited for them would not stop.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end();
  });
  addRoute(app, ROUTES.followEvents, async ({ query, headers, request, reply }) => {
    if (open.size >= MAX_STREAMS)
      throw new PostwrightError('UNAVAILABLE', `${MAX_STREAMS} readers follow the events already; try again later.`);
    reply.type(TYPE);
    // Proxies of nginx's kind would keep the events back until they fill a page.
    reply.header('x-accel-buffering', 'no');
    if (request.method === 'HEAD') {
      await reply.send(Readable.from([]));
      return undefined;
    }
    const types = query.types === undefined ? null : new Set(query.types.split(','));
    const stream = new EventStream({
      facts: events,
      types,
      lastEventId: headers['Last-Event-ID'] ?? query.last_event_id,
    });
    open.add(stream);
    stream.once('close', () => open.delete(stream));
    await reply.send(stream);
    return undefined;
  });
}

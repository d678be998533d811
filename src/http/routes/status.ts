import type { FastifyInstance } from 'fastify';

import { ROUTES } from '../../contract/routes.ts';
import { readAttention } from '../../tasks/attention.ts';
import { readStatus } from '../../tasks/status.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';

export function statusRoutes(app: FastifyInstance, { status }: HttpParts): void {
  addRoute(app, ROUTES.status, async () => await readStatus(status));
  addRoute(app, ROUTES.attention, async ({ query }) => await readAttention(status, query.items));
}

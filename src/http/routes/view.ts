import type { FastifyInstance } from 'fastify';

import { ROUTES } from '../../contract/routes.ts';
import { changeView, removeView, savedViews, saveView } from '../../tasks/views.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';

export function viewRoutes(app: FastifyInstance, { tasks: { db } }: HttpParts): void {
  addRoute(app, ROUTES.listViews, async () => ({ views: await savedViews(db) }));
  addRoute(app, ROUTES.createView, async ({ body }) => await saveView(db, body));
  addRoute(app, ROUTES.updateView, async ({ params, body }) => await changeView(db, params.id, body));
  addRoute(app, ROUTES.deleteView, async ({ params }) => {
    await removeView(db, params.id);
    return { deleted: true as const };
  });
}

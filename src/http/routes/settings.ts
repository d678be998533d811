import type { FastifyInstance } from 'fastify';

import { ROUTES } from '../../contract/routes.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';

export function settingsRoutes(app: FastifyInstance, { settings, license }: HttpParts): void {
  addRoute(app, ROUTES.settings, async () => ({
    instance_id: await settings.instanceId(),
    license: license.details(),
    settings: [...settings.inForce()],
  }));
}

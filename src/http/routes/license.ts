import type { FastifyInstance } from 'fastify';

import { ROUTES } from '../../contract/routes.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';

export function licenseRoutes(app: FastifyInstance, { license }: HttpParts): void {
  addRoute(app, ROUTES.checkLicense, async () => license.check());
}

import type { FastifyInstance } from 'fastify';

import { openApiDocument } from '../../contract/openapi.ts';
import { ROUTES } from '../../contract/routes.ts';
import { addRoute } from '../route.ts';

export function openApiRoutes(app: FastifyInstance): void {
  const document = openApiDocument();
  addRoute(app, ROUTES.openApi, async () => document);
}

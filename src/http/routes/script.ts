import type { FastifyInstance } from 'fastify';

import { ROUTES } from '../../contract/routes.ts';
import { listScripts, readScript } from '../../tasks/scripts.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';

export function scriptRoutes(app: FastifyInstance, { tasks: { scripts } }: HttpParts): void {
  addRoute(app, ROUTES.listScripts, async () => listScripts(scripts));
  addRoute(app, ROUTES.readScript, async ({ params }) => readScript(scripts, params.name));
}

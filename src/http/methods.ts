import { METHODS } from 'node:http';
import type { FastifyInstance } from 'fastify';

import { PostwrightError } from '../errors.ts';
import { fastifyPath } from './route.ts';

interface Registered {
  readonly method: string;
  readonly path: string;
}

/** A tunnel, which is never a path of ours. */
const NOT_FOR_PATHS = 'CONNECT';

/**
 * Answers every other method on a known path with METHOD_NOT_ALLOWED and Allow. This also keeps the words of the API
 * from being taken for ids: GET /task/batch is a known path with another method, not a task called "batch".
 */
export function refuseOtherMethods(app: FastifyInstance, routes: readonly Registered[]): void {
  for (const method of METHODS) {
    if (method !== NOT_FOR_PATHS && !app.supportedMethods.includes(method))
      app.addHttpMethod(method, { hasBody: true });
  }
  for (const [path, known] of Map.groupBy(routes, (route) => route.path)) {
    const methods = known.map((route) => route.method);
    const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    const allow = allowed.toSorted().join(', ');
    app.route({
      method: app.supportedMethods.filter((method) => !allowed.includes(method)),
      url: fastifyPath(path),
      onRequest: async (request, reply) => {
        reply.header('allow', allow);
        throw new PostwrightError('METHOD_NOT_ALLOWED', `${request.method} is not possible here; use ${allow}.`);
      },
      handler: async () => {},
    });
  }
}

import type { FastifyInstance } from 'fastify';

import { ROUTES } from '../contract/routes.ts';
import { answerBrokenRequest } from './broken-request.ts';

/** To receive a request in; carrying it out may take longer. */
export const ARRIVAL_TIMEOUT_MS = 30_000;

/** Cuts off requests that do not arrive in time. Files take as long as they need, as long as they come at all. */
export function limitArrival(app: FastifyInstance, timeoutMs = ARRIVAL_TIMEOUT_MS): void {
  const { method: uploadMethod, path: uploadPath } = ROUTES.uploadMaterial;
  app.addHook('onRequest', async ({ raw, method, routeOptions }) => {
    if (raw.complete || (method === uploadMethod && routeOptions.url === uploadPath)) return;
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    const timer = setTimeout(() => {
      if (!raw.complete) answerBrokenRequest(late, raw.socket);
    }, timeoutMs);
    timer.unref();
    raw.once('close', () => clearTimeout(timer));
  });
}

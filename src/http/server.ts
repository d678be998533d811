import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';

import { ROUTES } from '../contract/routes.ts';
import { PostwrightError } from '../errors.ts';
import { ARRIVAL_TIMEOUT_MS, limitArrival } from './arrival.ts';
import { BODY_LIMIT_BYTES, readBodies } from './body.ts';
import { answerBrokenRequest, refuseTunnel } from './broken-request.ts';
import { isPageRequest, serveConsole } from './console.ts';
import { answerFailure } from './failure.ts';
import { guardCalls } from './guard.ts';
import { refuseOtherMethods } from './methods.ts';
import type { HttpParts } from './parts.ts';
import { accountRoutes } from './routes/account.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { deviceRoutes } from './routes/device.ts';
import { deviceControlRoutes } from './routes/device-control.ts';
import { deviceUseRoutes } from './routes/device-use.ts';
import { eventRoutes } from './routes/event.ts';
import { healthRoutes } from './routes/health.ts';
import { licenseRoutes } from './routes/license.ts';
import { materialRoutes } from './routes/material.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { scriptRoutes } from './routes/script.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { statusRoutes } from './routes/status.ts';
import { taskRoutes } from './routes/task.ts';
import { viewRoutes } from './routes/view.ts';

/** As long as the longest serial, each of whose characters may be written in three. */
const MAX_PARAM_LENGTH = 800;

/** Builds the HTTP API. It opens no port; the caller listens and closes. */
export function buildHttp(parts: HttpParts): FastifyInstance {
  const app = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT_BYTES,
    // Node's own would cut uploads off; limitArrival says how long each request may take to come.
    requestTimeout: 0,
    // A request without Host is for the guard to refuse, in the envelope; Node would answer with nothing.
    http: { requireHostHeader: false, headersTimeout: ARRIVAL_TIMEOUT_MS },
    // What is said while stopping is ours to say.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: MAX_PARAM_LENGTH },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => void answerFailure(parts, { request, reply }, error),
  });
  // An expectation that nobody knows may be ignored (RFC 9110, 10.1.1); Node would answer 417 with nothing.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.server.on('connect', (_request, socket) => refuseTunnel(socket));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });
  limitArrival(app);
  guardCalls(app, parts);
  readBodies(app);
  app.setErrorHandler((error, request, reply) => answerFailure(parts, { request, reply }, error));
  const showConsole = serveConsole(app, parts);
  app.get('/', async (request, reply) => showConsole({ request, reply }));
  app.setNotFoundHandler(async (request, reply) => {
    if (isPageRequest(request)) return showConsole({ request, reply });
    throw new PostwrightError(
      'NOT_FOUND',
      `There is nothing at ${request.url.split('?', 1)[0]}; GET ${ROUTES.openApi.path} lists what there is.`,
    );
  });
  logCalls(app, parts);
  taskRoutes(app, parts);
  calendarRoutes(app, parts);
  scriptRoutes(app, parts);
  licenseRoutes(app, parts);
  accountRoutes(app, parts);
  materialRoutes(app, parts);
  deviceRoutes(app, parts);
  eventRoutes(app, parts);
  deviceControlRoutes(app, parts);
  deviceUseRoutes(app, parts);
  viewRoutes(app, parts);
  statusRoutes(app, parts);
  settingsRoutes(app, parts);
  sessionRoutes(app, parts);
  openApiRoutes(app);
  healthRoutes(app, parts);
  refuseOtherMethods(app, Object.values(ROUTES));
  return app;
}

function logCalls(app: FastifyInstance, { log }: HttpParts): void {
  app.addHook('onResponse', async (request, reply) => {
    const { id, method, url } = request;
    log.debug(
      {
        request: id,
        method,
        path: url.split('?', 1)[0],
        status: reply.statusCode,
        tookMs: Math.round(reply.elapsedTime),
      },
      'answered',
    );
  });
}

import type { FastifyInstance } from 'fastify';

import { ROUTES } from '../../contract/routes.ts';
import type { Session } from '../../contract/session.ts';
import { PostwrightError } from '../../errors.ts';
import { packageVersion } from '../../kit/package.ts';
import { sentenceOf } from '../failure.ts';
import { keyMatcher } from '../guard.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';

export function sessionRoutes(app: FastifyInstance, { access, sessions, tasks }: HttpParts): void {
  const isKey = access.apiKey === null ? () => true : keyMatcher(access.apiKey);
  const version = packageVersion();
  const session = (isIn: boolean): Session => ({
    signed_in: isIn,
    key_required: access.apiKey !== null,
    version,
    time_zone: tasks.timeZone,
  });
  addRoute(app, ROUTES.readSession, async ({ request }) => session(sessions.isIn(request.headers)));
  addRoute(app, ROUTES.signIn, async ({ body, reply }) => {
    if (!isKey(body.api_key ?? ''))
      throw new PostwrightError('API_KEY_REQUIRED', sentenceOf('API_KEY_REQUIRED').message);
    reply.header('set-cookie', sessions.begin());
    return session(true);
  });
  addRoute(app, ROUTES.signOut, async ({ reply }) => {
    reply.header('set-cookie', sessions.end());
    return session(false);
  });
}

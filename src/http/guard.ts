import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';

import { ROUTES } from '../contract/routes.ts';
import { PostwrightError } from '../errors.ts';
import { isConsoleFile, isPageRequest } from './console.ts';
import { sentenceOf } from './failure.ts';
import type { Access, HttpParts } from './parts.ts';

/**
 * Probes and the description are open to tools that know no key, and signing in to those who do not say theirs yet;
 * everything else, known or not, is not.
 */
const OPEN_PATHS: ReadonlySet<string> = new Set([
  ROUTES.health.path,
  ROUTES.readiness.path,
  ROUTES.openApi.path,
  ROUTES.readSession.path,
]);
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Decides about a call before anything of it is read. */
export function guardCalls(app: FastifyInstance, parts: HttpParts): void {
  const { access, sessions, license, unavailable } = parts;
  const isKey = access.apiKey === null ? null : keyMatcher(access.apiKey);
  app.addHook('onRequest', async (request) => {
    const { headers, routeOptions } = request;
    assertSameOrigin(headers, access);
    if (OPEN_PATHS.has(routeOptions.url ?? '') || isConsoleFile(request) || isPageRequest(request)) return;
    const isConsole = sessions.isIn(headers);
    if (isKey !== null && !isConsole && !isKey(sentKey(headers)))
      throw new PostwrightError('API_KEY_REQUIRED', sentenceOf('API_KEY_REQUIRED').message);
    const why = unavailable();
    if (why !== null) throw new PostwrightError('UNAVAILABLE', `Postwright is ${why}.`);
    // Every plan has the console.
    if (isConsole) return;
    const plan = license.check();
    // Callers read data.plan_name; what is refused must not take it from them.
    if (!plan.api_enabled) throw new PostwrightError('PLAN_REFUSED', plan.message, { data: { ...plan } });
  });
}

/**
 * Neither a web page of another origin nor a name that was made to point here (DNS rebinding) may call: a browser always
 * says in Host and Origin who it believes to be talking to.
 */
function assertSameOrigin({ host = '', origin }: IncomingHttpHeaders, { allowedHosts }: Access): void {
  const name = hostName(host);
  if (!LOOPBACK_NAMES.includes(name) && !allowedHosts.includes(name)) {
    const shown = name === '' ? 'nothing' : `"${name.slice(0, 100)}"`;
    const remedy = 'Call localhost, or add the name to allowed-hosts.';
    throw new PostwrightError('ORIGIN_REFUSED', `The Host header names ${shown}, which is not this server. ${remedy}`);
  }
  const own = [`http://${host}`, `https://${host}`].map((url) => url.toLowerCase());
  if (origin === undefined || own.includes(origin.toLowerCase())) return;
  const sentence = `The Origin header names "${origin.slice(0, 100)}": web pages of another origin may not call.`;
  throw new PostwrightError('ORIGIN_REFUSED', `${sentence} Call from a program, which sends no Origin.`);
}

/** The name without the port, in lower case: `LOCALHOST:50809` → `localhost`, `[::1]:50809` → `[::1]`. */
function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '');
}

function sentKey(headers: IncomingHttpHeaders): string {
  const own = headers['x-api-key'];
  if (typeof own === 'string' && own !== '') return own;
  const [, bearer = ''] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  return bearer;
}

/** Compares digests, which are of one length, so that the time it takes says nothing about the key. */
export function keyMatcher(key: string): (sent: string) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(key);
  return (sent) => timingSafeEqual(digest(sent), wanted);
}

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { API_PREFIX } from '../contract/route-spec.ts';
import type { HttpParts } from './parts.ts';

/** Where the build puts what has its content's hash in its name. */
const ASSETS = '/assets/';
const FOREVER = 'public, max-age=31536000, immutable';
const NONCE_BYTES = 16;
/** Stands in index.html where each answer gets a nonce of its own. */
const NONCE = '__NONCE__';
const NOT_BUILT =
  '<!doctype html><title>Postwright</title><p>The console is not built. "npm run build" builds it; the API is at /openapi.json.';

/** Whether a browser asks for a page at a path that no route has: the console's own paths are known only to the console. */
export function isPageRequest({ method, url, headers, routeOptions }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  const wantsPage = headers.accept?.includes('text/html') === true;
  return routeOptions.url === undefined && isRead && wantsPage && !url.startsWith(`${API_PREFIX}/`);
}

/** Whether it is one of the console's files, which tell nothing of what the server holds. */
export function isConsoleFile({ routeOptions }: FastifyRequest): boolean {
  const { url = '' } = routeOptions;
  return url === '/' || url.startsWith(ASSETS) || PUBLIC_FILES.has(url);
}

/** Of web/public/. */
const PUBLIC_FILES: ReadonlySet<string> = new Set(['/theme.js', '/icon.svg']);

/** Serves the console: its files by their names, and its page for every path that a browser asks a page of. */
export function serveConsole(app: FastifyInstance, { consoleDirectory }: HttpParts): (exchange: Exchange) => void {
  const page = readPage(consoleDirectory);
  if (page !== null)
    app.register(fastifyStatic, {
      root: consoleDirectory,
      index: false,
      wildcard: false,
      preCompressed: true,
      cacheControl: false,
      globIgnore: ['index.html', 'manifest.json', '**/*.gz'],
      setHeaders: (reply, path) => {
        if (path.includes(ASSETS)) reply.header('cache-control', FOREVER);
      },
    });
  return ({ reply }) => sendPage(reply, page);
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function readPage(directory: string): string | null {
  try {
    return readFileSync(join(directory, 'index.html'), 'utf8');
  } catch {
    return null;
  }
}

function sendPage(reply: FastifyReply, page: string | null): void {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy(nonce))
    .header('referrer-policy', 'no-referrer')
    .header('x-frame-options', 'DENY')
    .send((page ?? NOT_BUILT).replaceAll(NONCE, nonce));
}

/** Nothing but what this server sends; styles that scripts insert need the nonce of the page. */
function policy(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

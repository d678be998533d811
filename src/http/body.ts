import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { FileBody } from '../contract/route-spec.ts';
import { invalid, PostwrightError } from '../errors.ts';

export const BODY_LIMIT_BYTES = 1024 * 1024;
/**
 * Far more than any call of ours needs, and far less than what functions that call themselves can bear, be it the check
 * of a schema or PostgreSQL's reading of jsonb.
 */
const MAX_LEVELS = 64;
/** The longest list of ours has half as many. What is wrong with each of a million numbers takes seconds to tell. */
const MAX_VALUES = 20_000;

const utf8 = new TextDecoder('utf-8', { fatal: true });

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is a file: handlers get its bytes. */
    upload?: FileBody;
  }
}

/**
 * Reads bodies as JSON in UTF-8, whatever they are called when they are empty: PowerShell and others send a Content-Type
 * with nothing in it.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, parseBody(request, body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addHook('onRequest', async (request) => {
    // Fastify refuses a malformed Content-Type before it looks for a body; without a body there is nothing to type.
    if (hasNoBody(request)) delete request.headers['content-type'];
    else if (isUpload(request) && !MEDIA_TYPE.test(request.headers['content-type'] ?? ''))
      request.headers['content-type'] = 'application/octet-stream';
  });
}

/** What a file is, its content says; a name of nonsense is no reason to refuse it. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+/;

function isUpload({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config?.upload !== undefined;
}

function hasNoBody({ headers }: FastifyRequest): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] === undefined && (length === undefined || length === '0');
}

function parseBody(request: FastifyRequest, body: Buffer): unknown {
  if (body.length === 0 || request.is404) return undefined;
  if (isUpload(request)) return body;
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new PostwrightError('NOT_JSON', notJson(type));
  const value = readJson(body);
  const message = excessOf(value);
  if (message !== null) throw invalid([{ path: 'body', message }]);
  return value;
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body)) as unknown;
  } catch (error) {
    throw invalid([{ path: 'body', message: unreadable(error) }]);
  }
}

/** What is too much of it. Level by level, since nothing that calls itself survives what is looked for here. */
function excessOf(value: unknown): string | null {
  let inner = [value].filter(isNested);
  let values = 1;
  for (let level = 1; inner.length > 0; level += 1) {
    if (level > MAX_LEVELS) return `has lists and objects in each other, more than ${MAX_LEVELS} levels deep`;
    const next = inner.flatMap((each) => Object.values(each) as unknown[]);
    values += next.length;
    if (values > MAX_VALUES) return `has more than ${MAX_VALUES} values; send it in parts`;
    inner = next.filter(isNested);
  }
  return null;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function notJson(type: string | undefined): string {
  const is = type === undefined ? 'has no Content-Type' : `has the Content-Type ${type.slice(0, 60)}`;
  return `The request body ${is}; send Content-Type: application/json.`;
}

function unreadable(error: unknown): string {
  if (!(error instanceof SyntaxError)) return 'is not UTF-8; send JSON as UTF-8';
  return `is not JSON: ${error.message}`;
}

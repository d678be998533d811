import type { FastifyReply, FastifyRequest } from 'fastify';

import { type ApiErrorName, ERRORS, PostwrightError } from '../errors.ts';
import type { HttpParts } from './parts.ts';

/** How long a caller is asked to wait when work cannot be done for the moment. */
const RETRY_AFTER_S = 2;

export interface Failure {
  readonly name: ApiErrorName;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** Errors of Fastify and Node, by their codes. What is not named here and is the caller's fault is INVALID_PARAMETER. */
const FRAMEWORK_ERRORS: Readonly<Record<string, readonly [name: ApiErrorName, path: string, message: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', '', ''],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['NOT_JSON', '', ''],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['INVALID_PARAMETER', 'body', 'is not as long as Content-Length says'],
  FST_ERR_BAD_URL: ['INVALID_PARAMETER', 'path', 'is not a valid URL path'],
  FST_ERR_MAX_PARAM_LENGTH: ['INVALID_PARAMETER', 'path', 'is too long'],
};

/** What the caller is told of an error. Errors nobody foresaw tell nothing but that they happened, and where to look. */
export function failureOf(error: unknown, parts: Pick<HttpParts, 'isDatabaseAway'>): Failure {
  if (error instanceof PostwrightError) return ownFailure(error);
  const known = frameworkFailure(error);
  if (known !== null) return known;
  if (parts.isDatabaseAway(error)) return sentenceOf('UNAVAILABLE');
  return sentenceOf('INTERNAL');
}

function ownFailure({ errorName, message, data }: PostwrightError): Failure {
  switch (ERRORS[errorName].kind) {
    case 'api': {
      const name = errorName as ApiErrorName;
      return name === 'INTERNAL' ? sentenceOf(name) : { name, message, data: data ?? null };
    }
    case 'task':
      // A phone or an app that does not allow what was asked, outside of a task.
      return { name: 'STATE_CONFLICT', message, data: { reason: errorName } };
    case 'start':
      return sentenceOf(errorName === 'DATABASE_UNAVAILABLE' ? 'UNAVAILABLE' : 'INTERNAL');
  }
}

function frameworkFailure(error: unknown): Failure | null {
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  const [name, path, message] = FRAMEWORK_ERRORS[String(code)] ?? [];
  if (name !== undefined && path === '') return sentenceOf(name);
  const isCallers = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  if (name === undefined && !isCallers) return null;
  return invalidRequest(path ?? 'request', message ?? 'could not be read');
}

export function invalidRequest(path: string, message: string): Failure {
  return { name: 'INVALID_PARAMETER', message: `${path}: ${message}`, data: { errors: [{ path, message }] } };
}

/** What the table says of it, and what it advises. */
export function sentenceOf(name: ApiErrorName): Failure {
  const { sentence, remedy } = ERRORS[name];
  return { name, message: `${sentence} ${remedy}`, data: null };
}

/** The envelope of a failure. */
export function failureBody({ name, message, data }: Failure): object {
  return { code: ERRORS[name].code, message: tellable(message), data: tellableIn(data) };
}

/** Sentences repeat what was sent. What is no text by Unicode breaks the readers of the answer, so it is not repeated. */
function tellable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

function tellableIn(data: Failure['data']): Failure['data'] {
  return JSON.parse(JSON.stringify(data), (_key, value) => (typeof value === 'string' ? tellable(value) : value));
}

/** Answers with an error and logs what the caller is not told. */
export async function answerFailure(parts: HttpParts, exchange: Exchange, error: unknown): Promise<void> {
  const { request, reply } = exchange;
  const failure = withOwnLimit(failureOf(error, parts), request);
  const log = parts.log.child({ request: request.id, method: request.method, path: request.url.split('?', 1)[0] });
  if (failure.name === 'INTERNAL') log.error({ err: error }, 'a call failed in a way nobody foresaw');
  else if (failure.name === 'UNAVAILABLE') log.warn({ err: error }, 'a call could not be served');
  if (failure.name === 'UNAVAILABLE') reply.header('retry-after', RETRY_AFTER_S);
  if (failure.name === 'API_KEY_REQUIRED') reply.header('www-authenticate', 'Bearer');
  const body = failureBody(failure.name === 'INTERNAL' ? { ...failure, data: { request_id: request.id } } : failure);
  await reply.code(ERRORS[failure.name].status).type('application/json; charset=utf-8').send(body);
}

/** The table's sentence is about JSON. */
function withOwnLimit(failure: Failure, { routeOptions }: FastifyRequest): Failure {
  const upload = routeOptions.config?.upload;
  if (failure.name !== 'BODY_TOO_LARGE' || upload === undefined) return failure;
  return { ...failure, message: `The file is larger than ${upload.limitBytes / 1024 ** 2} MiB. Send it in parts.` };
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

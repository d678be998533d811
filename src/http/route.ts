import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { checker } from '../contract/check.ts';
import type { RouteSpec } from '../contract/route-spec.ts';
import type { StaticOf } from '../contract/static.ts';
import { fromText } from '../contract/text.ts';
import { invalid, PostwrightError } from '../errors.ts';

/** What a handler gets: every part that its route declares, checked. */
export interface Input<Spec extends RouteSpec> {
  readonly params: StaticOf<Spec, 'params'>;
  readonly query: StaticOf<Spec, 'query'>;
  readonly headers: StaticOf<Spec, 'headers'>;
  readonly body: StaticOf<Spec, 'body'>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Gives back what the contract says `data` holds. */
export type Handler<Spec extends RouteSpec> = (input: Input<Spec>) => Promise<StaticOf<Spec, 'data'>>;

export interface RouteOptions<Spec extends RouteSpec> {
  /** Checks the body instead of its schema, which then is only what any body may look like. */
  readonly checkBody?: (body: unknown) => StaticOf<Spec, 'body'>;
}

/** Registers a route of the contract: checks what comes in by its schemas and puts the envelope around what goes out. */
export function addRoute<const Spec extends RouteSpec>(
  app: FastifyInstance,
  spec: Spec,
  handler: Handler<Spec>,
  { checkBody }: RouteOptions<Spec> = {},
): void {
  const readInput = inputReader(spec, checkBody);
  app.route({
    method: spec.method,
    url: fastifyPath(spec.path),
    ...(spec.upload === undefined ? {} : { bodyLimit: spec.upload.limitBytes, config: { upload: spec.upload } }),
    handler: async (request, reply) => {
      const answer = await handler({ ...readInput(request), request, reply } as Input<Spec>);
      // What was asked for as a file has been sent as one.
      if (reply.sent) return reply;
      if (spec.data === null || spec.plain === true) return answer;
      return { code: 0, message: 'success', data: answer };
    },
  });
}

/** `/task/{id}` → `/task/:id`. */
export function fastifyPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

type CheckBody = (body: unknown) => unknown;

function inputReader(spec: RouteSpec, checkBody: CheckBody | undefined): (request: FastifyRequest) => object {
  const params = spec.params && textReader(spec.params, 'path');
  const query = spec.query && textReader(spec.query, 'query');
  const headers = spec.headers && headerReader(spec.headers);
  const body = spec.body && bodyReader(checkBody ?? checker(spec.body), spec);
  return (request) => ({
    params: params?.(request.params as Texts),
    query: query?.(request.query as Texts),
    headers: headers?.(request.headers),
    body: body?.(request.body),
  });
}

type Texts = Readonly<Record<string, unknown>>;
type PartSchema = NonNullable<RouteSpec['params']>;

function textReader(schema: PartSchema, prefix: string): (texts: Texts) => unknown {
  const check = checker(schema, { prefix });
  return (texts) => check(fromText(schema, texts));
}

/** Only the declared headers are looked at; the rest are for others. Node gives all names in lower case. */
function headerReader(schema: PartSchema): (headers: Texts) => unknown {
  const check = checker(schema, { prefix: 'header' });
  return (headers) => {
    const declared = Object.keys(schema.properties).map((name) => [name, headers[name.toLowerCase()]] as const);
    return check(Object.fromEntries(declared.filter(([, value]) => value !== undefined)));
  };
}

function bodyReader(check: CheckBody, { bodyOptional }: RouteSpec): (body: unknown) => unknown {
  return (body) => {
    const sent = body === undefined && bodyOptional === true ? {} : body;
    if (sent === undefined) throw invalid([{ path: 'body', message: 'is missing; send a JSON object' }]);
    return check(sent);
  };
}

/**
 * Registers a route whose body is a form that the handler reads from `request.raw` as it comes. Everything else about it
 * is as with `addRoute`.
 */
export function addFormRoute<const Spec extends RouteSpec>(
  app: FastifyInstance,
  spec: Spec,
  handler: Handler<Spec>,
): void {
  // In a scope of its own: no other route takes forms.
  app.register(async (scope) => {
    scope.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null, FORM));
    addRoute(scope, spec, async (input) => {
      const { body } = input.request;
      if (body === undefined) throw invalid([{ path: 'body', message: 'is missing; send a form with the file' }]);
      if (body !== FORM) throw new PostwrightError('NOT_JSON', 'A file is sent as multipart/form-data.');
      return await handler(input);
    });
  });
}

const FORM = Symbol('form');

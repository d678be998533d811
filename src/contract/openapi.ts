import type { TObject } from 'typebox';

import { type ApiErrorName, ERRORS, type ErrorEntry } from '../errors.ts';
import { packageVersion } from '../kit/package.ts';
import { Envelope, Failure } from './envelope.ts';
import { type Json, SchemaCollector } from './openapi-schemas.ts';
import { API_PREFIX, errorsOf, type FileBody, type RouteSpec } from './route-spec.ts';
import { ROUTES } from './routes.ts';

const TAGS: Readonly<Record<string, string>> = {
  task: 'What is to be published, and what came of it.',
  script: 'What a task can run.',
  material: 'The media files to publish.',
  account: 'The identities that are signed in on the phones.',
  device: 'The phones.',
  event: 'What happens, while it happens.',
  view: 'Filters of the console that people keep under a name.',
  license: 'What the plan allows.',
  session: 'How the console, in a browser, says who it is.',
  server: 'The server itself.',
};

/** The OpenAPI 3.1 description of every route, made from the schemas that requests are checked with. */
export function openApiDocument(): object {
  const collector = new SchemaCollector();
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, spec] of Object.entries(ROUTES as Readonly<Record<string, RouteSpec>>)) {
    paths[spec.path] = { ...paths[spec.path], [spec.method.toLowerCase()]: operation(operationId, spec, collector) };
  }
  collector.use(Failure);
  return {
    openapi: '3.1.1',
    info: {
      title: 'Postwright',
      version: packageVersion(),
      description:
        'Publishing tasks for Android phones. Every JSON answer below /api/v1 is { code, message, data }; code 0 is success. ErrorCode lists the others. An unknown path is answered with 40401, a known one with another method with 40501 and Allow.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'http://localhost:50809', description: 'The default.' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [{}, { bearer: [] }, { apiKey: [] }],
    paths,
    components: {
      schemas: { ErrorCode: errorCodes(), ...collector.schemas },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The configured api-key, where there is one.' },
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-API-Key',
          description: 'The same key in a header of its own.',
        },
      },
    },
  };
}

function operation(operationId: string, spec: RouteSpec, collector: SchemaCollector): object {
  return {
    operationId,
    tags: [spec.tag],
    summary: spec.summary,
    ...(spec.description === undefined ? {} : { description: spec.description }),
    ...(spec.path.startsWith(`${API_PREFIX}/`) ? {} : { security: [] }),
    parameters: [
      ...parameters('path', spec.params, collector),
      ...parameters('query', spec.query, collector),
      ...parameters('header', spec.headers, collector),
    ],
    ...requestBody(spec, collector),
    responses: { ...success(spec, collector), ...failures(spec) },
  };
}

function parameters(
  place: 'path' | 'query' | 'header',
  schema: TObject | undefined,
  collector: SchemaCollector,
): object[] {
  if (schema === undefined) return [];
  const required: readonly string[] = 'required' in schema ? (schema.required as readonly string[]) : [];
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: collector.use(property),
  }));
}

function requestBody({ body, bodyOptional, form, upload }: RouteSpec, collector: SchemaCollector): object {
  if (upload !== undefined) return { requestBody: fileBody(upload) };
  const type = form === undefined ? 'application/json' : 'multipart/form-data';
  const schema = form ?? body;
  if (schema === undefined) return {};
  const content = { [type]: { schema: collector.use(schema) } };
  return { requestBody: { required: bodyOptional !== true, content } };
}

function fileBody({ types }: FileBody): object {
  const file = { type: 'string', format: 'binary' };
  const form = { type: 'object', required: ['file'], properties: { file } };
  const raw = types.map((type) => [type, { schema: file }] as const);
  return { required: true, content: { ...Object.fromEntries(raw), 'multipart/form-data': { schema: form } } };
}

function success(spec: RouteSpec, collector: SchemaCollector): object {
  const content = successContent(spec, collector);
  const others = Object.entries(spec.otherStatuses ?? {});
  return {
    200: { description: 'Success.', content },
    ...Object.fromEntries(others.map(([status, description]) => [status, { description, content }])),
  };
}

function successContent(spec: RouteSpec, collector: SchemaCollector): object {
  if (spec.stream !== undefined) {
    const events = Object.entries(spec.stream).map(([name, data]) => [name, collector.use(data)] as const);
    return { 'text/event-stream': { schema: { type: 'string' }, 'x-events': Object.fromEntries(events) } };
  }
  const file = { schema: { type: 'string', format: 'binary' } };
  const files = Object.fromEntries((spec.files ?? []).map((type) => [type, file]));
  if (spec.data === null) return files;
  const schema = collector.use(spec.plain === true ? spec.data : Envelope(spec.data));
  return { 'application/json': { schema }, ...files };
}

/** One answer for each HTTP status, saying which codes it may carry. */
function failures(spec: RouteSpec): object {
  const byStatus = Map.groupBy(errorsOf(spec), (name) => ERRORS[name].status);
  const sorted = [...byStatus].toSorted(([a], [b]) => a - b);
  return Object.fromEntries(sorted.map(([status, names]) => [status, failure(names)]));
}

function failure(names: readonly ApiErrorName[]): object {
  const codes = names.map((name) => ERRORS[name].code).toSorted((a, b) => a - b);
  const sentences = names.map((name) => `${ERRORS[name].code}: ${ERRORS[name].sentence}`).toSorted();
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Failure' }, { properties: { code: { enum: codes } } }],
  };
  return { description: sentences.join(' '), content: { 'application/json': { schema } } };
}

function errorCodes(): Json {
  const entries: readonly (readonly [string, ErrorEntry])[] = Object.entries(ERRORS);
  const codes = entries.flatMap(([title, entry]) =>
    entry.kind === 'api' ? [{ const: entry.code, title, description: `${entry.sentence} ${entry.remedy}` }] : [],
  );
  return {
    type: 'integer',
    description: 'Every code but 0.',
    oneOf: codes.toSorted((a, b) => a.const - b.const),
  };
}

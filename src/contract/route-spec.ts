import type { TObject, TSchema } from 'typebox';

import type { ApiErrorName } from '../errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One route, as http/ registers it and OpenAPI describes it. */
export interface RouteSpec {
  readonly method: Method;
  /** With the parameters in braces: `/api/v1/task/{id}`. */
  readonly path: string;
  /** The resource it belongs to. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: TObject;
  readonly query?: TObject;
  readonly headers?: TObject;
  readonly body?: TObject;
  /** The parts of a multipart/form-data body, which the handler reads as they come. Not together with `body`. */
  readonly form?: TObject;
  /** Whether the body may be left out, whatever Content-Type is sent with the nothing. */
  readonly bodyOptional?: true;
  /** The body is a file in place of JSON: as it is, or as the one file of a form. */
  readonly upload?: FileBody;
  /** What `data` holds on success; the whole answer where `plain` is set. Null where the answer is a file. */
  readonly data: TSchema | null;
  /** Answers without the envelope, for probes and tools that know nothing of it. */
  readonly plain?: true;
  /** Media types of an answer that is a file: always so where `data` is null, else where the call asks for it. */
  readonly files?: readonly string[];
  /** Events of an answer that goes on until its reader leaves, by name: what the data of each is. */
  readonly stream?: Readonly<Record<string, TSchema>>;
  /** Statuses besides 200 that carry the same answer. */
  readonly otherStatuses?: Readonly<Record<number, string>>;
  /** Codes of its own, besides those that every call of its kind may meet. */
  readonly errors: readonly ApiErrorName[];
}

export interface FileBody {
  /** What the description names; what a file is, its content says. */
  readonly types: readonly string[];
  readonly limitBytes: number;
}

export const API_PREFIX = '/api/v1';

/** What any call below /api/v1 may be answered. */
const EVERY_API_CALL: readonly ApiErrorName[] = [
  'API_KEY_REQUIRED',
  'PLAN_REFUSED',
  'ORIGIN_REFUSED',
  'INTERNAL',
  'UNAVAILABLE',
];

/** Every error code a route may answer with, by name. */
export function errorsOf(spec: RouteSpec): ApiErrorName[] {
  const names = new Set<ApiErrorName>(spec.errors);
  if (spec.body !== undefined || spec.form !== undefined)
    for (const name of ['INVALID_PARAMETER', 'BODY_TOO_LARGE', 'NOT_JSON'] as const) names.add(name);
  if (spec.upload !== undefined) for (const name of ['INVALID_PARAMETER', 'BODY_TOO_LARGE'] as const) names.add(name);
  if (spec.params !== undefined || spec.query !== undefined || spec.headers !== undefined)
    names.add('INVALID_PARAMETER');
  const common: readonly ApiErrorName[] = spec.path.startsWith(`${API_PREFIX}/`) ? EVERY_API_CALL : ['ORIGIN_REFUSED'];
  for (const name of common) names.add(name);
  return [...names];
}

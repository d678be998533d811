import assert from 'node:assert/strict';

import { checker } from '../../src/contract/check.ts';
import { Envelope, Failure } from '../../src/contract/envelope.ts';
import { errorsOf, type RouteSpec } from '../../src/contract/route-spec.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { ERRORS, type ErrorEntry } from '../../src/errors.ts';

export interface CallOptions {
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
  /** The paths of data.errors. */
  readonly paths: readonly string[];
  /** The messages of data.errors, one a line. */
  readonly errors: string;
}

const SPECS: readonly RouteSpec[] = Object.values(ROUTES);
const checkFailure = checker(Failure);

/**
 * Calls the API as any program would, and holds every answer to the contract: the envelope, the shape of `data`, and
 * that the route is documented to answer with this code.
 */
export async function call(base: string, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { json, body, headers = {} } = options;
  const sent = json === undefined ? body : JSON.stringify(json);
  const typed = json === undefined ? headers : { 'content-type': 'application/json', ...headers };
  const response = await fetch(`${base}${path}`, {
    method,
    headers: typed,
    ...(sent === undefined ? {} : { body: sent }),
  });
  const answer = (await response.json()) as { code: number; message: string; data: unknown };
  const spec = specOf(method, path);
  holdToContract(spec, response.status, answer);
  const errors = (answer.data as { errors?: { path: string; message: string }[] } | null)?.errors ?? [];
  return {
    status: response.status,
    headers: response.headers,
    ...answer,
    paths: errors.map((error) => error.path),
    errors: errors.map((error) => `${error.path}: ${error.message}`).join('\n'),
  };
}

/** The route that answers: a path that is written out comes before one with parameters. */
function specOf(method: string, path: string): RouteSpec | undefined {
  // Slashes too many and one at the end are forgiven.
  const plain = (path.split('?', 1)[0] ?? '').replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1');
  const exact = SPECS.filter((spec) => spec.path === plain);
  const candidates = exact.length > 0 ? exact : SPECS.filter((spec) => matches(spec.path, plain));
  return candidates.find((spec) => spec.method === method);
}

function matches(pattern: string, path: string): boolean {
  const expression = pattern.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.');
  return new RegExp(`^${expression}$`).test(path);
}

function holdToContract(spec: RouteSpec | undefined, status: number, answer: { readonly code: number }): void {
  if (answer.code === 0) {
    assert.equal(status, 200);
    assert.ok(spec?.data, 'a success must be one of a documented route');
    checker(Envelope(spec.data))(answer);
    return;
  }
  checkFailure(answer);
  const entries: readonly (readonly [string, ErrorEntry])[] = Object.entries(ERRORS);
  const [name, entry] = entries.find(([, row]) => row.kind === 'api' && row.code === answer.code) ?? [];
  assert.ok(entry?.kind === 'api', `code ${answer.code} is not in the error table`);
  assert.equal(status, entry.status);
  if (spec !== undefined)
    assert.ok(errorsOf(spec).includes(name as never), `${name} is not documented for ${spec.path}`);
}

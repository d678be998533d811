/** Asks the server, by the names of the routes of the contract; what goes in and comes out is typed by it. */
import type { ROUTES } from '../../src/contract/routes.ts';
import type { StaticOf } from '../../src/contract/static.ts';
import type { FieldError } from '../../src/errors.ts';
import { PATHS } from './routes.ts';

export type { FieldError };

type Routes = typeof ROUTES;
export type RouteName = keyof Routes;
export type DataOf<Name extends RouteName> = StaticOf<Routes[Name], 'data'>;
export type QueryOf<Name extends RouteName> = StaticOf<Routes[Name], 'query'>;
export type BodyOf<Name extends RouteName> = StaticOf<Routes[Name], 'body'>;

type Part<Key extends string, Value> = [Value] extends [undefined]
  ? { readonly [K in Key]?: undefined }
  : { readonly [K in Key]: Value };
type Optional<Key extends string, Value> = { readonly [K in Key]?: Value };

export type Asked<Name extends RouteName> = Part<'params', StaticOf<Routes[Name], 'params'>> &
  Optional<'query', QueryOf<Name>> &
  (Routes[Name] extends { readonly bodyOptional: true }
    ? Optional<'body', BodyOf<Name>>
    : Part<'body', BodyOf<Name>>) & {
    readonly headers?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal | undefined;
  };

/** What the server refused, or could not do. */
export class ApiFailure extends Error {
  /** Of the error table; 0 when no server answered. */
  readonly code: number;
  /** Which fields are wrong, by their paths in the request. */
  readonly errors: readonly FieldError[];
  readonly data: unknown;

  constructor(message: string, { code, data = null }: { readonly code: number; readonly data?: unknown }) {
    super(message);
    this.name = 'ApiFailure';
    this.code = code;
    this.data = data;
    this.errors = (data as { readonly errors?: readonly FieldError[] } | null)?.errors ?? [];
  }
}

const TIMEOUT_MS = 60_000;
export const NO_ANSWER = 0;
export const KEY_REQUIRED = 40101;

/** Called when the server no longer knows the session. */
let onSignedOut: () => void = () => {};

export function whenSignedOut(then: () => void): void {
  onSignedOut = then;
}

/** @throws ApiFailure */
export async function ask<Name extends RouteName>(name: Name, asked: Asked<Name>): Promise<DataOf<Name>> {
  const [method] = PATHS[name];
  const { body, headers = {}, signal } = asked as Asked<RouteName> & { readonly body?: unknown };
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  const init: RequestInit = {
    method,
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  return (await read(await send(pathOf(name, asked as PathParts), init))) as DataOf<Name>;
}

interface PathParts {
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
}

/** The address of a route, for links, pictures and what cannot be asked by `ask`. */
export function pathOf(name: RouteName, { params = {}, query = {} }: PathParts = {}): string {
  const [, template] = PATHS[name];
  const path = template.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(params[key])));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== null) search.set(key, String(value));
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw new ApiFailure('The server does not answer.', { code: NO_ANSWER });
  }
}

/** Takes an answer of the server out of its envelope. @throws ApiFailure */
export async function read(response: Response): Promise<unknown> {
  const answer: unknown = await response.json().catch(() => null);
  if (typeof answer !== 'object' || answer === null)
    throw new ApiFailure(`The server answered with status ${response.status}.`, { code: response.status * 100 });
  if (!('code' in answer)) return answer;
  const { code, message, data } = answer as { readonly code: number; readonly message: string; readonly data: unknown };
  if (code === 0) return data;
  if (code === KEY_REQUIRED) onSignedOut();
  throw new ApiFailure(message, { code, data });
}

import { type Config, isLoopback } from '../config.ts';
import { type FieldError, PostwrightError } from '../errors.ts';
import { postStream, type StreamedBody } from './post-stream.ts';

interface Envelope {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly type?: string;
}

const CALL_TIMEOUT_MS = 60_000;
const FILE_TYPE = 'application/octet-stream';

/** The server's own sentence about a call that it refused. */
export class ApiRefusal extends Error {
  readonly code: number;
  readonly errors: readonly FieldError[];

  constructor(call: string, { code, message, data }: Envelope) {
    super(`The server refused ${call} with ${code}: ${message}`);
    this.name = 'ApiRefusal';
    this.code = code;
    this.errors = (data as { readonly errors?: readonly FieldError[] } | null)?.errors ?? [];
  }
}

/** Calls the API of a running server, as any program would. @throws ApiRefusal, SERVER_UNREACHABLE */
export class ApiClient {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(base: string, apiKey: string | null = null) {
    this.#base = `${base}/api/v1`;
    this.#headers = apiKey === null ? {} : { 'x-api-key': apiKey };
  }

  async get<Data>(path: string): Promise<Data> {
    return await this.#call<Data>({ method: 'GET', path });
  }

  async post<Data>(path: string, body?: object): Promise<Data> {
    return await this.#call<Data>({ method: 'POST', path, ...json(body) });
  }

  async delete<Data>(path: string, body?: object): Promise<Data> {
    return await this.#call<Data>({ method: 'DELETE', path, ...json(body) });
  }

  /** Sends a file as the body. */
  async upload<Data>(path: string, body: Uint8Array<ArrayBuffer>): Promise<Data> {
    return await this.#call<Data>({ method: 'POST', path, body, type: FILE_TYPE });
  }

  async patch<Data>(path: string, body: object): Promise<Data> {
    return await this.#call<Data>({ method: 'PATCH', path, ...json(body) });
  }

  /** Sends a body that is too large to be held. */
  async stream<Data>(path: string, body: StreamedBody): Promise<Data> {
    const answer = await postStream(`${this.#base}${path}`, this.#headers, body).catch((cause: unknown) => {
      throw this.#unreachable(cause);
    });
    return dataOf<Data>({ method: 'POST', path }, JSON.parse(answer) as Envelope);
  }

  async download(path: string): Promise<Uint8Array> {
    const call = { method: 'GET', path };
    const response = await this.#send(call);
    if (!response.ok) throw refusal(call, (await response.json()) as Envelope);
    return new Uint8Array(await response.arrayBuffer());
  }

  async #call<Data>(call: Call): Promise<Data> {
    return dataOf<Data>(call, (await (await this.#send(call)).json()) as Envelope);
  }

  #unreachable(cause: unknown): PostwrightError {
    return new PostwrightError('SERVER_UNREACHABLE', `${this.#base} does not answer.`, { cause });
  }

  async #send({ method, path, body, type }: Call): Promise<Response> {
    try {
      return await fetch(`${this.#base}${path}`, {
        method,
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
        headers: { ...this.#headers, ...(type === undefined ? {} : { 'content-type': type }) },
        ...(body === undefined ? {} : { body }),
      });
    } catch (cause) {
      throw this.#unreachable(cause);
    }
  }
}

/** Of the server that these settings describe. */
export function serverClient({ host, port, apiKey }: Pick<Config, 'host' | 'port' | 'apiKey'>): ApiClient {
  // A server that listens everywhere listens on loopback too.
  const name = isLoopback(host) ? host : host.replace(/^(0\.0\.0\.0|::)$/, '127.0.0.1');
  return new ApiClient(`http://${name.includes(':') ? `[${name}]` : name}:${port}`, apiKey);
}

function json(body: object | undefined): Pick<Call, 'body' | 'type'> {
  return body === undefined ? {} : { body: JSON.stringify(body), type: 'application/json' };
}

function dataOf<Data>(call: Call, envelope: Envelope): Data {
  if (envelope.code !== 0) throw refusal(call, envelope);
  return envelope.data as Data;
}

function refusal({ method, path }: Call, envelope: Envelope): ApiRefusal {
  return new ApiRefusal(`${method} ${path}`, envelope);
}

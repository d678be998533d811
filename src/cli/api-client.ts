interface Envelope {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

const CALL_TIMEOUT_MS = 60_000;

/** Calls the task API of a running server, as any program would. @throws Error with the server's own sentence. */
export class ApiClient {
  readonly #base: string;

  constructor(base: string) {
    this.#base = `${base}/api/v1`;
  }

  async get<Data>(path: string): Promise<Data> {
    return await this.#call<Data>('GET', path);
  }

  async post<Data>(path: string, body?: object): Promise<Data> {
    return await this.#call<Data>('POST', path, body);
  }

  async delete<Data>(path: string, body?: object): Promise<Data> {
    return await this.#call<Data>('DELETE', path, body);
  }

  async #call<Data>(method: string, path: string, body?: object): Promise<Data> {
    const json =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${this.#base}${path}`, {
      method,
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      ...json,
    });
    const envelope = (await response.json()) as Envelope;
    if (envelope.code !== 0) throw new Error(`${method} ${path} answered ${envelope.code}: ${envelope.message}`);
    return envelope.data as Data;
  }
}

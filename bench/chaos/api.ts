/** The two HTTP interfaces of the harness's world, asked as programs would ask them: what is away is null, not an error. */
import type { Task, TaskDetail, TaskList } from '../../src/contract/types.ts';
import type { FaultOrder } from '../../src/simulator/ports.ts';
import type { LogEntry, Post } from '../../src/simulator/rack-types.ts';

const CALL_TIMEOUT_MS = 30_000;
const PAGE_SIZE = 100;

export interface Answer<Data = unknown> {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly data: Data;
}

export interface CallOptions {
  readonly body?: object;
  readonly key?: string;
  readonly signal?: AbortSignal;
}

/** @returns null when nobody answers. */
export async function call<Data>(
  url: string,
  method: string,
  path: string,
  { body, key, signal }: CallOptions = {},
): Promise<Answer<Data> | null> {
  const limits = [AbortSignal.timeout(CALL_TIMEOUT_MS), ...(signal === undefined ? [] : [signal])];
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      signal: AbortSignal.any(limits),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer<Data>, 'status'>) };
  } catch {
    return null;
  }
}

/** @returns null when nobody answers; undefined when there is no such task. */
export async function readTask(url: string, id: number): Promise<TaskDetail | null | undefined> {
  const answer = await call<TaskDetail>(url, 'GET', `/api/v1/task/${id}`);
  if (answer === null || answer.status >= 500) return null;
  return answer.code === 0 ? answer.data : undefined;
}

/** All tasks, or those in one state. @returns null when nobody answers. */
export async function listTasks(
  url: string,
  { status }: { readonly status?: number } = {},
): Promise<readonly Task[] | null> {
  const found: Task[] = [];
  const query = `sort=id&page_size=${PAGE_SIZE}${status === undefined ? '' : `&status=${status}`}`;
  for (let page = 1; ; page += 1) {
    const answer = await call<TaskList>(url, 'GET', `/api/v1/task?${query}&page=${page}`);
    if (answer === null || answer.code !== 0) return null;
    found.push(...answer.data.tasks);
    if (answer.data.tasks.length < PAGE_SIZE) return found;
  }
}

/** What `GET /phones` says of a phone, as far as it is used here. */
export interface PhoneNow {
  readonly serial: string;
  readonly state: string;
  readonly accounts: Readonly<Record<'tiktok' | 'instagram', readonly string[]>>;
}

/** The rack's control API. It never goes away: whatever it does not answer ends the harness. */
export class RackControl {
  readonly #url: string;

  constructor(port: number) {
    this.#url = `http://127.0.0.1:${port}`;
  }

  async phones(): Promise<readonly PhoneNow[]> {
    return await this.#ask('GET', '/phones');
  }

  async posts(): Promise<readonly Post[]> {
    return await this.#ask('GET', '/posts');
  }

  async log(serial: string): Promise<readonly LogEntry[]> {
    return await this.#ask('GET', `/phones/${serial}/log`);
  }

  async order(serial: string, fault: FaultOrder): Promise<void> {
    await this.#ask('POST', `/phones/${serial}/faults`, fault);
  }

  async clearFaults(serial: string): Promise<void> {
    await this.#ask('DELETE', `/phones/${serial}/faults`);
  }

  async unplug(serial: string): Promise<void> {
    await this.#ask('POST', `/phones/${serial}/unplug`);
  }

  async plug(serial: string): Promise<void> {
    await this.#ask('POST', `/phones/${serial}/plug`);
  }

  async setAccounts(serial: string, accounts: PhoneNow['accounts']): Promise<void> {
    await this.#ask('PUT', `/phones/${serial}/accounts`, accounts);
  }

  async settings(serial: string, settings: object): Promise<void> {
    await this.#ask('PUT', `/phones/${serial}/settings`, settings);
  }

  async #ask<Data>(method: string, path: string, body?: object): Promise<Data> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`The rack answered ${method} ${path} with ${await response.text()}`);
    return (await response.json()) as Data;
  }
}

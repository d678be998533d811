import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { TaskDetail } from '../../src/contract/types.ts';
import type { Log } from '../../src/kit/log.ts';
import { type Rack, startRack } from '../../src/simulator/rack.ts';
import type { PhoneSetup } from '../../src/simulator/rack-types.ts';
import { freshDatabase } from '../support/database.ts';
import { usedPhones } from '../support/rack.ts';

export const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'media');
export const CLIP = join(EXAMPLES, 'clip.mp4');
export const PHOTOS = [1, 2, 3].map((number) => join(EXAMPLES, `photo-${number}.jpg`));

/** Longer than any fact takes to come true on a busy machine with two cores; a fact that never comes fails the test. */
const FACT_TIMEOUT_MS = 60_000;
const POLL_MS = 25;

export interface Envelope<Data = unknown> {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly data: Data;
}

/** Calls the API as a program would; errors of the API are answers, not exceptions. */
export class Caller {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async call<Data = unknown>(method: string, path: string, body?: object): Promise<Envelope<Data>> {
    const json =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${this.url}/api/v1${path}`, { method, ...json });
    const answer = (await response.json()) as Omit<Envelope<Data>, 'status'>;
    return { status: response.status, ...answer };
  }

  async createTasks(body: object): Promise<number[]> {
    const answer = await this.call<{ task_ids: number[] }>('POST', '/task', body);
    if (answer.code !== 0) throw new Error(`creation answered ${answer.code}: ${answer.message}`);
    return answer.data.task_ids;
  }

  async task(id: number): Promise<TaskDetail> {
    return (await this.call<TaskDetail>('GET', `/task/${id}`)).data;
  }

  async taskWhen(id: number, is: (task: TaskDetail) => boolean): Promise<TaskDetail> {
    return await waitFor(`task ${id}`, async () => {
      const task = await this.task(id);
      return is(task) ? task : new Not(`${task.status_text} ${JSON.stringify(task.progress ?? task.error)}`);
    });
  }

  async finished(id: number): Promise<TaskDetail> {
    return await this.taskWhen(id, (task) => task.status >= 2);
  }

  async deviceIs(serial: string, state: string): Promise<void> {
    await waitFor(`${serial} to be ${state}`, async () => {
      const { data } = await this.call<{ devices: { serial: string; state: string }[] }>('GET', '/device');
      const found = data.devices.find((device) => device.serial === serial)?.state;
      return found === state ? true : new Not(String(found));
    });
  }
}

/** What a fact that has not come true is instead. */
export class Not {
  readonly butIs: string;

  constructor(butIs: string) {
    this.butIs = butIs;
  }
}

/** Polls for a fact. @throws Error saying what it was instead, when it does not come true. */
export async function waitFor<T>(what: string, look: () => Promise<T | Not>): Promise<T> {
  const deadline = Date.now() + FACT_TIMEOUT_MS;
  for (;;) {
    const found = await look();
    if (!(found instanceof Not)) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come true; it is: ${found.butIs}`);
    await sleep(POLL_MS);
  }
}

export function videoPost(serials: readonly string[], captions: string, extra: object = {}): object {
  const { script_config = {}, ...rest } = extra as { script_config?: object };
  return {
    serials,
    script_name: 'post',
    script_config: { content_type: 0, captions, material_list: [CLIP], upload_wait_time: 30, ...script_config },
    allow_duplicate: true,
    ...rest,
  };
}

export const quietLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => quietLog,
};

export interface World {
  readonly rack: Rack;
  readonly api: Caller;
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** Stops the server, as Ctrl-C would. */
  stop(): Promise<void>;
}

export interface WorldOptions {
  readonly phones?: number;
  /** Over that of phones that were worked with before. */
  readonly phoneOverrides?: readonly PhoneSetup[];
  readonly flags?: Readonly<Record<string, string>>;
}

/** A rack and a server of this test's own, over the real wires, with its own database and data directory. */
export async function startWorld(
  t: TestContext,
  { phones = 1, phoneOverrides = [], flags = {} }: WorldOptions = {},
): Promise<World> {
  const { url: databaseUrl } = await freshDatabase(t);
  const dataDir = await mkdtemp(join(tmpdir(), 'postwright-e2e-'));
  const rack = await startRack({
    phones,
    adbPort: 0,
    controlPort: 0,
    pace: 'instant',
    seed: 7,
    keepContent: true,
    phoneOverrides: usedPhones(phones, phoneOverrides),
  });
  const config = readConfig({
    flags: {
      port: '0',
      'data-dir': dataDir,
      'database-url': databaseUrl,
      adb: `127.0.0.1:${rack.adbPort}`,
      'material-roots': EXAMPLES,
      'log-level': 'silent',
      ...flags,
    },
    env: {},
    cwd: dataDir,
  });
  const app = buildApp({ config, log: quietLog });
  t.after(async () => {
    await app.stop();
    await rack.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const { url } = await app.start();
  const api = new Caller(url);
  for (const { serial } of rack.phones)
    if (rack.phone(serial)?.summary().state === 'device') await api.deviceIs(serial, 'device');
  return { rack, api, dataDir, databaseUrl, stop: () => app.stop() };
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../../src/cli/api-client.ts';
import { EXAMPLES } from '../../src/cli/demo-plan.ts';
import type { DeviceList, TaskDetail } from '../../src/contract/types.ts';
import { type Program, startProgram } from './program.ts';

export type Pace = 'instant' | 'brisk' | 'real';

export interface RunningRack extends Program {
  readonly adbPort: number;
  readonly controlPort: number;
}

export interface RunningServer extends Program {
  readonly url: string;
  readonly api: ApiClient;
  /** Of the embedded PostgreSQL's first process. */
  readonly postgresPid: number;
  /** Its Unix socket's. */
  readonly postgresDirectory: string;
}

/** Of postmaster.pid: the process id is its first line, the socket's directory its fifth. */
const POSTMASTER_SOCKET_LINE = 4;

/** What one benchmark starts, and what it leaves nothing of. */
export class World {
  readonly #directory: string;
  readonly #programs: Program[] = [];
  #isOver = false;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Gives `work` a world and takes it away again, whether `work` ends well, badly or by Ctrl-C. */
  static async use(work: (world: World) => Promise<void>): Promise<void> {
    const world = new World(await mkdtemp(join(tmpdir(), 'postwright-bench-')));
    const { promise: interrupted, reject } = Promise.withResolvers<never>();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error(signal)));
    try {
      await Promise.race([work(world), interrupted]);
    } finally {
      await world.#end();
    }
  }

  async startRack({ phones, pace }: { phones: number; pace: Pace }): Promise<RunningRack> {
    const args = ['rack', '--phones', String(phones), '--pace', pace, '--adb-port', '0', '--control-port', '0'];
    const program = this.#start(args);
    const adbPort = Number(await program.says(/ADB server +127\.0\.0\.1:(\d+)/));
    const controlPort = Number(await program.says(/Control +http:\/\/127\.0\.0\.1:(\d+)/));
    return { ...program, adbPort, controlPort };
  }

  /** A server with an embedded PostgreSQL of its own, once it knows the phones. */
  async startServer(rack: RunningRack): Promise<RunningServer> {
    const dataDir = await mkdtemp(join(this.#directory, 'data-'));
    const adb = `127.0.0.1:${rack.adbPort}`;
    const flags = ['--port', '0', '--data-dir', dataDir, '--adb', adb, '--material-roots', EXAMPLES];
    const program = this.#start(['serve', ...flags, '--log-level', 'error']);
    const url = await program.says(/listens on (http:\S+)/);
    await program.says(/Ctrl-C stops it/);
    const postmaster = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    return {
      ...program,
      url,
      api: new ApiClient(url),
      postgresPid: Number(postmaster[0]),
      postgresDirectory: postmaster[POSTMASTER_SOCKET_LINE] ?? '',
    };
  }

  #start(args: readonly string[]): Program {
    if (this.#isOver) throw new Error('The benchmark has ended');
    const program = startProgram(args, this.#directory);
    this.#programs.push(program);
    return program;
  }

  async #end(): Promise<void> {
    this.#isOver = true;
    for (const program of this.#programs.toReversed()) await program.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

const KNOWN_WITHIN_MS = 60_000;
const POLL_MS = 100;
const FINISHED = 2;

/** Waits until the server has described so many phones. */
export async function untilKnown(api: ApiClient, phones: number): Promise<void> {
  const deadline = AbortSignal.timeout(KNOWN_WITHIN_MS);
  for (;;) {
    const { devices } = await api.get<DeviceList>('/device');
    if (devices.filter(({ model }) => model !== null).length === phones) return;
    await sleep(POLL_MS, undefined, { signal: deadline });
  }
}

interface Patience {
  readonly withinMs: number;
  readonly pollMs?: number;
}

/** Waits until no task is pending or running. @throws Error after `withinMs`. */
export async function untilSettled(
  api: ApiClient,
  taskIds: readonly number[],
  { withinMs, pollMs = POLL_MS }: Patience,
): Promise<readonly TaskDetail[]> {
  const deadline = AbortSignal.timeout(withinMs);
  for (;;) {
    const tasks = await Promise.all(taskIds.map(async (id) => await api.get<TaskDetail>(`/task/${id}`)));
    if (tasks.every(({ status }) => status >= FINISHED)) return tasks;
    await sleep(pollMs, undefined, { signal: deadline });
  }
}

/** The same for tasks that must succeed. @throws Error naming the first that did not. */
export async function untilFinished(
  api: ApiClient,
  taskIds: readonly number[],
  patience: Patience,
): Promise<readonly TaskDetail[]> {
  const tasks = await untilSettled(api, taskIds, patience);
  const failed = tasks.find(({ status }) => status > FINISHED);
  if (failed !== undefined) throw new Error(`task ${failed.id}: ${failed.error?.code} ${failed.error?.message}`);
  return tasks;
}

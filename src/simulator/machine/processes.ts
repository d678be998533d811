/** The processes of one phone that `ps`, `pidof` and the crash of an instrumentation are about. */

export interface Process {
  readonly pid: number;
  readonly name: string;
  readonly user: string;
}

const FIRST_PID = 4200;
/** What runs on every phone, with the ids of a freshly booted one. */
const SYSTEM: readonly Process[] = [
  { pid: 1, name: 'init', user: 'root' },
  { pid: 612, name: 'adbd', user: 'shell' },
  { pid: 848, name: 'zygote64', user: 'root' },
  { pid: 1411, name: 'system_server', user: 'system' },
  { pid: 1730, name: 'com.android.systemui', user: 'u0_a61' },
];

export class Processes {
  readonly #apps = new Map<string, Process>();
  #lastPid = FIRST_PID;

  /** A process that is there already stays as it is. */
  start(name: string, uid: number): Process {
    const running = this.#apps.get(name);
    if (running) return running;
    const process = { pid: this.takePid(), name, user: `u0_a${uid - 10_000}` };
    this.#apps.set(name, process);
    return process;
  }

  stop(name: string): void {
    this.#apps.delete(name);
  }

  stopAll(): void {
    this.#apps.clear();
  }

  /** Sorted by id. */
  list(): readonly Process[] {
    return [...SYSTEM, ...this.#apps.values()];
  }

  takePid(): number {
    this.#lastPid += 1;
    return this.#lastPid;
  }
}

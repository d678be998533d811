import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from '../../tools/root.ts';
import type { Order } from './inside.ts';

const INSIDE = inRoot('bench', 'chaos', 'inside.ts');
/** Spares each of the many processes the stripping of types. */
const COMPILE_CACHE = inRoot('node_modules', '.cache', 'compile');
const SAYS_WITHIN_MS = 120_000;
const ENDS_WITHIN_MS = 40_000;
const TOLD_WITHIN_MS = 20_000;
const POLL_MS = 10;

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProcessOptions {
  readonly name: string;
  /** What Node runs, with its arguments. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** Where its output is kept. */
  readonly logs: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A process of the harness's world: it can be killed, suspended and told things, and it goes when the harness goes. */
export class ChaosProcess {
  readonly name: string;
  readonly startedAt = Date.now();
  /** Settles when the process has ended and all its output is read. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #output = '';
  #end: Ended | null = null;

  constructor({ name, args, cwd, logs, env = {} }: ProcessOptions) {
    this.name = name;
    const own = Object.entries(process.env).filter(([variable]) => !variable.startsWith('POSTWRIGHT_'));
    this.#child = spawn(process.execPath, ['--import', INSIDE, ...args], {
      cwd,
      env: { ...Object.fromEntries(own), NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString('utf8');
        appendFileSync(join(logs, `${name}.log`), chunk);
      });
    this.#child.on('error', () => {});
    this.ended = once(this.#child, 'close').then(([exitCode, signal]) => {
      this.#end = { exitCode, signal } as Ended;
      return this.#end;
    });
    this.ended.catch(() => {});
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Null while it lives. */
  get end(): Ended | null {
    return this.#end;
  }

  get output(): string {
    return this.#output;
  }

  /** Waits until its output has the pattern. @returns the first group, or null when it ends before that. */
  async says(pattern: RegExp): Promise<string | null> {
    const deadline = performance.now() + SAYS_WITHIN_MS;
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match !== null) return match[1] ?? match[0];
      if (this.#end !== null) return null;
      if (performance.now() > deadline) throw new Error(`${this.name} did not say ${pattern}`);
      await sleep(POLL_MS);
    }
  }

  /** @returns when it has heard; false when it is not there any more, or suspended. */
  async tell(order: Order): Promise<boolean> {
    if (this.#end !== null || !this.#child.connected) return false;
    const heard = once(this.#child, 'message', { signal: AbortSignal.timeout(TOLD_WITHIN_MS) }).then(
      () => true,
      () => false,
    );
    this.#child.send(order, () => {});
    return await Promise.race([heard, this.ended.then(() => false)]);
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#end === null) this.#child.kill(signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  /** SIGTERM, and SIGKILL when that takes too long. */
  async stop(): Promise<Ended> {
    this.signal('SIGTERM');
    this.signal('SIGCONT');
    const timer = setTimeout(() => this.signal('SIGKILL'), ENDS_WITHIN_MS);
    const ended = await this.ended;
    clearTimeout(timer);
    return ended;
  }
}

/** The phone's shell: runs what the parser read. */
import { FsError } from '../machine/fs-error.ts';
import type { Machine } from '../machine/machine.ts';
import { refusedWhileBooting } from './booting.ts';
import { BUILT_INS, type BuiltInContext, ShellExit } from './built-ins.ts';
import type { Call } from './call.ts';
import { COMMANDS } from './commands.ts';
import { Environment, SHELL_NAME } from './environment.ts';
import { type ExpandContext, expandToText, expandWords } from './expand.ts';
import { parseScript } from './parser.ts';
import { openRedirects, type Streams } from './redirects.ts';
import { BrokenPipe, Collector, NOTHING, Pipe } from './streams.ts';
import {
  type AndOr,
  type Loop,
  type Pipeline,
  type Sequence,
  ShellSyntaxError,
  type Simple,
  type Stage,
} from './syntax.ts';
import { simulatedDurationMs } from './timing.ts';

/** What a publishing program may have good reason to run inside `$(…)`. */
const HARMLESS_IN_SUBSTITUTION: ReadonlySet<string> = new Set(['getprop', 'date', 'pidof', 'stat']);

const NOT_FOUND = 127;
const CANNOT_EXECUTE = 126;
const BROKEN_PIPE = 141;

interface ShellOptions extends Streams {
  readonly machine: Machine;
  readonly hangUp: AbortSignal;
}

export class Shell {
  readonly #machine: Machine;
  readonly #environment: Environment;
  readonly #hangUp: AbortSignal;
  readonly #insideSubstitution: boolean;
  #streams: Streams;
  #hasExited = false;
  /** Exit code of the last substitution in the words of the command being read. */
  #substitutionCode = 0;

  constructor(options: ShellOptions, parent?: { environment: Environment; insideSubstitution: boolean }) {
    const { machine, hangUp, stdin, stdout, stderr } = options;
    this.#machine = machine;
    this.#hangUp = hangUp;
    this.#streams = { stdin, stdout, stderr };
    this.#insideSubstitution = parent?.insideSubstitution ?? false;
    this.#environment = new Environment(machine, parent?.environment);
  }

  /** Runs the text to its end, or to `exit`. @returns the exit code. */
  async run(text: string): Promise<number> {
    try {
      return await this.#sequence(parseScript(text).script);
    } catch (error) {
      if (error instanceof ShellExit) this.#hasExited = true;
      if (error instanceof ShellExit) return error.code;
      if (error instanceof BrokenPipe) return BROKEN_PIPE;
      if (!(error instanceof ShellSyntaxError)) throw error;
      await this.#streams.stderr.write(`${SHELL_NAME}: ${error.message}\n`);
      return 1;
    }
  }

  /** Runs one program with these words, which no shell has touched. */
  async runWords(words: readonly string[]): Promise<number> {
    return await this.#inSubshell(() => this.#execute(words, new Map()));
  }

  /** `exit` was called: no further line is read. */
  get hasExited(): boolean {
    return this.#hasExited;
  }

  async #sequence(sequence: Sequence): Promise<number> {
    for (const item of sequence) {
      if (this.#hangUp.aborted) return this.#environment.lastCode;
      if (item.inBackground) this.#startInBackground(item);
      else await this.#andOr(item);
    }
    return this.#environment.lastCode;
  }

  /** A background job lives on after its shell; only its hanging up ends it. */
  #startInBackground(item: AndOr): void {
    const shell = this.#fork({ ...this.#streams, stdin: NOTHING });
    this.#environment.variables.set('!', String(shell.#environment.pid));
    shell.#andOr(item).catch((error: unknown) => {
      const isOver = error instanceof ShellExit || error instanceof BrokenPipe || this.#hangUp.aborted;
      if (!isOver) this.#machine.log.add({ kind: 'shell', what: `background job failed: ${String(error)}` });
    });
    this.#environment.lastCode = 0;
  }

  async #andOr({ first, rest }: AndOr): Promise<number> {
    await this.#pipeline(first);
    for (const { operator, pipeline } of rest) {
      if ((this.#environment.lastCode === 0) === (operator === '&&')) await this.#pipeline(pipeline);
    }
    return this.#environment.lastCode;
  }

  async #pipeline({ stages, isNegated }: Pipeline): Promise<void> {
    const [only] = stages;
    const code = stages.length === 1 && only ? await this.#stage(only) : await this.#connected(stages);
    this.#environment.lastCode = isNegated ? Number(code === 0) : code;
  }

  /** All stages at once, each in a shell of its own; the last one's exit code counts. */
  async #connected(stages: readonly Stage[]): Promise<number> {
    let upstream: Pipe | null = null;
    const running = stages.map((stage, index) => {
      const from: Pipe | null = upstream;
      const to = index < stages.length - 1 ? new Pipe() : null;
      upstream = to;
      const shell = this.#fork({ ...this.#streams, ...(from && { stdin: from }), ...(to && { stdout: to }) });
      return shell
        .#inSubshell(() => shell.#stage(stage))
        .finally(() => {
          to?.closeWriter();
          from?.closeReader();
        });
    });
    return (await Promise.all(running)).at(-1) ?? 0;
  }

  async #inSubshell(work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ShellExit) return error.code;
      if (error instanceof BrokenPipe) return BROKEN_PIPE;
      throw error;
    }
  }

  async #stage(stage: Stage): Promise<number> {
    if (stage.kind === 'simple') return await this.#simple(stage);
    return await this.#redirected(stage.redirects, async () => {
      switch (stage.kind) {
        case 'group': {
          const shell = stage.isSubshell ? this.#fork(this.#streams) : this;
          return stage.isSubshell
            ? await shell.#inSubshell(() => shell.#sequence(stage.body))
            : await shell.#sequence(stage.body);
        }
        case 'if': {
          for (const { condition, body } of stage.branches) {
            if ((await this.#sequence(condition)) === 0) return await this.#sequence(body);
          }
          return stage.otherwise ? await this.#sequence(stage.otherwise) : 0;
        }
        case 'loop':
          return await this.#loop(stage);
      }
    });
  }

  async #loop({ header, body }: Loop): Promise<number> {
    let code = 0;
    if (header.kind === 'for') {
      for (const value of await expandWords(this.#context(), header.words)) {
        this.#environment.variables.set(header.name, value);
        code = await this.#sequence(body);
      }
      return code;
    }
    const goesOn = async (): Promise<boolean> =>
      ((await this.#sequence(header.condition)) === 0) === (header.kind === 'while');
    while (!this.#hangUp.aborted && (await goesOn())) {
      code = await this.#sequence(body);
      // Lets the rest of the rack run, however tight the loop is.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return code;
  }

  async #simple({ assignments, words, redirects }: Simple): Promise<number> {
    this.#substitutionCode = 0;
    const args = await expandWords(this.#context(), words);
    const values = new Map<string, string>();
    for (const { name, value } of assignments) values.set(name, await expandToText(this.#context(), value));
    return await this.#redirected(redirects, async () => {
      if (args.length > 0) return await this.#execute(args, values);
      for (const [name, value] of values) this.#environment.variables.set(name, value);
      return this.#substitutionCode;
    });
  }

  async #redirected(redirects: Simple['redirects'], work: () => Promise<number>): Promise<number> {
    if (redirects.length === 0) return await work();
    const before = this.#streams;
    const opened = await openRedirects(redirects, before, {
      files: this.#machine.files,
      cwd: this.#environment.cwd,
      expand: (word) => expandToText(this.#context(), word),
    });
    if ('error' in opened) {
      await before.stderr.write(`${SHELL_NAME}: ${opened.error}\n`);
      return 1;
    }
    this.#streams = opened.streams;
    try {
      return await work();
    } finally {
      this.#streams = before;
      opened.close();
    }
  }

  async #execute(words: readonly string[], extra: ReadonlyMap<string, string>): Promise<number> {
    const [name, ...args] = words as [string, ...string[]];
    const plainName = name.replace(/^\/(?:system|vendor|product)\/x?bin\//, '');
    if (this.#insideSubstitution && !HARMLESS_IN_SUBSTITUTION.has(plainName)) this.#intrude(`$(${words.join(' ')})`);
    const builtIn = BUILT_INS.get(name);
    if (builtIn) return await builtIn(this.#builtInContext(), args);
    const command = COMMANDS.get(plainName);
    if (!command) return await this.#notFound(name, words);
    const refusal = this.#machine.booted ? null : refusedWhileBooting(plainName, args);
    if (refusal) {
      await this.#streams[refusal.isError ? 'stderr' : 'stdout'].write(`${refusal.text}\n`);
      return refusal.code;
    }
    const waitMs = simulatedDurationMs(plainName, this.#machine);
    if (waitMs > 0) await this.#machine.time.wait(waitMs);
    try {
      return await command(this.#call(plainName, args, extra));
    } catch (error) {
      // Its output went to a file on a full disk.
      if (!(error instanceof FsError)) throw error;
      await this.#streams.stderr.write(`${plainName}: write: ${error.message}\n`);
      return 1;
    }
  }

  async #notFound(name: string, words: readonly string[]): Promise<number> {
    if (!this.#insideSubstitution) this.#intrude(words.join(' '));
    const isFile = name.includes('/') && this.#machine.files.exists(name);
    const reason = isFile ? "can't execute: Permission denied" : 'inaccessible or not found';
    await this.#streams.stderr.write(`${SHELL_NAME}: ${name}: ${reason}\n`);
    return isFile ? CANNOT_EXECUTE : NOT_FOUND;
  }

  #intrude(what: string): void {
    this.#machine.log.add({ kind: 'intrusion', what });
  }

  #builtInContext(): BuiltInContext {
    return {
      machine: this.#machine,
      environment: this.#environment,
      stderr: this.#streams.stderr,
      evaluate: (text) => this.#sequence(parseScript(text).script),
      execute: (words) => this.#execute(words, new Map()),
    };
  }

  #call(name: string, args: readonly string[], extra: ReadonlyMap<string, string>): Call {
    return {
      ...{ name, args, machine: this.#machine, ...this.#streams, hangUp: this.#hangUp, cwd: this.#environment.cwd },
      variables: new Map([...this.#environment.variables, ...extra]),
      run: async (words, change = {}) => {
        const { hangUp = this.#hangUp, ...streams } = change;
        const shell = this.#fork({ ...this.#streams, ...streams }, { hangUp });
        return await shell.#inSubshell(() => shell.#execute(words, extra));
      },
      runText: (text) => this.#fork(this.#streams).run(text),
      knows: (other) => COMMANDS.has(other),
    };
  }

  #context(): ExpandContext {
    return {
      files: this.#machine.files,
      cwd: this.#environment.cwd,
      valueOf: (name) => this.#environment.valueOf(name),
      assign: (name, value) => void this.#environment.variables.set(name, value),
      substitute: async (script) => {
        const collected = new Collector();
        const shell = this.#fork({ ...this.#streams, stdout: collected }, { insideSubstitution: true });
        this.#substitutionCode = await shell.#inSubshell(() => shell.#sequence(script));
        this.#environment.lastCode = this.#substitutionCode;
        return collected.bytes().toString('utf8').replace(/\n+$/, '');
      },
    };
  }

  #fork(streams: Streams, change: { hangUp?: AbortSignal; insideSubstitution?: boolean } = {}): Shell {
    const { hangUp = this.#hangUp, insideSubstitution = this.#insideSubstitution } = change;
    return new Shell(
      { machine: this.#machine, hangUp, ...streams },
      { environment: this.#environment, insideSubstitution },
    );
  }
}

/** Commands that change the shell itself. */
import { FsError } from '../machine/fs-error.ts';
import { normalise } from '../machine/fs-tree.ts';
import type { Machine } from '../machine/machine.ts';
import { type Environment, SHELL_NAME } from './environment.ts';
import type { Output } from './streams.ts';

/** Thrown by `exit`. */
export class ShellExit extends Error {
  readonly code: number;

  constructor(code: number) {
    super('exit');
    this.code = code;
  }
}

export interface BuiltInContext {
  readonly machine: Machine;
  readonly environment: Environment;
  readonly stderr: Output;
  /** Runs shell text in this shell. */
  evaluate(text: string): Promise<number>;
  /** Runs a command with these words. */
  execute(words: readonly string[]): Promise<number>;
}

type BuiltIn = (context: BuiltInContext, args: readonly string[]) => number | Promise<number>;

export const BUILT_INS: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ['cd', changeDirectory],
  ['command', runRest],
  ['eval', (context, args) => context.evaluate(args.join(' '))],
  ['exec', runRest],
  [
    'exit',
    ({ environment }, [code]) => {
      throw new ShellExit(code === undefined ? environment.lastCode : Number.parseInt(code, 10) & 0xff);
    },
  ],
  ['export', exportVariables],
  ['set', () => 0],
  ['trap', () => 0],
  ['umask', () => 0],
  [
    'unset',
    ({ environment }, names) => {
      for (const name of names) environment.variables.delete(name);
      return 0;
    },
  ],
  ['wait', () => 0],
]);

async function runRest(context: BuiltInContext, args: readonly string[]): Promise<number> {
  const words = args[0] === '-v' ? ['which', ...args.slice(1)] : args;
  return words.length === 0 ? 0 : await context.execute(words);
}

function exportVariables({ environment }: BuiltInContext, args: readonly string[]): number {
  for (const arg of args) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(arg) ?? [];
    if (name !== undefined && value !== undefined) environment.variables.set(name, value);
  }
  return 0;
}

async function changeDirectory(
  { machine, environment, stderr }: BuiltInContext,
  [path = '/']: readonly string[],
): Promise<number> {
  const target = normalise(path, environment.cwd);
  try {
    if (machine.files.stat(target).kind !== 'directory') throw new FsError('ENOTDIR');
    environment.cwd = target;
    return 0;
  } catch (error) {
    if (!(error instanceof FsError)) throw error;
    await stderr.write(`${SHELL_NAME}: cd: ${path}: ${error.message}\n`);
    return 2;
  }
}

import { run } from '../../src/cli/program.ts';

export interface Captured {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, into strings in place of the terminal. */
export async function runCaptured(...argv: readonly string[]): Promise<Captured> {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    isTTY: false as const,
    write: (chunk: string | Uint8Array): boolean => {
      written[name] += String(chunk);
      return true;
    },
  });
  const exitCode = await run(argv, { out: stream('out'), err: stream('err') } as never);
  return { exitCode, ...written };
}

import type { Adb } from '@yume-chan/adb';
import type { ReadableStream } from '@yume-chan/stream-extra';
import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import type { PhoneLink } from './link.ts';
import type { ShellProcess } from './phone.ts';

export type Argv = readonly [string, ...string[]];

/** The outcome of a command, its output as it came. */
export interface RawShellResult {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly exitCode: number;
}

/** Words made of these need no quotes in any position; `=` and `~` would, at the start. */
const PLAIN_WORD = /^[A-Za-z0-9_@%+:,./-]+$/;
/** Stands between the output and the exit code where the protocol gives none; no command of ours prints it. */
const EXIT_MARKER = 'postwright-exit:';
/** What is kept of a long-running command's output: its end, since that says why it ended. */
const KEPT_OUTPUT_CHARS = 64 * 1024;

/**
 * The line that makes the phone's `sh` call exactly this command with exactly these arguments.
 * @throws DEVICE_COMMAND_FAILED for a NUL, which no command line can hold.
 */
export function commandLine(argv: Argv): string {
  return argv.map(quoteWord).join(' ');
}

function quoteWord(word: string): string {
  if (word.includes('\0')) {
    throw new PostwrightError('DEVICE_COMMAND_FAILED', 'An argument of a command holds a NUL character');
  }
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Runs a command to its end. The exit code is given back, not thrown. */
export function runCommand(link: PhoneLink, argv: Argv, limits: Limits): Promise<RawShellResult> {
  const line = commandLine(argv);
  return link.run(argv[0], limits, async (adb) => {
    const shell = adb.subprocess.shellProtocol;
    return shell === undefined ? await runWithoutProtocol(adb, line) : await shell.spawnWait([line]);
  });
}

/** Android without shell_v2 merges the streams and tells no exit code; the shell prints it behind a marker. */
async function runWithoutProtocol(adb: Adb, line: string): Promise<RawShellResult> {
  const output = Buffer.from(await adb.subprocess.noneProtocol.spawnWait([`${line}; echo ${EXIT_MARKER}$?`]));
  const at = output.lastIndexOf(EXIT_MARKER);
  const exitCode = Number.parseInt(output.subarray(at + EXIT_MARKER.length).toString('latin1'), 10);
  if (at === -1 || Number.isNaN(exitCode)) throw new Error('The command ended without an exit code');
  return { stdout: output.subarray(0, at), stderr: new Uint8Array(), exitCode };
}

/** Starts a command and leaves it running; its connection ends with the phone or with `end()`. */
export async function startCommand(link: PhoneLink, argv: Argv, limits: Limits): Promise<ShellProcess> {
  const line = commandLine(argv);
  const held = await link.hold(argv[0], limits, (adb) => spawn(adb, line));
  const tail = new OutputTail();
  const reading = Promise.all(held.value.outputs.map((output) => tail.follow(output)));
  const ended = Promise.allSettled([held.value.exited, reading]).then(([exit]) => {
    held.release();
    return { output: tail.text, exitCode: exit.status === 'fulfilled' ? exit.value : null };
  });
  return {
    ended,
    end: async () => {
      held.release();
      await ended;
    },
  };
}

interface Spawned {
  readonly outputs: readonly ReadableStream<Uint8Array>[];
  readonly exited: Promise<number | null>;
}

async function spawn(adb: Adb, line: string): Promise<Spawned> {
  const shell = adb.subprocess.shellProtocol;
  if (shell !== undefined) {
    const process = await shell.spawn([line]);
    process.exited.catch(() => {});
    return { outputs: [process.stdout, process.stderr], exited: process.exited };
  }
  const process = await adb.subprocess.noneProtocol.spawn([line]);
  return { outputs: [process.output], exited: process.exited.then(() => null) };
}

/** The end of what a command printed, both streams in order of arrival. */
class OutputTail {
  text = '';

  async follow(output: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of output) {
      this.text = (this.text + decoder.decode(chunk, { stream: true })).slice(-KEPT_OUTPUT_CHARS);
    }
  }
}

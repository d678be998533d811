/** Opens the files behind `>`, `<` and their relatives. */
import type { FileWriter } from '../machine/file-writer.ts';
import type { Files } from '../machine/files.ts';
import { FsError } from '../machine/fs-error.ts';
import { normalise } from '../machine/fs-tree.ts';
import { type Input, inputOf, NOTHING, type Output, outputTo } from './streams.ts';
import type { Redirect, Word } from './syntax.ts';

export interface Streams {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
}

interface RedirectContext {
  readonly files: Files;
  readonly cwd: string;
  expand(word: Word): Promise<string>;
}

type Opened = { readonly streams: Streams; close(): void } | { readonly error: string };

/** The streams after all `redirects`, in their order; `error` is what the shell says about the first that cannot be opened. */
export async function openRedirects(
  redirects: readonly Redirect[],
  before: Streams,
  context: RedirectContext,
): Promise<Opened> {
  const writers: FileWriter[] = [];
  let streams = before;
  for (const redirect of redirects) {
    const target = await context.expand(redirect.target);
    try {
      streams = apply(redirect, target, { streams, context, writers });
    } catch (error) {
      for (const writer of writers) writer.close();
      if (error instanceof FsError)
        return { error: `can't ${redirect.operator === '<' ? 'open' : 'create'} ${target}: ${error.message}` };
      if (error instanceof BadDescriptor) return { error: error.message };
      throw error;
    }
  }
  return {
    streams,
    close: () => {
      for (const writer of writers) writer.close();
    },
  };
}

class BadDescriptor extends Error {}

interface Applying {
  readonly streams: Streams;
  readonly context: RedirectContext;
  readonly writers: FileWriter[];
}

function apply({ from, operator }: Redirect, target: string, { streams, context, writers }: Applying): Streams {
  if (operator === '>&') {
    if (target !== '1' && target !== '2') throw new BadDescriptor(`>&${target}: bad file descriptor`);
    const output = target === '1' ? streams.stdout : streams.stderr;
    return from === 2 ? { ...streams, stderr: output } : { ...streams, stdout: output };
  }
  const path = normalise(target, context.cwd);
  if (operator === '<')
    return { ...streams, stdin: path === '/dev/null' ? NOTHING : inputOf(context.files.read(path)) };
  const output = path === '/dev/null' ? NOTHING : open(path, operator === '>>', { files: context.files, writers });
  if (from === 'both') return { ...streams, stdout: output, stderr: output };
  return from === 2 ? { ...streams, stderr: output } : { ...streams, stdout: output };
}

function open(path: string, append: boolean, { files, writers }: { files: Files; writers: FileWriter[] }): Output {
  const existing = append && files.exists(path) ? files.read(path) : null;
  const writer = files.create(path);
  writers.push(writer);
  if (existing) writer.write(existing);
  return outputTo(writer);
}

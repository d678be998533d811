import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { freshDatabase } from '../support/database.ts';
import { hostileMedia } from './hostile-media.ts';

/** Minutes are for machines that do much else; without its limits, one of the files takes for ever. */
const ALL_MS = 180_000;
/** Four pictures of 60 megapixels fit into it. Any of the bombs would take several times as much. */
const MAX_GROWN_MIB = 1024;

interface Line {
  readonly name: string;
  readonly outcome: string;
}

test('malformed media are refused, or taken and drawn, in bounded memory', async (t) => {
  const home = await mkdtemp(join(tmpdir(), 'postwright-hostile-'));
  t.after(() => rm(home, { recursive: true }));
  const [folder, directory] = [join(home, 'files'), join(home, 'materials')];
  await mkdir(folder);
  const files = await hostileMedia();
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
  const { url } = await freshDatabase(t);
  const child = join(import.meta.dirname, 'hostile-child.ts');
  const options = { timeout: ALL_MS, killSignal: 'SIGKILL' } as const;
  const { stdout } = await promisify(execFile)(process.execPath, [child, folder, directory, url], options);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const memory = lines.pop() as { readonly atFirst: number; readonly peak: number };
  const outcomes = new Map((lines as Line[]).map(({ name, outcome }) => [name, outcome]));
  for (const { name, expected } of files) {
    const outcome = outcomes.get(name) ?? 'nothing';
    if (expected === null) assert.match(outcome, /^(taken|refused)$/, name);
    else assert.equal(outcome, expected, name);
  }
  t.diagnostic(`${files.length} files, ${memory.atFirst} MiB at first, ${memory.peak} MiB at most`);
  assert.ok(memory.peak - memory.atFirst < MAX_GROWN_MIB, `it grew to ${memory.peak} MiB`);
  assert.deepEqual(await readdir(join(directory, 'unfinished')), []);
});

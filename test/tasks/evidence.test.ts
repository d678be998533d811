import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { EvidenceStore } from '../../src/tasks/evidence.ts';
import { smallDisk } from '../support/small-disk.ts';

const never = new AbortController().signal;
const file = { attempt: 1, sequence: 1, kind: 'screenshot', name: 'published' } as const;

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'postwright-evidence-'));
  t.after(async () => await rm(path, { recursive: true, force: true }));
  return path;
}

test('evidence counts what it takes, also what was there before', async (t) => {
  const directory = await folder(t);
  const before = new EvidenceStore(directory);
  await before.keep(Buffer.alloc(1_000), { taskId: 1, ...file });
  const store = new EvidenceStore(directory);
  assert.deepEqual(await store.measure(never), [1]);
  const kept = await store.keep(Buffer.alloc(500), { taskId: 2, ...file });
  assert.equal(kept?.path, '2/1-01-published.png');
  await store.keep(Buffer.alloc(24), { taskId: 2, ...file, sequence: 2 });
  assert.deepEqual([store.totalBytes, store.bytesOf(1), store.bytesOf(2)], [1_524, 1_000, 524]);
  await store.removeOf([1, 3]);
  assert.deepEqual([store.totalBytes, await readdir(directory)], [524, ['2']]);
});

test('a folder that was on its way out goes at the next start', async (t) => {
  const directory = await folder(t);
  const store = new EvidenceStore(directory);
  await store.keep(Buffer.alloc(10), { taskId: 1, ...file });
  await store.detach(1);
  assert.deepEqual(await new EvidenceStore(directory).measure(never), []);
  assert.deepEqual(await readdir(directory), []);
});

test('a file that the disk does not take is told, and leaves nothing half written', async (t) => {
  const disk = await smallDisk(t, 1);
  const directory = join(disk ?? (await folder(t)), 'evidence');
  // Where nobody may mount a disk that is full, a file that stands in the way is as good a reason.
  if (disk === undefined) await writeFile(directory, '');
  const lost: unknown[] = [];
  const store = new EvidenceStore(directory, (error) => lost.push((error as NodeJS.ErrnoException).code));
  assert.equal(await store.keep(Buffer.alloc(3 * 1024 ** 2), { taskId: 1, ...file }), null);
  assert.deepEqual(lost, [disk === undefined ? 'ENOTDIR' : 'ENOSPC']);
  assert.equal(store.totalBytes, 0);
  if (disk === undefined) return;
  assert.deepEqual(await readdir(join(directory, '1')), []);
  await store.keep(Buffer.alloc(1_000), { taskId: 1, ...file });
  assert.equal(store.totalBytes, 1_000);
});

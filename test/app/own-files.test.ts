import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { ownsFiles } from '../../src/app/own-files.ts';

test('a data directory belongs to the first database that asks', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'postwright-own-'));
  t.after(async () => await rm(directory, { recursive: true }));
  assert.deepEqual(
    [await ownsFiles(directory, 'one'), await ownsFiles(directory, 'other'), await ownsFiles(directory, 'one')],
    [true, false, true],
  );
});

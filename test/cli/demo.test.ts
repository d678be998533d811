import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { startProgram } from '../support/program.ts';

test('the demo publishes exactly its posts, and does so again on the same data directory', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'postwright-demo-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const args = ['demo', '--once', '--pace', 'instant', '--port', '0', '--data-dir', join(folder, 'data')];
  for (const run of ['first', 'second']) {
    const demo = startProgram(t, { cwd: folder, args });
    assert.equal(await demo.ended(), 0, `the ${run} demo:\n${demo.output()}`);
    assert.match(demo.output(), /✓ The rack's ledger holds exactly these 6 posts/);
    assert.equal(demo.output().match(/✓ Receipt of task/g)?.length, 6);
  }
});

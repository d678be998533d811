import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { startWorld, videoPost } from './world.ts';

test('a post that is up is up, also when the disk takes no picture of it', async (t) => {
  const { rack, api, dataDir } = await startWorld(t);
  // A file stands where the folder would be, so that nothing can be kept, as on a full disk.
  await writeFile(join(dataDir, 'evidence'), '');
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'without a picture'));
  const task = await api.finished(id);
  assert.equal(task.status_text, 'completed');
  const { screenshot, screenshot_url } = task.result ?? {};
  assert.deepEqual([screenshot, screenshot_url], [null, null]);
  assert.deepEqual(
    task.attempts.flatMap(({ evidence }) => evidence),
    [],
  );
  assert.equal(rack.posts.list().length, 1);
});

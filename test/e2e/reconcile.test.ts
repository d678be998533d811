import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Not, startWorld, videoPost, waitFor } from './world.ts';

test('a post whose phone died right after it, and which was given up, is found when the phone is back', async (t) => {
  const { rack, api } = await startWorld(t);
  const phone = rack.phone('RACK0001');
  phone?.faults.order({ kind: 'post_then_die' });
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'before the blackout'));
  await waitFor('the phone to vanish', async () => (phone?.summary().state === 'absent' ? true : new Not('there')));
  await api.call('POST', `/task/${id}/stop`);
  const stopped = await api.finished(id);
  assert.deepEqual([stopped.error?.code, stopped.error?.published], ['STOPPED', 'unknown']);
  assert.equal(stopped.reconcile?.looks, 0);
  phone?.plug();
  const task = await api.taskWhen(id, ({ status_text }) => status_text === 'completed');
  assert.deepEqual(
    task.reconcile?.history.map(({ result }) => result),
    ['published'],
  );
  assert.ok(task.result?.screenshot_url != null);
  assert.equal(rack.posts.list().length, 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { leftovers } from '../scripts/world.ts';
import { Not, startWorld, videoPost, waitFor } from './world.ts';

const SERIALS = ['RACK0001', 'RACK0002'] as const;
/** Pages of the apps on which a post is being made. */
const COMPOSING = /^(?:tiktok|instagram) compose$/;

test('a task that is deleted in the middle of a post leaves nothing behind on its phone', async (t) => {
  const { api, rack } = await startWorld(t, { phones: 2 });
  const configs = [{}, { target_app: 'instagram' }];
  for (const [index, serial] of SERIALS.entries()) {
    const phone = rack.phone(serial);
    assert.ok(phone);
    phone.faults.order({ kind: 'slow', ms_per_request: 40, times: 100_000 });
    const [id = 0] = await api.createTasks(videoPost([serial], 'half made', { script_config: configs[index] }));
    await waitFor('the post to be begun', async () =>
      phone.log().some(({ what }) => COMPOSING.test(what))
        ? true
        : new Not(JSON.stringify((await api.task(id)).progress)),
    );
    assert.equal((await api.call('DELETE', `/task/${id}`)).code, 0);
    assert.deepEqual(leftovers(phone), [], 'the copied files are gone before the answer comes');
    await waitFor('the app to be left', async () => {
      const lines = phone.log().map(({ what }) => what);
      const stops = lines.findLastIndex((what) => /force-stop com\.(?:zhiliaoapp|instagram)/.test(what));
      return stops > lines.findIndex((what) => COMPOSING.test(what)) ? true : new Not(lines.slice(-3).join(' | '));
    });
    assert.deepEqual(phone.front.drafts(), []);
    assert.deepEqual(rack.posts.list(), []);
  }
});

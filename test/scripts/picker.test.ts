import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type AppName, SOUND_AS_IT_IS } from '../../src/scripts/script.ts';
import { CLIP, failsWith, leftovers, onlyPost, PHOTOS, type PostWorld, postWorld, sumsOf } from './world.ts';

const LIMITS = { signal: new AbortController().signal, timeoutMs: 10_000 };

/** A screenshot somebody takes on the phone. */
async function takeScreenshot(world: PostWorld, name: string): Promise<string> {
  const path = `/sdcard/Pictures/Screenshots/${name}.png`;
  const phone = world.phoneNow();
  await phone.shell(['mkdir', '-p', '/sdcard/Pictures/Screenshots'], LIMITS);
  await phone.shell(['screencap', '-p', path], LIMITS);
  await phone.registerMedia({ ...LIMITS, path, kind: 'image' });
  return path.replace('/sdcard', '/storage/emulated/0');
}

describe('the pictures of a task are picked in its order', () => {
  for (const app of ['tiktok', 'instagram'] as const satisfies readonly AppName[]) {
    it(`${app}: a newer screenshot in the gallery is left where it is`, async (t) => {
      const world = await postWorld(t);
      const attempt = world.attempt({ app, kind: 'images' });
      let screenshot = '';
      attempt.ledger.onStep = async (name) => {
        if (name === 'compose') screenshot = await takeScreenshot(world, 'shot');
      };
      await attempt.run();
      assert.deepEqual(
        sumsOf(onlyPost(world)),
        PHOTOS.map((photo) => photo.sha256),
      );
      assert.deepEqual(leftovers(world.rackPhone), [screenshot]);
    });

    it(`${app}: as many as go over several pages, from beneath newer ones`, async (t) => {
      const world = await postWorld(t);
      const materials = Array.from({ length: 18 }, (_, index) => PHOTOS[(index * index) % 3] ?? PHOTOS[0]).flatMap(
        (photo) => photo ?? [],
      );
      const attempt = world.attempt({ app, kind: 'images', materials });
      attempt.ledger.onStep = async (name) => {
        if (name === 'compose') for (const number of [1, 2, 3]) await takeScreenshot(world, `shot-${number}`);
      };
      await attempt.run();
      assert.deepEqual(
        sumsOf(onlyPost(world)),
        materials.map((photo) => photo.sha256),
      );
    });
  }

  for (const kind of ['reel', 'story'] as const) {
    it(`instagram, ${kind}: a newer screenshot is not what it is made of`, async (t) => {
      const world = await postWorld(t);
      const attempt = world.attempt({ app: 'instagram', kind, way: 'addButton', caption: '' });
      attempt.ledger.onStep = async (name) => {
        if (name === 'compose') await takeScreenshot(world, 'shot');
      };
      await attempt.run();
      assert.deepEqual(sumsOf(onlyPost(world)), [CLIP.sha256]);
    });
  }

  it('a screenshot that comes while the files are picked: the picker is opened anew', async (t) => {
    const world = await postWorld(t);
    const attempt = world.attempt({ app: 'tiktok', kind: 'images' });
    let taken = 0;
    onPicker(t, world, async () => {
      if (taken < 1) await takeScreenshot(world, `shot-${taken++}`);
    });
    await attempt.run();
    assert.equal(taken, 1);
    assert.deepEqual(
      sumsOf(onlyPost(world)),
      PHOTOS.map((photo) => photo.sha256),
    );
  });

  it('begun from the page of a sound, it is begun there again', async (t) => {
    const world = await postWorld(t);
    const sound = { ...SOUND_AS_IT_IS, choice: 'page', query: 'slow sunday' } as const;
    const attempt = world.attempt({ app: 'tiktok', kind: 'images', way: 'useSound', sound });
    let taken = 0;
    onPicker(t, world, async () => {
      if (taken < 1) await takeScreenshot(world, `shot-${taken++}`);
    });
    await attempt.run();
    assert.equal(onlyPost(world).sound, 'Slow Sunday');
    assert.deepEqual(
      sumsOf(onlyPost(world)),
      PHOTOS.map((photo) => photo.sha256),
    );
  });

  it('a gallery that never comes to rest ends the attempt before the commit point', async (t) => {
    const world = await postWorld(t);
    const attempt = world.attempt({ app: 'tiktok', kind: 'images' });
    let taken = 0;
    onPicker(t, world, async () => void (await takeScreenshot(world, `shot-${taken++}`)));
    await failsWith('MEDIA_NOT_PICKED', attempt.run());
    assert.equal(attempt.ledger.commits, 0);
    assert.deepEqual(world.rack.posts.list(), []);
    assert.equal(leftovers(world.rackPhone).length, taken);
  });
});

/** Calls `work` whenever TikTok has opened its picker, until the test ends. */
function onPicker(t: TestContext, { rackPhone }: PostWorld, work: () => Promise<void>): void {
  let seen = 0;
  const watch = setInterval(() => {
    const opened = rackPhone.log().filter(({ kind, what }) => kind === 'app' && what === 'tiktok picker').length;
    const isNew = opened > seen;
    seen = opened;
    if (isNew) void work();
  }, 2);
  t.after(() => clearInterval(watch));
}

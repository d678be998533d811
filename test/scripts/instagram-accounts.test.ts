import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failsWith, leftovers, onlyPost, PHOTOS, postWorld } from './world.ts';

/** Every second one is private: its name stands behind a lock, which reads as spaces. */
const ACCOUNTS = ['harbour.notes', 'cedar_clay', 'tiny.orchard', 'paper_lanterns', 'noon'];

describe('a phone with several accounts of Instagram', () => {
  for (const language of ['en', 'es'] as const) {
    it(`posts as each of five, public and private, in ${language}`, async (t) => {
      const world = await postWorld(t, { phone: { language, accounts: { instagram: ACCOUNTS } } });
      const order = ['paper_lanterns', 'noon', 'harbour.notes', '@Cedar_Clay', 'tiny.orchard'];
      for (const [index, username] of order.entries()) {
        const kind = (['reel', 'images', 'story'] as const)[index % 3] ?? 'reel';
        const plan = { app: 'instagram', kind, username, caption: kind === 'story' ? '' : `Post ${index}` } as const;
        const attempt = world.attempt(kind === 'images' ? { ...plan, materials: PHOTOS.slice(0, 1) } : plan);
        const receipt = await attempt.run();
        assert.deepEqual(attempt.ledger.accounts, [receipt.account]);
      }
      assert.deepEqual(
        world.rack.posts.list().map((post) => post.account),
        order.map((name) => name.replace('@', '').toLowerCase()),
      );
    });
  }

  it('who is not signed in is told with those that are, before anything is made', async (t) => {
    const world = await postWorld(t, { phone: { accounts: { instagram: ACCOUNTS } } });
    const attempt = world.attempt({ app: 'instagram', kind: 'reel', username: 'somebody.else' });
    const error = await failsWith('ACCOUNT_NOT_SIGNED_IN', attempt.run());
    for (const name of ACCOUNTS) assert.ok(error.message.includes(`@${name}`), `${error.message} names @${name}`);
    assert.deepEqual(attempt.ledger.steps, ['prepare', 'account', 'cleanup']);
    assert.equal(attempt.ledger.commits, 0);
    assert.deepEqual(leftovers(world.rackPhone), []);
  });

  it('a name that only begins like another is not taken for it', async (t) => {
    const world = await postWorld(t, { phone: { accounts: { instagram: ['noon.two', 'noon', 'noon.too'] } } });
    await world.attempt({ app: 'instagram', kind: 'reel', username: 'noon' }).run();
    assert.equal(onlyPost(world).account, 'noon');
  });
});

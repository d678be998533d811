import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failsWith, leftovers, onlyPost, postWorld } from './world.ts';

const ACCOUNTS = {
  tiktok: ['first.one', 'second_two', 'third', 'fourth.4'],
  instagram: ['insta.a', 'insta_b', 'insta.c'],
};
const LANGUAGES = ['en', 'es'] as const;

/** What the app took is read back before anything can be published. */
describe('an app that does something else than it was told ends the attempt before the commit point', () => {
  for (const app of ['tiktok', 'instagram'] as const) {
    const kind = app === 'tiktok' ? 'video' : 'reel';

    it(`${app}: a switch that lands at another account`, async (t) => {
      const username = ACCOUNTS[app][1] ?? '';
      const world = await postWorld(t, { phone: { accounts: ACCOUNTS }, faults: [{ kind: 'wrong_account' }] });
      const attempt = world.attempt({ app, kind, username });
      const error = await failsWith('ACCOUNT_MISMATCH', attempt.run());
      assert.match(
        error.message,
        new RegExp(`@${username} was chosen in .*, but @${ACCOUNTS[app][2]} is still current`),
      );
      assert.equal(attempt.ledger.commits, 0);
      assert.deepEqual(attempt.ledger.accounts, []);
      assert.deepEqual(world.rack.posts.list(), []);
      await world.attempt({ app, kind, username }).run();
      assert.equal(onlyPost(world).account, username);
    });

    it(`${app}: a caption that loses its end`, async (t) => {
      const world = await postWorld(t, { faults: [{ kind: 'caption_truncated' }] });
      const attempt = world.attempt({ app, kind, caption: 'first half, second half' });
      const error = await failsWith('CAPTION_MISMATCH', attempt.run());
      assert.match(error.message, /should read "first half, second half"; the app has "first half, "/);
      assert.equal(attempt.ledger.commits, 0);
      assert.deepEqual(world.rack.posts.list(), []);
      assert.deepEqual(leftovers(world.rackPhone), []);
      assert.deepEqual(world.rackPhone.front.drafts(), []);
    });
  }
});

describe('several accounts in one TikTok', () => {
  for (const language of LANGUAGES) {
    it(`${language}: one after the other, each post where it belongs`, async (t) => {
      const world = await postWorld(t, { phone: { accounts: ACCOUNTS, language } });
      const order = ['third', 'first.one', 'fourth.4', 'second_two'];
      for (const username of order) await world.attempt({ app: 'tiktok', username, caption: `for ${username}` }).run();
      assert.deepEqual(
        world.rack.posts.list().map(({ account, caption }) => `${account}: ${caption}`),
        order.map((username) => `${username}: for ${username}`),
      );
    });

    it(`${language}: one that is not signed in, with the list of those that are`, async (t) => {
      const world = await postWorld(t, { phone: { accounts: ACCOUNTS, language } });
      const error = await failsWith('ACCOUNT_NOT_SIGNED_IN', world.attempt({ app: 'tiktok', username: 'fifth' }).run());
      assert.match(error.message, /@fifth is not signed in .*: @first\.one, @second_two, @third, @fourth\.4\./);
      assert.deepEqual(leftovers(world.rackPhone), []);
    });
  }

  it('the sounds and products of a post are those of its account', async (t) => {
    const accounts = { tiktok: ['first.noshop', 'second', 'third.empty'] };
    const world = await postWorld(t, { phone: { accounts } });
    const plan = { app: 'tiktok', productLink: true } as const;
    await failsWith('PRODUCT_NOT_FOUND', world.attempt({ ...plan, username: 'third.empty' }).run());
    await world.attempt({ ...plan, username: 'second' }).run();
    const { account, product_link } = onlyPost(world);
    assert.deepEqual({ account, product_link }, { account: 'second', product_link: 'Linen apron, natural' });
  });
});

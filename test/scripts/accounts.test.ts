import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failsWith, leftovers, onlyPost, PHOTOS, postWorld, sumsOf } from './world.ts';

const ACCOUNTS = { tiktok: ['first.one', 'Second_Two', 'third'], instagram: ['insta.a', 'insta_b'] } as const;

describe('accounts', () => {
  for (const app of ['tiktok', 'instagram'] as const) {
    const [current, other] = ACCOUNTS[app];
    const kind = app === 'tiktok' ? 'video' : 'reel';

    it(`${app}: reads who is signed in, the current one first`, async (t) => {
      const world = await postWorld(t, { phone: { accounts: ACCOUNTS, language: 'es' } });
      const signedIn = await world.scripts.readSignedInAccounts(await world.screen(), app, world.phone.gone);
      assert.equal(signedIn.current, current);
      assert.deepEqual(
        signedIn.all,
        ACCOUNTS[app].map((name) => name.toLowerCase()),
      );
    });

    it(`${app}: publishes as the account of the plan, whatever case and @ it is written with`, async (t) => {
      const world = await postWorld(t, { phone: { accounts: ACCOUNTS } });
      const attempt = world.attempt({ app, kind, username: `@${other.toUpperCase()}` });
      const receipt = await attempt.run();
      assert.equal(onlyPost(world).account.toLowerCase(), other.toLowerCase());
      assert.equal(receipt.account, other.toLowerCase());
      assert.deepEqual(attempt.ledger.accounts, [other.toLowerCase()]);
    });

    it(`${app}: an account whose name only begins like one that is signed in`, async (t) => {
      const world = await postWorld(t, { phone: { accounts: { ...ACCOUNTS, [app]: [current] } } });
      await failsWith('ACCOUNT_NOT_SIGNED_IN', world.attempt({ app, kind, username: current.slice(0, -1) }).run());
      assert.deepEqual(world.rack.posts.list(), []);
    });
  }
});

describe('carousels longer than the picker’s screen', () => {
  for (const [app, count] of [
    ['tiktok', 35],
    ['instagram', 20],
  ] as const) {
    it(`${app}: ${count} photos in their order`, async (t) => {
      const materials = Array.from({ length: count }, (_, index) => PHOTOS[(index * index) % 3] ?? PHOTOS[0]).filter(
        (photo) => photo !== undefined,
      );
      const world = await postWorld(t);
      await world.attempt({ app, kind: 'images', materials }).run();
      assert.deepEqual(
        sumsOf(onlyPost(world)),
        materials.map((photo) => photo.sha256),
      );
      assert.deepEqual(leftovers(world.rackPhone), []);
    });
  }
});

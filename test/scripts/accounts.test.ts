import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failsWith, leftovers, onlyPost, PHOTOS, postWorld, sumsOf } from './world.ts';

/** As many as the apps take on one phone (facts 4.5, 4.13), with names that are nearly the same. */
const MANY = {
  tiktok: ['zoe', 'first_one', 'firstxone', 'first.one.', 'first.one', 'first.on', 'xfirst.one', 'FIRST.ONE_2'],
  instagram: ['zoe', 'first_one', 'firstxone', 'first.one', 'FIRST.ONE_2'],
} as const;

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

    it(`${app}: of many accounts with nearly the same name the one with this name publishes`, async (t) => {
      const world = await postWorld(t, { phone: { accounts: MANY } });
      const attempt = world.attempt({ app, kind, username: '@First.One' });
      await attempt.run();
      assert.equal(onlyPost(world).account, 'first.one');
      assert.deepEqual(attempt.ledger.accounts, ['first.one']);
      // Whatever the last one left, the next one begins anew.
      const last = world.attempt({ app, kind, username: 'first.one_2', caption: 'Another' });
      await last.run();
      assert.equal(world.rack.posts.list()[1]?.account, 'FIRST.ONE_2');
      const signedIn = await world.scripts.readSignedInAccounts(await world.screen(), app, world.phone.gone);
      assert.equal(signedIn.current, 'first.one_2');
      assert.deepEqual(signedIn.all.toSorted(), MANY[app].map((name) => name.toLowerCase()).toSorted());
    });

    it(`${app}: an account that is not signed in ends it before anything is made, naming those that are`, async (t) => {
      const world = await postWorld(t, { phone: { accounts: MANY } });
      const attempt = world.attempt({ app, kind, username: 'first.one3' });
      const error = await failsWith('ACCOUNT_NOT_SIGNED_IN', attempt.run());
      const named = error.message.split('signed in: ')[1]?.replace(/\.$/, '').split(', ');
      assert.deepEqual(named?.toSorted(), MANY[app].map((name) => `@${name.toLowerCase()}`).toSorted());
      assert.equal(attempt.ledger.committedAt, null);
      assert.deepEqual(attempt.ledger.accounts, []);
      assert.deepEqual(
        [world.rack.posts.list(), world.rackPhone.front.drafts(), leftovers(world.rackPhone)],
        [[], [], []],
      );
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

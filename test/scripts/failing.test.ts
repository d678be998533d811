import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PostwrightError } from '../../src/errors.ts';
import { pause } from '../../src/kit/abort.ts';
import { failsWith, failure, leftovers, onlyPost, postWorld } from './world.ts';

/** Long enough for the rack, short enough for a test that waits it out. */
const SHORT_WAIT_MS = 1_500;
/** What the API promises of a stop while the phone answers. */
const STOP_MS = 2_000;
const POLL_MS = 20;

describe('before the commit point a failure leaves nothing behind', () => {
  it('an account that is not signed in: the message names those that are', async (t) => {
    const world = await postWorld(t);
    const attempt = world.attempt({ username: 'nobody.here' });
    const error = await failsWith('ACCOUNT_NOT_SIGNED_IN', attempt.run());
    assert.match(error.message, /@nobody\.here .*@rack0001_one, @rack0001_two/);
    assert.equal(attempt.ledger.commits, 0);
    assert.deepEqual(world.rack.posts.list(), []);
  });

  for (const app of ['tiktok', 'instagram'] as const) {
    it(`a logged-out ${app}`, async (t) => {
      const world = await postWorld(t, { faults: [{ kind: 'logged_out' }] });
      const attempt = world.attempt({ app, kind: app === 'tiktok' ? 'video' : 'reel' });
      await failsWith('APP_BLOCKED', attempt.run());
      assert.equal(attempt.ledger.commits, 0);
    });

    it(`a dialog nobody knows over ${app}`, async (t) => {
      const world = await postWorld(t, { faults: [{ kind: 'unknown_dialog', when: { step: 'editor' } }] });
      const attempt = world.attempt({ app, kind: app === 'tiktok' ? 'video' : 'reel' });
      const error = await failsWith('UNKNOWN_DIALOG', attempt.run());
      assert.match(error.message, new RegExp(`^${app}/[a-z-]+\\.yaml:\\d+: `), 'it names the flow and the line');
      assert.deepEqual([...attempt.ledger.evidence.keys()].sort(), ['failure.png', 'failure.xml']);
      const { words = '', selectors = [] } = attempt.ledger.lookedFor ?? {};
      assert.match(words, /(label|id) "/, 'the tree says what was looked for in it');
      assert.ok(selectors.length > 0);
      assert.equal(attempt.ledger.apps.length, 1);
      assert.equal(attempt.ledger.commits, 0);
      assert.deepEqual(leftovers(world.rackPhone), []);
      assert.deepEqual(world.rack.posts.list(), []);
    });

    it(`${app} crashes while the post is made`, async (t) => {
      const world = await postWorld(t, { faults: [{ kind: 'app_crash', when: { step: 'editor' } }] });
      const attempt = world.attempt({ app, kind: app === 'tiktok' ? 'video' : 'reel' });
      await failsWith('APP_CRASHED', attempt.run());
      assert.equal(attempt.ledger.commits, 0);
      assert.deepEqual(leftovers(world.rackPhone), []);
      await world.attempt({ app, kind: app === 'tiktok' ? 'video' : 'reel' }).run();
      onlyPost(world);
    });
  }

  it('a phone without the app', async (t) => {
    const world = await postWorld(t, { phone: { apps: { 'com.zhiliaoapp.musically': null } } });
    const error = await failsWith('APP_NOT_INSTALLED', world.attempt({}).run());
    assert.match(error.message, /TikTok .*com\.ss\.android\.ugc\.trill.* RACK0001/);
  });

  it('too little space on the phone', async (t) => {
    const world = await postWorld(t, { phone: { freeBytes: 150 * 1024 * 1024 } });
    const error = await failsWith('DEVICE_STORAGE_FULL', world.attempt({}).run());
    assert.match(error.message, /has 150 MiB free; this post needs 20\d MiB/);
  });

  it('a phone behind a PIN', async (t) => {
    const world = await postWorld(t, { phone: { lock: 'pin', awake: false } });
    await failsWith('DEVICE_LOCKED', world.attempt({}).run());
  });

  it('a stop takes effect at once and cleans up', async (t) => {
    const world = await postWorld(t);
    const attempt = world.attempt({});
    let stoppedAt = 0;
    attempt.ledger.onStep = (step) => {
      if (step !== 'compose') return;
      stoppedAt = Date.now();
      setImmediate(() => attempt.stop(new PostwrightError('STOPPED')));
    };
    await failsWith('STOPPED', attempt.run());
    assert.ok(Date.now() - stoppedAt < STOP_MS, `it took ${Date.now() - stoppedAt} ms`);
    assert.equal(attempt.ledger.commits, 0);
    assert.deepEqual(leftovers(world.rackPhone), []);
    assert.deepEqual(attempt.ledger.steps.at(-1), 'cleanup');
  });

  it('a stop of a half-made post takes effect as soon, and the next post is made afresh', async (t) => {
    const world = await postWorld(t);
    const attempt = world.attempt({ caption: 'half made' });
    const ended = failsWith('STOPPED', attempt.run());
    while (!world.rackPhone.log().some(({ what }) => what === 'tiktok compose')) await pause(POLL_MS, t.signal);
    const stoppedAt = Date.now();
    attempt.stop(new PostwrightError('STOPPED'));
    await ended;
    assert.ok(Date.now() - stoppedAt < STOP_MS, `it took ${Date.now() - stoppedAt} ms`);
    assert.deepEqual(leftovers(world.rackPhone), []);
    // A server that ends right now does not do what is owed.
    assert.equal(attempt.debts.length, 1);
    await world.attempt({ caption: 'made afresh' }).run();
    assert.equal(onlyPost(world).caption, 'made afresh');
    assert.deepEqual(world.rackPhone.front.drafts(), []);
  });

  it('the phone is unplugged while the post is made', async (t) => {
    const world = await postWorld(t);
    const attempt = world.attempt({});
    attempt.ledger.onStep = (step) => {
      if (step === 'compose') world.rackPhone.unplug();
    };
    await failsWith('DEVICE_LOST', attempt.run());
    assert.equal(attempt.ledger.commits, 0);
    world.rackPhone.plug();
    await world.until('RACK0001 device');
    await world.attempt({}).run();
    assert.deepEqual(leftovers(world.rackPhone), [], 'what the interrupted attempt left is swept away');
    onlyPost(world);
  });
});

describe('what comes between is answered', () => {
  for (const plan of [
    { app: 'tiktok', kind: 'images' },
    { app: 'instagram', kind: 'images' },
  ] as const) {
    it(`a permission dialog of ${plan.app}`, async (t) => {
      const world = await postWorld(t, { faults: [{ kind: 'permission_dialog' }] });
      await world.attempt(plan).run();
      assert.equal(onlyPost(world).kind, 'images');
    });
  }

  it('the UiAutomator2 server crashes while the post is made', async (t) => {
    const world = await postWorld(t, { faults: [{ kind: 'uia2_crash', when: { step: 'editor' } }] });
    await world.attempt({}).run();
    onlyPost(world);
  });

  it('an unknown dialog after the commit point is closed, since nothing can be lost by it', async (t) => {
    const world = await postWorld(t, { faults: [{ kind: 'unknown_dialog', when: { step: 'published' } }] });
    await world.attempt({}).run();
    onlyPost(world);
  });
});

describe('after the commit point', () => {
  for (const plan of [
    { app: 'tiktok', kind: 'video' },
    { app: 'instagram', kind: 'images' },
  ] as const) {
    it(`${plan.app} says that the upload failed`, async (t) => {
      const world = await postWorld(t, { phone: { language: 'es' }, faults: [{ kind: 'upload_failed' }] });
      const attempt = world.attempt(plan);
      await failsWith('UPLOAD_FAILED', attempt.run());
      assert.equal(attempt.ledger.commits, 1);
      assert.deepEqual(world.rack.posts.list(), []);
      assert.deepEqual(leftovers(world.rackPhone), []);
    });

    it(`an upload of ${plan.app} that does not end is unknown, now and when it is looked up`, async (t) => {
      const world = await postWorld(t, { faults: [{ kind: 'upload_stuck' }] });
      const attempt = world.attempt({ ...plan, uploadWaitMs: SHORT_WAIT_MS });
      await failsWith('OUTCOME_UNKNOWN', attempt.run());
      assert.equal(attempt.ledger.commits, 1);
      assert.ok(
        world.rackPhone.log().filter((entry) => entry.kind === 'shell' && /am force-stop com\./.test(entry.what))
          .length <= 1,
        'an upload that may be running is not ended: only the start stopped the app',
      );
      const longAgo = new Date(Date.now() - 60 * 60_000);
      assert.deepEqual(await attempt.lookUp(longAgo), { published: 'unknown', reason: 'The app is still uploading.' });
    });

    it(`the phone dies right after ${plan.app} published: the look-up finds the post, and nothing is posted again`, async (t) => {
      const world = await postWorld(t, { phone: { language: 'es' }, faults: [{ kind: 'post_then_die' }] });
      const attempt = world.attempt({ ...plan, caption: 'Antes del apagón #uno' });
      const error = await failure(attempt.run());
      assert.ok(['DEVICE_LOST', 'OUTCOME_UNKNOWN'].includes(error.errorName), error.errorName);
      world.rackPhone.plug();
      await world.until('RACK0001 device');
      const verdict = await attempt.lookUp();
      assert.equal(verdict.published, 'yes', JSON.stringify(verdict));
      assert.equal(onlyPost(world).caption, 'Antes del apagón #uno');
      assert.equal(verdict.published === 'yes' && verdict.receipt.account, onlyPost(world).account);
      assert.ok(attempt.ledger.evidence.has('published.png'));
    });
  }

  for (const app of ['tiktok', 'instagram'] as const) {
    it(`the phone is gone before the tap on ${app}: the post page is still there, so nothing was published`, async (t) => {
      const world = await postWorld(t);
      const attempt = world.attempt({ app, kind: app === 'tiktok' ? 'video' : 'reel' });
      attempt.ledger.onCommit = () => world.rackPhone.unplug();
      await failsWith('DEVICE_LOST', attempt.run());
      world.rackPhone.plug();
      await world.until('RACK0001 device');
      assert.deepEqual(await attempt.lookUp(), { published: 'no' });
      assert.deepEqual(world.rack.posts.list(), []);
    });
  }

  it('the next attempt gives an upload that may still run its time before it restarts the app', async (t) => {
    const world = await postWorld(t, { faults: [{ kind: 'upload_stuck' }] });
    await failsWith('OUTCOME_UNKNOWN', world.attempt({ caption: 'stuck', uploadWaitMs: SHORT_WAIT_MS }).run());
    const next = world.attempt({ caption: 'next', uploadWaitMs: SHORT_WAIT_MS });
    const startedAt = Date.now();
    let preparedAt = 0;
    next.ledger.onStep = (step) => {
      if (step === 'account') preparedAt = Date.now();
    };
    await next.run();
    assert.ok(preparedAt - startedAt >= SHORT_WAIT_MS, `it was given ${preparedAt - startedAt} ms`);
    assert.equal(onlyPost(world).caption, 'next');
  });

  it('a commit point that cannot be recorded stops the attempt before the tap', async (t) => {
    const world = await postWorld(t);
    const attempt = world.attempt({});
    attempt.ledger.onCommit = () => {
      throw new PostwrightError('SERVER_STOPPED');
    };
    await failsWith('SERVER_STOPPED', attempt.run());
    assert.deepEqual(world.rack.posts.list(), []);
  });

  it('another post with the same caption, made before, is not taken for this one', async (t) => {
    const world = await postWorld(t);
    const attempt = world.attempt({ caption: 'Every day the same' });
    await attempt.run();
    const later = new Date(Date.now() + 60 * 60_000);
    const verdict = await attempt.lookUp(later);
    assert.equal(verdict.published, 'unknown');
  });

  it('a profile that stays silent long after the commit point says no', async (t) => {
    const world = await postWorld(t);
    await world.attempt({ caption: 'Something else' }).run();
    const longAgo = new Date(Date.now() - 60 * 60_000);
    assert.deepEqual(await world.attempt({ caption: 'Never tapped' }).lookUp(longAgo), { published: 'no' });
  });
});

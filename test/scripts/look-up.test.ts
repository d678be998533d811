import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';

import { PostwrightError } from '../../src/errors.ts';
import type { Twin, Verdict } from '../../src/scripts/script.ts';
import { NOTHING_ADDED } from '../../src/simulator/front/apps/accounts.ts';
import { createFront } from '../../src/simulator/front/front.ts';
import type { Profiles } from '../../src/simulator/front/profiles.ts';
import type { CreateFront } from '../../src/simulator/rack-types.ts';
import { postWorld } from './world.ts';

const MINUTE_MS = 60_000;
/** Beyond what the tests' look-ups wait for. */
const COMMITTED_AGO_MS = 22 * MINUTE_MS;
const ago = (ms: number): Date => new Date(Date.now() - ms);

const KINDS = { tiktok: 'video', instagram: 'reel', story: 'story' } as const;

interface Shown {
  readonly caption: string;
  readonly ageMs: number;
}

/** A phone whose profile a test writes. */
async function profileWorld(t: TestContext, app: 'tiktok' | 'instagram') {
  let profiles: Profiles | undefined;
  const keeping: CreateFront = (machine, faults, options) => {
    profiles = options.profiles;
    return createFront(machine, faults, options);
  };
  const phone = { accounts: { tiktok: ['maria'], instagram: ['maria'] } };
  const world = await postWorld(t, { phone, createFront: keeping });
  /** The newest first. */
  const show = (posts: readonly Shown[], kind: (typeof KINDS)[keyof typeof KINDS] = KINDS[app]): void => {
    const list = profiles?.of(app, 'maria') ?? [];
    const media = [{ sha256: 'f'.repeat(64), size: 1, name: 'clip.mp4' }];
    const rows = posts.map(({ caption, ageMs }) => ({
      kind,
      caption,
      title: null,
      media,
      ...NOTHING_ADDED,
      publishedAt: ago(ageMs),
    }));
    list.splice(0, list.length, ...(rows as unknown as typeof list));
  };
  return { ...world, show };
}

const others = (count: number, fromMs: number): Shown[] =>
  Array.from({ length: count }, (_, index) => ({ caption: `Another ${index}`, ageMs: fromMs + index * 1_000 }));
const OLD = others(5, 60 * MINUTE_MS);

function verdictOf(verdict: Verdict): string {
  return verdict.published === 'unknown' ? verdict.reason : verdict.published;
}

function twin(isUp: boolean): Twin {
  const upFrom = ago(COMMITTED_AGO_MS - MINUTE_MS);
  return { isUp, upFrom, upUntil: upFrom };
}

/** One that came up two minutes before the commit point, which its age tells and the time it was seen does not. */
const JUST_BEFORE = { caption: 'The wanted one', ageMs: COMMITTED_AGO_MS + 2.1 * MINUTE_MS };
function before(): Twin {
  const [upFrom, upUntil] = [2.2, 1.9].map((minutes) => ago(COMMITTED_AGO_MS + minutes * MINUTE_MS)) as [Date, Date];
  return { isUp: true, upFrom, upUntil };
}

/** Seen or not, the ages of both could be those of one: then their number is to decide. */
const AT_ONCE = { caption: 'The wanted one', ageMs: COMMITTED_AGO_MS };
function agesAgo(ageMs: number): Twin {
  const aroundMs = 0.1 * MINUTE_MS;
  return { isUp: true, upFrom: ago(ageMs + aroundMs), upUntil: ago(ageMs - aroundMs) };
}

const BEFORE_AT_ONCE = [0.5, 1.3, 2].flatMap((minutes) =>
  [true, false].map((isUp) => ({ ageMs: COMMITTED_AGO_MS + minutes * MINUTE_MS, isUp })),
);

const EARLIER = 'The profile shows a post with this caption that may be an earlier one.';

for (const app of ['tiktok', 'instagram'] as const) {
  test(`a look at a profile of ${app}`, async (t) => {
    const { show, attempt } = await profileWorld(t, app);
    const look = async (alike: readonly boolean[] = [], earlier: readonly string[] = []): Promise<string> => {
      const { ledger, lookUp } = attempt({ app, kind: KINDS[app], username: 'maria', caption: 'The wanted one' });
      ledger.alike = alike.map((isUp) => twin(isUp));
      ledger.earlier = earlier.map((caption) => ({ caption, title: null }));
      return verdictOf(await lookUp(ago(COMMITTED_AGO_MS)));
    };
    const wanted = { caption: 'The wanted one', ageMs: COMMITTED_AGO_MS - MINUTE_MS };

    await t.test('finds the post beneath those that came after it', async () => {
      show([...others(8, MINUTE_MS), wanted, ...OLD]);
      assert.equal(await look(), 'yes');
    });

    await t.test('finds it beneath many, where a screen of them looks as the one before', async () => {
      show([...others(25, MINUTE_MS), wanted, ...OLD]);
      assert.equal(await look(), 'yes');
    });

    await t.test('counts those that look the same one by one where they fill more than a screen', async () => {
      const { ledger, lookUp } = attempt({ app, kind: KINDS[app], username: 'maria', caption: 'The wanted one' });
      const ages = Array.from({ length: 14 }, (_, index) => COMMITTED_AGO_MS + (index + 1) * MINUTE_MS);
      ledger.alike = ages.map(agesAgo);
      const earlier = ages.map((ageMs) => ({ caption: 'The wanted one', ageMs }));
      show([...earlier, ...OLD]);
      assert.equal(verdictOf(await lookUp(ago(COMMITTED_AGO_MS))), 'no');
      show([AT_ONCE, ...earlier, ...OLD]);
      assert.equal(verdictOf(await lookUp(ago(COMMITTED_AGO_MS))), 'yes');
    });

    await t.test('counts beyond posts that came up before it and after the others', async () => {
      const { ledger, lookUp } = attempt({ app, kind: KINDS[app], username: 'maria', caption: 'The wanted one' });
      const between = others(5, COMMITTED_AGO_MS + MINUTE_MS);
      ledger.alike = [agesAgo(COMMITTED_AGO_MS + 2 * MINUTE_MS)];
      ledger.earlier = between.map(({ caption }) => ({ caption, title: null }));
      show([...between, { caption: 'The wanted one', ageMs: COMMITTED_AGO_MS + 2 * MINUTE_MS }, ...OLD]);
      assert.equal(verdictOf(await lookUp(ago(COMMITTED_AGO_MS))), 'no');
    });

    await t.test('reads back to what is older before it says no', async () => {
      show([...others(8, MINUTE_MS), ...OLD]);
      assert.equal(await look(), 'no');
    });

    if (app === 'instagram') return;
    await t.test('reads to the end of a short profile, and takes posts that were there before for older', async () => {
      show(others(4, MINUTE_MS));
      assert.equal(await look(), 'no');
      show([...others(6, MINUTE_MS), wanted]);
      assert.equal(await look([], ['Another 1', 'Another 2', 'Another 3', 'Another 4']), 'no');
    });

    await t.test('counts posts that look the same', async () => {
      show([wanted, ...OLD]);
      assert.equal(await look([true]), 'no');
      assert.equal(await look([false]), EARLIER);
      show([wanted, wanted, ...OLD]);
      assert.equal(await look([true]), 'yes');
    });

    await t.test('does not take it for one that came before, whose place another one shows', async () => {
      show([wanted, JUST_BEFORE, ...OLD]);
      const { ledger, lookUp } = attempt({ app, kind: KINDS[app], username: 'maria', caption: 'The wanted one' });
      ledger.alike = [before()];
      assert.equal(verdictOf(await lookUp(ago(COMMITTED_AGO_MS))), 'yes');
    });

    await t.test('counts from before the others where their ages do not tell', async () => {
      const { ledger, lookUp } = attempt({ app, kind: KINDS[app], username: 'maria', caption: 'The wanted one' });
      for (const { ageMs, isUp } of BEFORE_AT_ONCE) {
        const earlier = { caption: 'The wanted one', ageMs };
        ledger.alike = [agesAgo(ageMs)];
        show([...(isUp ? [AT_ONCE] : []), earlier, ...OLD]);
        assert.equal(verdictOf(await lookUp(ago(COMMITTED_AGO_MS))), isUp ? 'yes' : 'no', `${ageMs} ms, ${isUp}`);
      }
    });
  });
}

test('an empty profile says no later than one with posts', async (t) => {
  const { show, attempt } = await profileWorld(t, 'tiktok');
  show([]);
  const { lookUp } = attempt({ username: 'maria', caption: 'Never tapped' });
  assert.match(verdictOf(await lookUp(ago(COMMITTED_AGO_MS))), /does not show the post yet/);
  assert.equal(verdictOf(await lookUp(ago(26 * MINUTE_MS))), 'no');
});

test('stories are counted, and looked for no longer than they show', async (t) => {
  const { show, attempt } = await profileWorld(t, 'instagram');
  const { ledger, lookUp } = attempt({ app: 'instagram', kind: 'story', username: 'maria', caption: '' });
  const look = async (agoMs = COMMITTED_AGO_MS) => verdictOf(await lookUp(ago(agoMs)));
  show([], 'story');
  assert.equal(await look(), 'no');
  assert.match(await look(25 * 60 * MINUTE_MS), /gone by now/);
  const story = { caption: '', ageMs: COMMITTED_AGO_MS - MINUTE_MS };
  show([story, { caption: '', ageMs: 3 * 60 * MINUTE_MS }], 'story');
  assert.equal(await look(), 'yes');
  ledger.alike = [twin(true)];
  assert.equal(await look(), 'no');
  ledger.alike = [twin(false)];
  assert.match(await look(), /may be an earlier one/);
  show([story, JUST_BEFORE], 'story');
  ledger.alike = [before()];
  assert.equal(await look(), 'yes');
  for (const { ageMs, isUp } of BEFORE_AT_ONCE) {
    ledger.alike = [agesAgo(ageMs)];
    show([...(isUp ? [AT_ONCE] : []), { caption: '', ageMs }], 'story');
    assert.equal(await look(), isUp ? 'yes' : 'no', `${ageMs} ms, ${isUp}`);
  }
});

test('a post page that another attempt has left says nothing of this one', async (t) => {
  const world = await postWorld(t);
  const attempt = world.attempt({ caption: 'never sent' });
  attempt.ledger.onCommit = () => world.rackPhone.unplug();
  await assert.rejects(attempt.run(), (error) => error instanceof PostwrightError && error.errorName === 'DEVICE_LOST');
  world.rackPhone.plug();
  await world.until('RACK0001 device');
  assert.equal((await attempt.lookUp(undefined, false)).published, 'unknown');
});

test('an upload that hangs, and is lost with the app, is seen not to have come', async (t) => {
  const world = await postWorld(t, { faults: [{ kind: 'upload_stuck' }] });
  const attempt = world.attempt({ caption: 'Lost', uploadWaitMs: 1_000 });
  await assert.rejects(
    attempt.run(),
    (error) => error instanceof PostwrightError && error.errorName === 'OUTCOME_UNKNOWN',
  );
  const late = ago(26 * MINUTE_MS);
  assert.equal(verdictOf(await attempt.lookUp(late, false)), 'The app is still uploading.');
  await world.rackPhone.reboot();
  await world.until('RACK0001 device');
  assert.equal(verdictOf(await attempt.lookUp(late, false)), 'no');
  assert.deepEqual(world.rack.posts.list(), []);
});

test('what a phone shows without a network is no proof that a post is not there', async (t) => {
  for (const app of ['tiktok', 'instagram'] as const) {
    const { show, attempt, rackPhone } = await profileWorld(t, app);
    const { lookUp } = attempt({ app, kind: KINDS[app], username: 'maria', caption: 'The wanted one' });
    const look = async (agoMs = COMMITTED_AGO_MS) => verdictOf(await lookUp(ago(agoMs)));
    show(OLD);
    assert.equal(await look(), 'no');
    rackPhone.faults.order({ kind: 'no_network' });
    show([{ caption: 'The wanted one', ageMs: COMMITTED_AGO_MS - MINUTE_MS }, ...OLD]);
    assert.match(await look(), /does not reach the internet/);
    rackPhone.faults.clear();
    assert.equal(await look(), 'yes');
    show(OLD);
    assert.equal(await look(), 'no');
  }
});

test('an upload that failed on a phone without a network may have arrived all the same', async (t) => {
  const world = await postWorld(t, { faults: [{ kind: 'upload_failed' }] });
  const attempt = world.attempt({ caption: 'Nobody knows' });
  attempt.ledger.onProgress = (label) => {
    if (label.startsWith('The app says that the upload failed')) world.rackPhone.faults.order({ kind: 'no_network' });
  };
  await assert.rejects(
    attempt.run(),
    (error) =>
      error instanceof PostwrightError &&
      error.errorName === 'OUTCOME_UNKNOWN' &&
      /does not reach the internet/.test(error.message),
  );
  assert.match(verdictOf(await attempt.lookUp()), /does not reach the internet/);
  world.rackPhone.faults.clear();
  assert.equal(verdictOf(await attempt.lookUp()), 'no');
});

test('an upload waits for the network, and comes up when it is back', async (t) => {
  const world = await postWorld(t, { faults: [{ kind: 'no_network', when: { step: 'posting' }, for_ms: 2_000 }] });
  const receipt = await world.attempt({ caption: 'Late' }).run();
  assert.equal(receipt.outcome, 'published');
  assert.deepEqual(
    world.rack.posts.list().map(({ caption }) => caption),
    ['Late'],
  );
});

test('a look gives the current account back', async (t) => {
  const phone = { accounts: { tiktok: ['maria', 'pedro'] } };
  const world = await postWorld(t, { phone });
  const { lookUp } = world.attempt({ username: 'pedro', caption: 'Never tapped' });
  await lookUp();
  const next = world.attempt({ username: null });
  await next.run();
  assert.deepEqual(next.ledger.accounts, ['maria']);
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a caption may well look like a variable of a flow
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PostPlan } from '../../src/scripts/script.ts';
import { intrusions, leftovers, onlyPost, PHOTOS, postWorld, sumsOf } from './world.ts';

const STEPS = ['prepare', 'account', 'media', 'compose', 'commit', 'confirm', 'cleanup'];
/** Everything a shell, a regular expression, YAML or a hashtag list could stumble over. */
const HOSTILE = 'Línea “uno” & $(reboot) `id`; "x" \'y\' \\n %s <b> {a|b} ${t.next} .* | ✓\n\nfamily 👨‍👩‍👧 🇪🇸 #viral';

const LIKE_THE_APP = [
  'Your account has been suspended',
  "Couldn't upload",
  'Uploading 12%',
  'Log in',
  'Post',
  'Discard',
  'Your Story',
  'Profile',
];

interface Case {
  readonly plan: Partial<PostPlan>;
  readonly language: 'en' | 'es';
  readonly sdk: number;
}

const CASES: readonly Case[] = [
  { plan: { app: 'tiktok', kind: 'video', caption: HOSTILE }, language: 'en', sdk: 33 },
  { plan: { app: 'tiktok', kind: 'video', caption: 'Mira mi nuevo video #viral' }, language: 'es', sdk: 28 },
  { plan: { app: 'tiktok', kind: 'images', title: 'Un título', caption: HOSTILE }, language: 'es', sdk: 35 },
  { plan: { app: 'tiktok', kind: 'images' }, language: 'en', sdk: 30 },
  { plan: { app: 'instagram', kind: 'reel', caption: HOSTILE }, language: 'es', sdk: 33 },
  { plan: { app: 'instagram', kind: 'reel' }, language: 'en', sdk: 28 },
  { plan: { app: 'instagram', kind: 'images', caption: HOSTILE }, language: 'en', sdk: 35 },
  { plan: { app: 'instagram', kind: 'images', caption: 'Tres fotos @amigos' }, language: 'es', sdk: 30 },
  { plan: { app: 'instagram', kind: 'story', caption: '' }, language: 'es', sdk: 33 },
];

describe('post publishes exactly what was planned', () => {
  for (const { plan, language, sdk } of CASES) {
    it(`${plan.app} ${plan.kind}, ${language}, SDK ${sdk}: ${JSON.stringify(plan.caption ?? '').slice(0, 24)}`, async (t) => {
      const world = await postWorld(t, { phone: { language, sdk } });
      const attempt = world.attempt(plan);
      const receipt = await attempt.run();

      const post = onlyPost(world);
      assert.equal(post.app, plan.app);
      assert.equal(post.kind, plan.kind);
      assert.equal(post.caption, plan.caption ?? 'A caption');
      assert.equal(post.title, plan.title ?? null);
      assert.deepEqual(
        sumsOf(post),
        attempt.plan.materials.map((material) => material.sha256),
      );
      assert.equal(receipt.account, post.account);
      assert.deepEqual(attempt.ledger.accounts, [post.account]);
      assert.deepEqual(attempt.ledger.steps, STEPS);
      assert.equal(attempt.ledger.commits, 1);
      const picture = attempt.ledger.evidence.get(receipt.screenshot ?? '');
      assert.equal(
        Buffer.from(picture ?? [])
          .subarray(1, 4)
          .toString(),
        'PNG',
      );
      assert.deepEqual(leftovers(world.rackPhone), []);
      assert.deepEqual(intrusions(world.rackPhone), []);
    });
  }

  for (const app of ['tiktok', 'instagram'] as const) {
    it(`captions that read like the words of ${app} itself`, async (t) => {
      const world = await postWorld(t);
      for (const caption of LIKE_THE_APP) {
        await world.attempt({ app, kind: app === 'tiktok' ? 'video' : 'reel', caption }).run();
      }
      assert.deepEqual(
        world.rack.posts.list().map((post) => post.caption),
        LIKE_THE_APP,
      );
    });

    it(`the longest caption that ${app} takes`, async (t) => {
      const world = await postWorld(t);
      const caption = 'Line after line\n'.repeat(app === 'tiktok' ? 249 : 137).trim();
      await world.attempt({ app, kind: app === 'tiktok' ? 'video' : 'reel', caption }).run();
      assert.equal(onlyPost(world).caption, caption);
    });
  }

  it('a single photo, and a caption of nothing', async (t) => {
    const world = await postWorld(t);
    const [photo] = PHOTOS;
    assert.ok(photo !== undefined);
    await world.attempt({ app: 'instagram', kind: 'images', materials: [photo], caption: '' }).run();
    assert.deepEqual(sumsOf(onlyPost(world)), [photo.sha256]);
    assert.equal(onlyPost(world).caption, '');
  });

  it('a title where the app has no field for it is the first line of the caption', async (t) => {
    const world = await postWorld(t);
    await world.attempt({ app: 'tiktok', kind: 'video', title: 'Title', caption: 'Description' }).run();
    assert.equal(onlyPost(world).caption, 'Title\nDescription');
  });

  it('the same caption a second time is a second post, seen as such', async (t) => {
    const world = await postWorld(t);
    const first = await world.attempt({ caption: 'Every day the same' }).run();
    const second = await world.attempt({ caption: 'Every day the same' }).run();
    assert.equal(world.rack.posts.list().length, 2);
    assert.ok(second.seenAt > first.seenAt);
  });
});

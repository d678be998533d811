import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sound } from './instagram-keys.ts';
import { assertNoTrace, REHEARSALS } from './rehearsals.ts';
import { onlyPost, postWorld } from './world.ts';

const STEPS = ['prepare', 'account', 'media', 'compose', 'cleanup'];

describe('a rehearsal does everything but the tap that publishes', () => {
  for (const { plan, language, sdk } of REHEARSALS) {
    it(`${plan.app} ${plan.kind}, ${language}, SDK ${sdk}`, async (t) => {
      const world = await postWorld(t, { phone: { language, sdk } });
      const attempt = world.attempt({ ...plan, rehearsal: true });
      const receipt = await attempt.run();

      assert.equal(receipt.outcome, 'rehearsed');
      assert.deepEqual(attempt.ledger.accounts, [receipt.account]);
      assert.equal(receipt.screenshot, 'rehearsal.png');
      assert.deepEqual([...attempt.ledger.evidence.keys()], ['rehearsal.png']);
      assert.deepEqual(attempt.ledger.steps, STEPS);
      assert.equal(attempt.ledger.commits, 0);
      assertNoTrace(world);

      await world.attempt(plan).run();
      assert.equal(onlyPost(world).caption, plan.caption, 'the phone is as ready for the post as before');
    });
  }

  it('tiktok video, with sound, volumes and product', async (t) => {
    const world = await postWorld(t);
    const { outcome } = await world
      .attempt({
        app: 'tiktok',
        kind: 'video',
        way: 'useSound',
        sound: sound({ choice: 'page', query: 'paper boats', originVolume: 30, addedVolume: 70 }),
        productLink: true,
        rehearsal: true,
      })
      .run();
    assert.equal(outcome, 'rehearsed');
    assertNoTrace(world);
  });
});

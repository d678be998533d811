import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PostPlan } from '../../src/scripts/script.ts';
import { sound } from './instagram-keys.ts';
import { failsWith, leftovers, postWorld } from './world.ts';

describe('a sound that Instagram does not have', () => {
  const PLANS: readonly (readonly [what: string, plan: Partial<PostPlan>, message: RegExp])[] = [
    ['search', { sound: sound({ choice: 'search', query: 'no such song' }) }, /finds no sound for "no such song"/],
    [
      'page',
      { way: 'useSound', sound: sound({ choice: 'page', query: 'no such song' }) },
      /finds no sound for "no such song"/,
    ],
    [
      'search of one that cannot be used',
      { sound: sound({ choice: 'search', query: 'rain on tin' }) },
      /lists "Rain on Tin"/,
    ],
  ];
  for (const [what, plan, message] of PLANS) {
    it(`${what}: the attempt ends before its commit point`, async (t) => {
      const world = await postWorld(t, { phone: { language: 'es' } });
      const attempt = world.attempt({ app: 'instagram', kind: 'reel', ...plan });
      const error = await failsWith('SOUND_NOT_FOUND', attempt.run());
      assert.match(error.message, message);
      assert.equal(attempt.ledger.commits, 0);
      assert.deepEqual(leftovers(world.rackPhone), []);
    });
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PostwrightError } from '../../src/errors.ts';
import { assertNoTrace, REHEARSALS } from './rehearsals.ts';
import { failsWith, postWorld } from './world.ts';

describe('a rehearsal that does not get to its end leaves no trace either', () => {
  for (const { plan, language, sdk } of REHEARSALS) {
    it(`a dialog nobody knows over ${plan.app} ${plan.kind}, ${language}`, async (t) => {
      const faults = [{ kind: 'unknown_dialog', when: { step: 'editor' } }] as const;
      const world = await postWorld(t, { phone: { language, sdk }, faults });
      const attempt = world.attempt({ ...plan, rehearsal: true });
      await failsWith('UNKNOWN_DIALOG', attempt.run());
      assert.deepEqual([...attempt.ledger.evidence.keys()].sort(), ['failure.png', 'failure.xml']);
      assertNoTrace(world);
    });

    it(`a stop in ${plan.app} ${plan.kind}, ${language}`, async (t) => {
      const world = await postWorld(t, { phone: { language, sdk } });
      const attempt = world.attempt({ ...plan, rehearsal: true });
      attempt.ledger.onKeep = (name) => {
        if (name === 'rehearsal') attempt.stop(new PostwrightError('STOPPED'));
      };
      await failsWith('STOPPED', attempt.run());
      assert.equal(attempt.ledger.steps.at(-1), 'cleanup');
      assertNoTrace(world);
    });
  }
});

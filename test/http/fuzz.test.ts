import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import type { RouteSpec } from '../../src/contract/route-spec.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { requestsFor } from './fuzz/requests.ts';
import { send } from './fuzz/send.ts';
import { FUZZ_RUNS, FUZZ_SEED } from './fuzz/settings.ts';
import { furnish } from './fuzz/stage.ts';
import { tracer } from './fuzz/traces.ts';
import { judge } from './fuzz/verdict.ts';
import { openWorld } from './world.ts';

const SPECS: readonly (readonly [string, RouteSpec])[] = Object.entries(ROUTES);

test('whatever is sent to a route, it answers as documented, and what is refused changes nothing', async (t) => {
  const world = await openWorld(t);
  const known = await furnish(world);
  const traces = await tracer(world);
  const counts = { sent: 0, refused: 0 };
  const answered = new Set<string>();
  for (const [name, spec] of SPECS) {
    await t.test(`${spec.method} ${spec.path}`, async () => {
      let before = await traces();
      const property = fc.asyncProperty(requestsFor(spec, known), async (request) => {
        const isRefused = judge(spec, await send(world.url, request, { endless: 'stream' in spec }));
        counts.sent += 1;
        if (isRefused) counts.refused += 1;
        const after = await traces();
        if (isRefused) assert.deepEqual(after, before, 'a refused call changed something');
        before = after;
        assert.deepEqual(
          world.lines.splice(0).filter(({ level }) => level === 'error'),
          [],
        );
      });
      await fc.assert(property, { ...FUZZ_SEED, numRuns: FUZZ_RUNS });
      answered.add(name);
    });
  }
  t.diagnostic(`${counts.sent} requests to ${answered.size} routes, of which ${counts.refused} were refused`);
  assert.equal((await world.call('GET', '/api/v1/task/stats')).code, 0, 'it still serves');
});

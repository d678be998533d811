import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checker } from '../../src/contract/check.ts';
import { Health, Readiness } from '../../src/contract/health.ts';
import { openApiDocument } from '../../src/contract/openapi.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { buildHttp } from '../../src/http/server.ts';
import { openWorld, type World } from './world.ts';

async function readiness(world: World): Promise<[status: number, readiness: Readiness]> {
  const response = await fetch(`${world.url}/readyz`);
  return [response.status, checker(Readiness)(await response.json())];
}

test('/healthz says that the process lives', async (t) => {
  const world = await openWorld(t);
  const response = await fetch(`${world.url}/healthz`);
  assert.equal(response.status, 200);
  const { status, version } = checker(Health)(await response.json());
  assert.deepEqual([status, /^\d+\.\d+\.\d+/.test(version)], ['ok', true]);
});

test('/readyz says whether work can be done, and what is wrong', async (t) => {
  const world = await openWorld(t);
  const [ready, { checks }] = await readiness(world);
  assert.equal(ready, 200);
  assert.ok(Object.values(checks).every((check) => check.ok && check.age_ms !== null && check.message === null));

  for (const [probe, name] of [
    ['queuePoll', 'queue_poll'],
    ['adbRoundTrip', 'adb_round_trip'],
    ['databaseWrite', 'database_write'],
    ['disk', 'disk'],
  ] as const) {
    const good = world.switches.lastSuccessAt[probe];
    for (const [at, words] of [
      [null, /not succeeded yet/],
      [new Date(Date.now() - 60_000), /last succeeded 6\d{4} ms ago/],
    ] as const) {
      world.switches.lastSuccessAt[probe] = at;
      const [status, answer] = await readiness(world);
      assert.deepEqual([status, answer.ready, answer.checks[name].ok], [503, false, false]);
      assert.match(answer.checks[name].message ?? '', words);
      assert.equal(Object.values(answer.checks).filter((check) => !check.ok).length, 1);
    }
    world.switches.lastSuccessAt[probe] = good;
  }
  assert.equal((await readiness(world))[0], 200);

  world.switches.shortage = 'The disk is nearly full.';
  const [status, answer] = await readiness(world);
  assert.deepEqual(
    [status, answer.checks.disk.ok, answer.checks.disk.message],
    [503, false, 'The disk is nearly full.'],
  );
});

test('/openapi.json is the document of the contract', async (t) => {
  const world = await openWorld(t);
  const response = await fetch(`${world.url}/openapi.json`);
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
  assert.deepEqual(await response.json(), JSON.parse(JSON.stringify(openApiDocument())));
});

/** Every path in Fastify's tree of routes, whose lines are indented by four characters a level. */
function servedPaths(tree: string): string[] {
  const parents: string[] = [];
  return [...tree.matchAll(/^(.*)[└├]── (\S+) \(/gm)].map(([, indent = '', part = '']) => {
    const level = indent.length / 4;
    const path = `${level === 0 ? '' : parents[level - 1]}${part}`;
    parents[level] = path;
    return path;
  });
}

test('the routes that are served are those of the contract', async (t) => {
  const world = await openWorld(t);
  const app = buildHttp(world.parts);
  await app.ready();
  t.after(async () => await app.close());
  const documented = Object.values(ROUTES).map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
  const served = servedPaths(app.printRoutes({ commonPrefix: false }));
  // And the page of the console.
  assert.deepEqual(served.toSorted(), [...new Set([...documented, '/'])].toSorted());
  for (const route of Object.values(ROUTES)) {
    const { method, path } = route;
    // A stream does not end.
    if ('stream' in route) continue;
    const answer = await app.inject({ method, url: path.replaceAll(/\{\w+\}/g, '1'), headers: { host: 'localhost' } });
    assert.notEqual(answer.statusCode, 405, `${method} ${path}`);
    assert.ok(!answer.body.includes('There is nothing at'), `${method} ${path}`);
  }
});

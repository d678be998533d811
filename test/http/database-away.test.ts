import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ROUTES } from '../../src/contract/routes.ts';
import { openWorld, videoRequest } from './world.ts';

/** Routes that ask no database; and the probes, whose answers have no envelope. */
const NEEDS_NONE = new Set([
  'checkLicense',
  'listScripts',
  'readScript',
  'uploadProgress',
  'readEvidence',
  'readSession',
  'signIn',
  'signOut',
]);

test('while the database is away every route answers 50301 with Retry-After, and as before once it is back', async (t) => {
  const world = await openWorld(t, { byWire: true });
  const [id = 0] = await world.create(videoRequest());
  const { materials } = (await world.call('GET', '/api/v1/material')).data as { materials: { sha256: string }[] };
  const parameters: Record<string, string> = {
    id: String(id),
    serial: 'PHONE1',
    sha256: materials[0]?.sha256 ?? '0'.repeat(64),
    name: 'last.png',
  };
  const bodies: Record<string, object> = {
    createTasks: videoRequest(),
    deleteTasks: { task_ids: [id] },
    stopTask: {},
    retryTask: {},
    retryAllTasks: {},
    deleteTask: {},
    preflightTask: {},
    deleteAccount: {},
    deleteMaterial: {},
    matchAccounts: {},
    createAccount: { platform: 'tiktok', username: 'ana' },
    replaceAccount: { platform: 'tiktok', username: 'ana' },
    updateAccount: { notes: 'away' },
    updateMaterial: { tags: ['away'] },
  };
  world.wire?.cut();
  const unexpected: string[] = [];
  for (const [name, route] of Object.entries(ROUTES)) {
    // A stream tells what happens in the server itself, and does not end.
    if ('plain' in route || 'stream' in route) continue;
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => parameters[key] ?? '1');
    const json = route.method === 'GET' ? undefined : (bodies[name] ?? {});
    const { status, code, headers } = await world.call(route.method, path, json === undefined ? {} : { json });
    // What is refused before the database is asked stays refused.
    const isRefused = status >= 400 && status < 500 && bodies[name] === undefined && route.method !== 'GET';
    const isAway = status === 503 && code === 50_301 && Number(headers.get('retry-after')) > 0;
    if (!isAway && !isRefused && !NEEDS_NONE.has(name)) unexpected.push(`${name}: ${status} ${code}`);
  }
  assert.deepEqual(unexpected, []);
  world.wire?.mend();
  assert.equal((await world.call('GET', `/api/v1/task/${id}`)).code, 0);
});

test('a creation whose answer was lost is safe to send again with its Idempotency-Key', async (t) => {
  const world = await openWorld(t, { byWire: true });
  const send = async () =>
    await world.call('POST', '/api/v1/task', { json: videoRequest(), headers: { 'idempotency-key': 'order-1' } });
  world.wire?.loseAnswerTo('commit\0');
  const first = await send();
  assert.deepEqual([first.status, first.code, first.headers.get('retry-after')], [503, 50_301, '2']);
  const again = await send();
  assert.deepEqual([again.code, again.data], [0, { task_ids: [1], created_count: 1 }]);
  assert.equal(((await world.call('GET', '/api/v1/task/stats')).data as { total: number }).total, 1);
});

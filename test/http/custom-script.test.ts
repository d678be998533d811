import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Script, ScriptList } from '../../src/contract/script.ts';
import type { Task, TaskDetail, TaskList } from '../../src/contract/types.ts';
import type { CustomPlan, DoneReceipt } from '../../src/scripts/script.ts';
import { getTask } from '../../src/storage/tasks.ts';
import { RIGHT } from '../scripts/custom/folders.ts';
import { TestLanes } from './lane.ts';
import { openWorld, videoRequest, type World, type WorldOptions } from './world.ts';

interface ScriptWorld extends World {
  /** Writes a script `demo`, with other contents in place of some of its files. */
  put(changes?: Readonly<Record<string, string>>): void;
  remove(): void;
  list(): Promise<readonly Script[]>;
}

async function scriptWorld(t: TestContext, options: WorldOptions = {}): Promise<ScriptWorld> {
  const world = await openWorld(t, options);
  return {
    ...world,
    put: (changes = {}) => {
      for (const [file, content] of Object.entries({ ...RIGHT, ...changes })) {
        const path = join(world.scriptsFolder, 'demo', file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
      }
    },
    remove: () => rmSync(join(world.scriptsFolder, 'demo'), { recursive: true }),
    list: async () => ((await world.call('GET', '/api/v1/script')).data as ScriptList).scripts,
  };
}

const request = (changes: object = {}, config: object = { limit: 3 }): object => ({
  serials: ['PHONE1'],
  script_name: 'demo',
  script_config: config,
  ...changes,
});

describe('GET /script', () => {
  it('lists post with its schema, and what is in the folder now', async (t) => {
    const { list, put, remove } = await scriptWorld(t);
    const [post, ...others] = await list();
    assert.deepEqual([post?.name, post?.source, post?.publishes, post?.app_id], ['post', 'built-in', true, null]);
    const { properties = {} } = (post?.parameters ?? {}) as { readonly properties?: Record<string, unknown> };
    assert.ok('captions' in properties && 'content_type' in properties);
    assert.deepEqual(others, []);
    put();
    assert.deepEqual((await list()).slice(1), [
      {
        name: 'demo',
        title: 'A demo',
        description: 'Reads a word.',
        source: 'custom',
        parameters: {
          type: 'object',
          required: ['limit'],
          properties: {
            limit: { type: 'integer', minimum: 1, maximum: 5 },
            greeting: { type: 'string', maxLength: 20, default: 'hola' },
          },
          additionalProperties: false,
        },
        publishes: false,
        app_id: 'com.example.app',
        apps: [],
        error: null,
      },
    ]);
    remove();
    assert.equal((await list()).length, 1);
  });

  it('reads one; a broken one says what is wrong where', async (t) => {
    const { call, put } = await scriptWorld(t);
    assert.equal((await call('GET', '/api/v1/script/demo')).code, 40401);
    assert.equal(((await call('GET', '/api/v1/script/post')).data as Script).name, 'post');
    put({ 'main.yaml': 'appId: com.example.app\n---\n- bakc\n' });
    const broken = (await call('GET', '/api/v1/script/demo')).data as Script;
    assert.match(broken.error ?? '', /^demo\/main\.yaml:3:3: the command "bakc" is not known/);
    assert.deepEqual([broken.parameters, broken.title, broken.app_id], [null, 'demo', null]);
    put();
    assert.equal(((await call('GET', '/api/v1/script/demo')).data as Script).error, null);
    for (const name of ['..', '%2E%2E%2Fdemo', 'x'.repeat(200)])
      assert.notEqual((await call('GET', `/api/v1/script/${name}`)).code, 0);
  });
});

describe('a task of a custom script', () => {
  it('is made for each phone, with its parameters and defaults, and belongs to no platform', async (t) => {
    const world = await scriptWorld(t);
    world.put();
    const ids = await world.create(request({ serials: ['PHONE1', 'PHONE2', 'PHONE1'], priority: 5 }));
    assert.equal(ids.length, 2);
    const task = (await world.call('GET', `/api/v1/task/${ids[0]}`)).data as TaskDetail;
    assert.deepEqual([task.serial, task.platform, task.username, task.script_name], ['PHONE1', null, null, 'demo']);
    assert.deepEqual(task.script_config, { limit: 3 });
    assert.deepEqual([task.caption, task.title, task.materials, task.notes], ['', null, [], []]);
    const plan = (await getTask(world.db, ids[0] ?? 0)).plan as CustomPlan;
    assert.deepEqual(plan.parameters, { limit: 3, greeting: 'hola' });
    assert.match(plan.version, /^[0-9a-f]{64}$/);
  });

  it('stands in the list beside posts, and filters find it', async (t) => {
    const world = await scriptWorld(t);
    world.put();
    const [id] = await world.create(request());
    await world.create(videoRequest());
    const idsOf = async (query: string): Promise<readonly number[]> =>
      ((await world.call('GET', `/api/v1/task?${query}`)).data as TaskList).tasks.map((task: Task) => task.id);
    assert.deepEqual(await idsOf('script_name=demo'), [id]);
    assert.equal((await idsOf('platform=tiktok')).includes(id ?? 0), false);
    assert.equal((await idsOf('')).length, 2);
    assert.deepEqual(await idsOf('q=mira&script_name=demo'), []);
  });

  const refused: readonly (readonly [what: string, body: object, path: string, message: RegExp])[] = [
    ['a missing parameter', request({}, {}), 'script_config.limit', /is missing/],
    ['an unknown one', request({}, { limit: 1, greting: 'x' }), 'script_config.greting', /did you mean "greeting"\?/],
    ['a value out of range', request({}, { limit: 6 }), 'script_config.limit', /must be from 1 to 5/],
    ['another type', request({}, { limit: '3' }), 'script_config.limit', /must be an integer/],
    ['a text too long', request({}, { limit: 1, greeting: 'x'.repeat(21) }), 'script_config.greeting', /at most 20/],
    ['U+0000', request({}, { limit: 1, greeting: 'a\0' }), 'script_config.greeting', /U\+0000/],
    ['no script_config', { serials: ['PHONE1'], script_name: 'demo' }, 'script_config', /is missing/],
    ['a key of post', request({ captions: 'x' }), 'captions', /not known here/],
    ['an unknown field of the request', request({ prioritty: 1 }), 'prioritty', /did you mean "priority"\?/],
    ['no phone', request({ serials: [] }), 'serials', /at least one phone/],
    ['accounts', request({ serials: undefined, usernames: ['ana'] }), 'usernames', /a custom script runs on phones/],
    ['all accounts of a phone', request({ enable_multi_account: true }), 'enable_multi_account', /runs on phones/],
    ['wrong intervals', request({ min_interval: 5, max_interval: 1 }), 'max_interval', /./],
  ];
  it('is refused in the words of its own schema', async (t) => {
    const world = await scriptWorld(t);
    world.put();
    for (const [what, body, path, message] of refused) {
      const answer = await world.call('POST', '/api/v1/task', { json: body });
      assert.equal(answer.code, 40001, `${what}: ${answer.message}`);
      assert.deepEqual(answer.paths, [path], what);
      assert.match(answer.errors, message);
    }
    const all = await world.call('POST', '/api/v1/task', { json: request({ priority: 101 }, { limit: 0, x: 1 }) });
    assert.deepEqual(all.paths.toSorted(), ['priority', 'script_config.limit', 'script_config.x']);
    assert.equal((await world.call('POST', '/api/v1/task', { json: request({ serials: ['NONE'] }) })).code, 40401);
    assert.equal(((await world.call('GET', '/api/v1/task')).data as TaskList).total, 0);
  });

  it('is refused while its folder is gone or broken, with the reason', async (t) => {
    const world = await scriptWorld(t);
    const create = async (body: object) => await world.call('POST', '/api/v1/task', { json: body });
    assert.match((await create(request())).message, /"demo" cannot be run .* Those that can: post\.$/);
    world.put();
    assert.match((await create({})).message, /^script_name is missing\. .*: post, demo\.$/);
    assert.match((await create(request({ script_name: 'dmo' }))).message, /Those that can: post, demo\.$/);
    world.put({ 'script.yaml': RIGHT['script.yaml'].replace('title: A demo\n', '') });
    const broken = await create(request());
    assert.equal(broken.code, 40003);
    assert.equal(broken.message, 'The script "demo" cannot be run: demo/script.yaml:1:1: "title" is missing');
    assert.match((await create({})).message, /: post\.$/);
    for (const name of ['../demo', 'demo/', '__proto__', 'toString', 'x'.repeat(5_000)])
      assert.equal((await create(request({ script_name: name }))).code, 40003, name);
  });

  it('is scheduled, and created once for a key', async (t) => {
    const world = await scriptWorld(t, { timeZone: 'UTC' });
    world.put();
    world.clock.set('2026-03-01T08:00:00Z');
    const body = request({ start_time: '09:30', serials: ['PHONE1', 'PHONE2'] });
    const headers = { 'idempotency-key': 'one' };
    const first = await world.call('POST', '/api/v1/task', { json: body, headers });
    const second = await world.call('POST', '/api/v1/task', { json: body, headers });
    assert.deepEqual(first.data, second.data);
    const { tasks } = (await world.call('GET', '/api/v1/task')).data as TaskList;
    assert.deepEqual(
      tasks.map((task) => task.scheduled_at),
      ['2026-03-01T09:30:00.000Z', '2026-03-01T09:30:00.000Z'],
    );
    world.put({ 'other.yaml': `${RIGHT['other.yaml']}- back\n` });
    const again = await world.call('POST', '/api/v1/task', { json: body, headers });
    assert.deepEqual(again.data, first.data);
  });

  it('shows what it has read; its screenshot is served', async (t) => {
    const world = await scriptWorld(t);
    world.put();
    const lanes = new TestLanes(world);
    lanes.playCustom = async ({ ledger, plan }) => {
      const screenshot = await ledger.keep(new TextEncoder().encode('a picture'), { kind: 'screenshot', name: 'done' });
      return { outcome: 'done', version: plan.version, seenAt: null, values: { word: 'hola', more: null }, screenshot };
    };
    const [id] = await world.create(request());
    assert.equal(await lanes.runNext('PHONE1'), true);
    const task = (await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail;
    assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
    assert.ok(task.result !== null && 'values' in task.result);
    const { script_version: version, ...result } = task.result;
    assert.match(version, /^[0-9a-f]{64}$/);
    assert.deepEqual(result, {
      values: { word: 'hola', more: null },
      published_at: null,
      screenshot: `${id}/1-01-done.png`,
      screenshot_url: `/api/v1/task/${id}/evidence/1-01-done.png`,
    });
    assert.equal((await fetch(`${world.url}${result.screenshot_url}`)).status, 200);
  });

  it('after its commit point is never tried again without force, whatever its error', async (t) => {
    const world = await scriptWorld(t);
    world.put();
    const lanes = new TestLanes(world);
    let tries = 0;
    lanes.playCustom = async ({ ledger }): Promise<DoneReceipt> => {
      tries += 1;
      await ledger.step('commit', 'send it', async () => await ledger.commit());
      throw new Error('a cable was pulled');
    };
    const [id] = await world.create(request({ max_retries: 3 }));
    await lanes.runNext('PHONE1');
    const task = (await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail;
    assert.deepEqual([task.status, task.error?.published, task.error?.code], [3, 'unknown', 'OUTCOME_UNKNOWN']);
    assert.equal(await lanes.runNext('PHONE1'), false);
    assert.equal((await world.call('POST', `/api/v1/task/${id}/retry`)).code, 40901);
    assert.equal((await world.call('POST', `/api/v1/task/${id}/retry`, { json: { force: true } })).code, 0);
    assert.equal(tries, 1);
  });
});

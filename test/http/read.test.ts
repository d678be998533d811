import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { createCanvas, loadImage } from '@napi-rs/canvas';

import type { Task } from '../../src/contract/task.ts';
import type { TaskDetail } from '../../src/contract/task-detail.ts';
import type { TaskList } from '../../src/contract/task-list.ts';
import { PostwrightError } from '../../src/errors.ts';
import { TestLanes } from './lane.ts';
import { openWorld, videoRequest, type World } from './world.ts';

async function read(world: World, id: number | undefined): Promise<TaskDetail> {
  return (await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail;
}

test('a completed task tells what was published, with its proof', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [id] = await world.create(videoRequest({}, { captions: 'Title##Text' }));
  await lanes.runNext('PHONE1');
  const task = await read(world, id);
  assert.deepEqual([task.status, task.status_text, task.error, task.progress], [2, 'completed', null, null]);
  assert.equal(task.username, 'whoever');
  assert.deepEqual(
    { ...task.result, published_at: '' },
    {
      rehearsal: false,
      published_at: '',
      post_url: null,
      caption: 'Text',
      title: 'Title',
      account: 'whoever',
      materials: task.materials.map((material) => material.sha256),
      screenshot: `${id}/1-01-published.png`,
      screenshot_url: `/api/v1/task/${id}/evidence/1-01-published.png`,
    },
  );
  const [attempt] = task.attempts;
  assert.deepEqual(
    [attempt?.number, attempt?.outcome, attempt?.account, attempt?.error],
    [1, 'completed', 'whoever', null],
  );
  assert.ok(attempt?.committed_at);
  assert.deepEqual(
    attempt.steps.map((step) => [step.name, step.error]),
    [
      ['prepare', null],
      ['account', null],
      ['commit', null],
    ],
  );
  assert.ok(attempt.steps.every((step) => step.duration_ms !== null && step.duration_ms >= 0));

  const [listed] = ((await world.call('GET', '/api/v1/task')).data as TaskList).tasks;
  const { title, materials, as_current, notes, attempts, reschedules, actions, ...plain } = task;
  assert.deepEqual(listed, plain satisfies Task);
});

const LOOKED_FOR = {
  words: 'label "Post", clickable',
  selectors: [{ label: ['Post'], clickable: true }],
  nearest: [{ bounds: { left: 0, top: 10, right: 40, bottom: 50 }, misses: 'clickable' }],
};

test('a failed task tells its step, its error and what names the unknown screen', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [id] = await world.create(videoRequest());
  lanes.play = async ({ ledger }) => {
    return await ledger.step('compose', 'Writing', async () => {
      await ledger.keep(new TextEncoder().encode('a picture'), { kind: 'screenshot', name: 'failure' });
      await ledger.keep(new TextEncoder().encode('<hierarchy/>'), {
        kind: 'tree',
        name: 'failure',
        lookedFor: LOOKED_FOR,
      });
      const data = { fingerprint: '5f2c9a01d4e7b836' };
      throw new PostwrightError('UNKNOWN_DIALOG', 'The app did not show "Post".', { data });
    });
  };
  await lanes.runNext('PHONE1');
  const task = await read(world, id);
  const error = {
    code: 'UNKNOWN_DIALOG',
    message: 'The app did not show "Post".',
    step: 'compose',
    retryable: true,
    published: 'no',
    fingerprint: '5f2c9a01d4e7b836',
  };
  assert.deepEqual([task.error, task.attempts[0]?.error], [error, error]);
  assert.deepEqual(
    task.attempts[0]?.steps.map((step) => step.error),
    ['The app did not show "Post".'],
  );
  assert.deepEqual(
    task.attempts[0]?.evidence.map((entry) => entry.looked_for),
    [null, LOOKED_FOR],
  );
});

test('a running task tells how far it is', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const [id] = await world.create(videoRequest());
  const seen = Promise.withResolvers<TaskDetail>();
  lanes.play = async ({ ledger }) => {
    return await ledger.step('media', 'Copying clip.mp4', async () => {
      seen.resolve(await read(world, id));
      throw new PostwrightError('PUSH_FAILED');
    });
  };
  await lanes.runNext('PHONE1');
  const task = await seen.promise;
  assert.deepEqual(
    [task.status_text, task.progress?.step, task.progress?.label],
    ['running', 'media', 'Copying clip.mp4'],
  );
  assert.ok(task.started_at !== null && task.finished_at === null);
  assert.deepEqual(
    task.attempts.map((attempt) => [attempt.outcome, attempt.steps.length]),
    [['running', 1]],
  );
});

test('evidence is served to who asks for the task it belongs to, and nothing else is', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  lanes.play = async ({ ledger }) => {
    await ledger.keep(new TextEncoder().encode('a picture'), { kind: 'screenshot', name: 'failure' });
    await ledger.keep(new TextEncoder().encode('<script>alert(1)</script>'), { kind: 'tree', name: 'failure' });
    throw new PostwrightError('APP_CRASHED');
  };
  const [id = 0, other] = await world.create(videoRequest({ serials: ['PHONE1', 'PHONE2'] }));
  await lanes.runNext('PHONE1');
  const links = (await read(world, id)).attempts[0]?.evidence ?? [];
  assert.deepEqual(
    links.map(({ kind, name }) => [kind, name]),
    [
      ['screenshot', 'failure'],
      ['tree', 'failure'],
    ],
  );
  const [picture, tree] = await Promise.all(links.map(async ({ url }) => await fetch(`${world.url}${url}`)));
  assert.deepEqual(
    [picture?.status, picture?.headers.get('content-type'), await picture?.text()],
    [200, 'image/png', 'a picture'],
  );
  assert.match(tree?.headers.get('content-type') ?? '', /^text\/plain/);
  assert.equal(tree?.headers.get('x-content-type-options'), 'nosniff');
  assert.match(tree?.headers.get('content-security-policy') ?? '', /sandbox/);

  await writeFile(join(dirname(world.evidence.directory), 'secret.png'), 'secret');
  await writeFile(join(world.evidence.directory, String(id), 'unlisted.png'), 'unlisted');
  const names = [
    '..%2f..%2fsecret.png',
    '..%5c..%5csecret.png',
    'unlisted.png',
    `${id}%2f1-01-failure.png`,
    '1-01-failure',
    '%00',
  ];
  for (const name of names) {
    const answer = await world.call('GET', `/api/v1/task/${id}/evidence/${name}`);
    assert.ok(answer.code === 40401 || answer.code === 40001, name);
  }
  assert.equal((await world.call('GET', `/api/v1/task/${other}/evidence/1-01-failure.png`)).code, 40401);
  assert.equal((await world.call('GET', '/api/v1/task/99/evidence/1-01-failure.png')).code, 40401);
  await rm(join(world.evidence.directory, String(id), '1-01-failure.png'));
  assert.equal((await world.call('GET', `/api/v1/task/${id}/evidence/1-01-failure.png`)).code, 40401);
});

test('a screenshot is told smaller for lists; what is no picture, and trees, are told whole', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  const png = createCanvas(1080, 2400).toBuffer('image/png');
  lanes.play = async ({ ledger }) => {
    await ledger.keep(png, { kind: 'screenshot', name: 'failure' });
    await ledger.keep(new TextEncoder().encode('no picture'), { kind: 'screenshot', name: 'broken' });
    await ledger.keep(new TextEncoder().encode('<hierarchy/>'), { kind: 'tree', name: 'failure' });
    throw new PostwrightError('APP_CRASHED');
  };
  const [id = 0] = await world.create(videoRequest({ serials: ['PHONE1'] }));
  await lanes.runNext('PHONE1');
  const links = (await read(world, id)).attempts[0]?.evidence ?? [];
  const [picture, broken, tree] = await Promise.all(
    links.map(async ({ url }) => await fetch(`${world.url}${url}?width=100`)),
  );
  assert.equal(picture?.headers.get('content-type'), 'image/jpeg');
  const small = await loadImage(Buffer.from((await picture?.arrayBuffer()) ?? []));
  assert.deepEqual([small.width, small.height], [120, 267]);
  assert.deepEqual([broken?.headers.get('content-type'), await broken?.text()], ['image/png', 'no picture']);
  assert.match(tree?.headers.get('content-type') ?? '', /^text\/plain/);
  assert.equal(await tree?.text(), '<hierarchy/>');
});

test('a task that is not there is not found', async (t) => {
  const world = await openWorld(t);
  assert.equal((await world.call('GET', '/api/v1/task/1')).code, 40401);
  assert.equal((await world.call('GET', '/api/v1/task/9007199254740991')).code, 40401);
});

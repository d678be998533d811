import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';

import type { Receipt } from '../../src/contract/receipt.ts';
import type { TaskDetail } from '../../src/contract/task-detail.ts';
import { PostwrightError } from '../../src/errors.ts';
import { publish, TestLanes } from './lane.ts';
import { openWorld, videoRequest, type World } from './world.ts';

async function receiptOf(world: World, id: number): Promise<Receipt> {
  const answer = await world.call('GET', `/api/v1/task/${id}/receipt`);
  assert.equal(answer.code, 0, answer.message);
  return answer.data as Receipt;
}

async function pageOf(world: World, id: number, language: string): Promise<{ text: string; headers: Headers }> {
  const answer = await fetch(`${world.url}/api/v1/task/${id}/receipt?format=html&lang=${language}`);
  assert.equal(answer.status, 200);
  return { text: await answer.text(), headers: answer.headers };
}

const HOSTILE = `"><script>alert('1')</script> & <img src=x onerror=alert(2)>`;

test('a completed task has a receipt: who, where, what and when', async (t) => {
  const world = await openWorld(t, { timeZone: 'Europe/Madrid' });
  const lanes = new TestLanes(world);
  lanes.play = async (context) => {
    await context.ledger.app({ id: 'com.example.app', version: '38.5.3' });
    return await publish(context);
  };
  const [id = 0] = await world.create(videoRequest({}, { captions: `Título##${HOSTILE}` }));
  const early = await world.call('GET', `/api/v1/task/${id}/receipt`);
  assert.deepEqual([early.status, early.code], [409, 40901]);
  await lanes.runNext('PHONE1');
  await world.db.updateTable('devices').set({ name: 'Shelf 3' }).where('serial', '=', 'PHONE1').execute();
  const task = (await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail;
  const receipt = await receiptOf(world, id);
  const { materials, ...rest } = receipt;
  const [attempt] = task.attempts;
  assert.deepEqual(rest, {
    task_id: id,
    kind: 'post',
    proof: 'seen',
    script_name: 'post',
    platform: 'tiktok',
    app: { id: 'com.example.app', version: '38.5.3' },
    phone: { serial: 'PHONE1', name: 'Shelf 3', model: 'Pixel 7', android_version: '13' },
    account: 'whoever',
    title: 'Título',
    caption: HOSTILE,
    created_at: task.created_at,
    scheduled_at: task.scheduled_at,
    started_at: attempt?.started_at,
    committed_at: attempt?.committed_at,
    seen_at: task.result?.published_at,
    finished_at: task.finished_at,
    post_url: null,
    settled: null,
    attempts: 1,
    values: null,
    screenshot_url: `/api/v1/task/${id}/evidence/1-01-published.png`,
  });
  assert.deepEqual(attempt?.app, receipt.app);
  const [material] = task.materials;
  assert.deepEqual(materials, [{ ...material, thumbnail_url: `/api/v1/material/${material?.sha256}/thumbnail` }]);

  const { text, headers } = await pageOf(world, id, 'es');
  assert.match(headers.get('content-type') ?? '', /^text\/html/);
  assert.equal(headers.get('content-disposition'), `attachment; filename="postwright-receipt-${id}.html"`);
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*sandbox/);
  assert.match(text, /<html lang="es">.*Comprobante de publicación.*@whoever.*TikTok · 38\.5\.3.*Shelf 3 · Pixel 7/s);
  assert.ok(text.includes(Buffer.from('a picture').toString('base64')), 'the screenshot is in it');
  assert.match(text, /data:image\/jpeg;base64,/, 'and the small picture of the file');
  assert.ok(text.includes(material?.sha256 ?? '-'));
  assert.ok(!/<script|<img src=x|https?:/i.test(text), 'what people wrote is text, and nothing is fetched');
  assert.match((await pageOf(world, id, 'en')).text, /Receipt of publication/);

  await rm(world.evidence.directory, { recursive: true });
  assert.match((await pageOf(world, id, 'en')).text, /The screenshot is kept no longer\./);
});

test('what an operator says was published has a receipt that says so', async (t) => {
  const world = await openWorld(t);
  const lanes = new TestLanes(world);
  lanes.play = async ({ ledger }) => {
    await ledger.commit();
    throw new PostwrightError('OUTCOME_UNKNOWN');
  };
  const [id = 0] = await world.create(videoRequest());
  await lanes.runNext('PHONE1');
  assert.equal((await world.call('GET', `/api/v1/task/${id}/receipt`)).code, 40901);
  const said = { published: true, by: '<Ana>', note: 'seen on the profile' };
  assert.equal((await world.call('POST', `/api/v1/task/${id}/settle`, { json: said })).code, 0);
  const receipt = await receiptOf(world, id);
  assert.deepEqual(
    [receipt.proof, receipt.seen_at, receipt.settled?.by, receipt.account, receipt.app, receipt.screenshot_url],
    ['said', null, '<Ana>', null, null, null],
  );
  const { text } = await pageOf(world, id, 'en');
  assert.match(text, /Confirmed by &lt;Ana&gt;.*seen on the profile/s);
});

test('there is no receipt of what is not there, nor in a form that nobody knows', async (t) => {
  const world = await openWorld(t);
  assert.equal((await world.call('GET', '/api/v1/task/7/receipt')).code, 40401);
  assert.equal((await world.call('GET', '/api/v1/task/7/receipt?format=pdf')).code, 40001);
  assert.equal((await world.call('GET', '/api/v1/task/7/receipt?format=html&lang=fr')).code, 40001);
});

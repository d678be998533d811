import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';

import type { DeviceDetail } from '../../src/contract/device.ts';
import type { Control } from '../../src/contract/device-control.ts';
import type { RackPhone } from '../../src/simulator/rack-types.ts';
import { type Envelope, Not, startWorld, videoPost, type World, waitFor } from './world.ts';

const PHONE = 'RACK0001';
/** What a caption-like text must never become, in the field it is written into or on the phone. */
const HOSTILE = `¿Qué? "$(touch /sdcard/x)"; rm -rf /sdcard '\u{1f600}'`;
/** TikTok's icon, the first on the rack's home screen, and the magnifier of its feed. */
const TIKTOK_ICON = { x: 0.15, y: 0.83 };

async function picture(world: World, query = '', headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(`${world.api.url}/api/v1/device/${PHONE}/screen${query}`, { headers });
}

function counted(phone: RackPhone, what: string): number {
  return phone.log().filter((line) => line.kind === 'shell' && line.what.includes(what)).length;
}

async function inHand<Data>(world: World, token: string, act: string, json?: object): Promise<Envelope<Data>> {
  const [method, where] = act.split(' ') as [string, string | undefined];
  const path = `/api/v1/device/${PHONE}/control${where === undefined ? '' : `/${where}`}`;
  const response = await fetch(`${world.api.url}${path}`, {
    method,
    headers: { 'control-token': token, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  return { status: response.status, ...((await response.json()) as Omit<Envelope<Data>, 'status'>) };
}

function setUp(t: TestContext): Promise<World> {
  return startWorld(t);
}

test('a phone is seen by many at the cost of one, and a picture that has not changed is not sent again', async (t) => {
  const world = await setUp(t);
  const phone = world.rack.phone(PHONE) as RackPhone;
  assert.equal(counted(phone, 'screencap'), 0);
  const seen = await Promise.all(Array.from({ length: 10 }, async () => await picture(world, '?width=200')));
  assert.equal(counted(phone, 'screencap'), 1);
  for (const answer of seen) {
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'image/jpeg');
  }
  const jpeg = Buffer.from(await (seen[0] as Response).arrayBuffer());
  assert.equal(jpeg.readUInt16BE(0), 0xffd8);
  let tag = seen[0]?.headers.get('etag') ?? '';
  // The clock on its screen goes on, so the first time it may have changed.
  await waitFor('a picture that is known', async () => {
    const again = await picture(world, '?width=200', { 'if-none-match': tag });
    tag = again.headers.get('etag') ?? '';
    assert.ok(Number(again.headers.get('x-picture-age')) >= 0);
    return again.status === 304 && (await again.arrayBuffer()).byteLength === 0 ? tag : new Not(`${again.status}`);
  });
  assert.notEqual((await picture(world, '?width=700')).headers.get('etag'), tag);

  phone.unplug();
  await world.api.deviceIs(PHONE, 'absent');
  const last = await picture(world, '?width=200', { 'if-none-match': tag });
  assert.equal(last.status, 304, 'what was last seen');
  const never = await world.api.call('GET', `/device/${PHONE}/screen?width=1000`);
  assert.deepEqual([never.code, never.message], [40901, `${PHONE} is not online, so its screen cannot be seen.`]);
  assert.equal((await world.api.call('GET', '/device/NOPE/screen')).code, 40401);
  assert.equal((await world.api.call('GET', `/device/${PHONE}/screen?width=0`)).code, 40001);
});

test('a phone in hand: one holder, no tasks, fingers, keys and texts that are no commands; then it is handed back', async (t) => {
  const world = await setUp(t);
  const phone = world.rack.phone(PHONE) as RackPhone;
  const { api } = world;
  const path = `/device/${PHONE}/control`;
  const taken = await api.call<Control>('POST', path, { by: 'Ana' });
  const { token } = taken.data;
  assert.deepEqual([taken.code, taken.data.by, taken.data.renew_within_ms], [0, 'Ana', 30_000]);
  const other = await api.call('POST', path);
  assert.match(`${other.code} ${other.message}`, /^40901 Ana has had RACK0001 in hand since /);
  const [id = 0] = await api.createTasks(videoPost([PHONE], 'later'));
  const { data } = await api.call<DeviceDetail>('GET', `/device/${PHONE}`);
  assert.deepEqual(
    [data.control?.by, data.held_back],
    ['Ana', 'Ana has it in hand. Tasks wait until it is handed back.'],
  );

  assert.equal((await inHand(world, 'someone else', 'POST tap', TIKTOK_ICON)).code, 40901);
  assert.equal((await inHand(world, token, 'POST tap', { x: 1.5, y: 0 })).code, 40001);
  assert.equal((await inHand(world, token, 'POST tap', TIKTOK_ICON)).code, 0);
  assert.match(phone.front.focus()?.packageName ?? '', /musically/);
  assert.equal((await inHand(world, token, 'POST text', { text: 'nowhere' })).code, 40901);
  for (const point of [
    { x: 0.93, y: 0.06 },
    { x: 0.4, y: 0.06 },
  ])
    assert.equal((await inHand(world, token, 'POST tap', point)).code, 0);
  const written = await inHand(world, token, 'POST text', { text: HOSTILE });
  assert.deepEqual([written.code, written.message], [0, 'success']);
  assert.equal(
    (await inHand(world, token, 'POST swipe', { from: { x: 0.5, y: 0.8 }, to: { x: 0.5, y: 0.3 } })).code,
    0,
  );
  assert.equal((await inHand(world, token, 'POST key', { key: 'home' })).code, 0);
  assert.match(phone.front.focus()?.packageName ?? '', /launcher/);
  assert.equal((await inHand(world, token, 'PUT')).code, 0);
  assert.deepEqual(
    phone.log().filter(({ kind }) => kind === 'intrusion' || kind === 'two_hands'),
    [],
  );
  assert.equal(
    phone.log().some(({ kind, what }) => kind === 'shell' && what.includes('touch /sdcard')),
    false,
  );
  assert.equal((await api.task(id)).status_text, 'pending');

  assert.equal((await inHand(world, token, 'DELETE')).code, 0);
  assert.equal((await inHand(world, token, 'POST tap', TIKTOK_ICON)).code, 40901);
  await api.taskWhen(id, ({ status }) => status > 0);
  const busy = await api.call<{ running_task: number }>('POST', path);
  assert.deepEqual([busy.code, busy.data.running_task], [40901, id]);
  const waited = await api.call<Control>('POST', path, { wait_ms: 60_000 });
  assert.equal(waited.code, 0);
  assert.ok((await api.task(id)).status >= 2, 'what ran was not disturbed');
  assert.equal((await api.call('DELETE', `${path}?force=true`)).code, 0);
  assert.equal((await api.call('DELETE', `${path}?force=true`)).code, 40401);
  const told = await waitFor('the history', async () => {
    const { history } = (await api.call<DeviceDetail>('GET', `/device/${PHONE}`)).data;
    const lines = history.filter(({ event }) => event === 'control').map(({ message }) => message);
    return lines.length === 4 ? lines.toReversed() : new Not(lines.join(' | '));
  });
  assert.deepEqual(
    told.map((line) => line.replace(/for [\dmins ]+:/, 'for a while:')),
    [
      'It was taken in hand by Ana.',
      'It was handed back. It was in hand for a while: 3 taps, 1 swipe, 1 text, 1 key.',
      'It was taken in hand.',
      'Somebody else ended it. It was in hand for a while: nothing was done.',
    ],
  );
});

test('a phone flashes to be found, and is as bright as before', async (t) => {
  const world = await setUp(t);
  const phone = world.rack.phone(PHONE) as RackPhone;
  const { code, data } = await world.api.call('POST', `/device/${PHONE}/identify`, { seconds: 1 });
  assert.deepEqual([code, data], [0, { serial: PHONE, flashes: 1 }]);
  const puts = phone
    .log()
    .flatMap(({ kind, what }) => (kind === 'shell' && /settings put system (\w+ \d+)/.exec(what)?.[1]) || []);
  assert.deepEqual(puts, [
    'screen_brightness_mode 0',
    'screen_brightness 255',
    'screen_brightness 1',
    'screen_brightness 102',
    'screen_brightness_mode 1',
  ]);
  phone.unplug();
  await world.api.deviceIs(PHONE, 'absent');
  assert.equal((await world.api.call('POST', `/device/${PHONE}/identify`)).code, 40901);
});

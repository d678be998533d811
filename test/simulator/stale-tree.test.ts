import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPhones } from './support/open-phones.ts';
import { INSTAGRAM, INSTAGRAM_SHARE, settled, shareVideo, TIKTOK_SHARE } from './support/test-phone.ts';
import { startClient, Uia2Client } from './support/uia2-client.ts';

describe('a stale tree', () => {
  const open = openPhones();

  it('tells the screen before while the app has moved on; a tap on what it tells is counted', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'stale_tree', when: { step: 'posting' } }] });
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    await client.type('words');
    await client.tap('Post');
    await settled();
    assert.equal(phone.posts.list().length, 1);
    assert.ok(await client.shows('Post'), 'the tree still shows the page');
    assert.match(phone.front.focus()?.className ?? '', /Main/);
    assert.equal(phone.posts.list()[0]?.taps, 1);
    await client.tap('Post');
    assert.equal(phone.posts.list().length, 1, 'the app has no such button any more');
    assert.equal(phone.posts.list()[0]?.taps, 2);
    await client.command('POST', 'appium/reset_ax_cache', {});
    assert.ok(!(await client.shows('Post')));
  });

  it('lasts as long as ordered, and not beyond a restart of the instrumentation', async () => {
    const orders = [
      { kind: 'stale_tree', for_ms: 40, when: { request: 'POST /element/:id/click' } },
      { kind: 'stale_tree', when: { request: 'POST /element/:id/click' } },
    ] as const;
    const { phone, client } = await open({ orders });
    await shareVideo(phone, INSTAGRAM_SHARE);
    await client.tapId(`${INSTAGRAM}:id/clips_right_action_button`);
    const next = `${INSTAGRAM}:id/clips_right_action_button`;
    const isThere = async (): Promise<boolean> => (await client.find('id', next)).status === 200;
    assert.ok(await isThere());
    while (await isThere()) await new Promise((resolve) => setTimeout(resolve, 5));
    await client.tapId(`${INSTAGRAM}:id/share_button`);
    assert.equal((await client.find('id', `${INSTAGRAM}:id/share_button`)).status, 200);
    phone.front.forceStop('io.appium.uiautomator2.server');
    const { client: second } = await startClient(phone.front);
    assert.equal((await second.find('id', `${INSTAGRAM}:id/share_button`)).status, 404);
    assert.equal(phone.posts.list()[0]?.taps, 1);
  });

  it('has fields that nothing can be written into', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'stale_tree', when: { step: 'posting' } }] });
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    await client.tap('Post');
    const field = await client.find('class name', 'android.widget.EditText');
    const { status, value } = await client.command('POST', `element/${field.value.ELEMENT}/value`, { text: 'late' });
    assert.equal(status, 400);
    assert.equal(value.error, 'invalid element state');
  });
});

describe('two hands on one phone', () => {
  const open = openPhones();

  it('a touch under a session that another one has replaced is written down, and in the post that it was about', async () => {
    const { phone, client: first } = await open({ orders: [{ kind: 'upload_stuck', for_ms: 20 }] });
    await shareVideo(phone, TIKTOK_SHARE);
    const next = await first.element('Next');
    const second = await startAnother(phone);
    assert.equal((await first.command('GET', 'source')).status, 404, 'looking is no touch');
    await second.tap('Next');
    await second.tap('Post');
    assert.deepEqual(hands(phone), []);
    assert.equal((await first.command('POST', `element/${next}/click`, {})).status, 404);
    while (phone.posts.list().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(phone.posts.list()[0]?.two_hands, true);
    assert.match(hands(phone).join(), /^two_hands: POST \/session\/.*\/click$/);
  });

  it('one owner who opens session after session is one', async () => {
    const { phone } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await (await startAnother(phone)).tap('Next');
    phone.front.forceStop('io.appium.uiautomator2.server');
    const { client } = await startClient(phone.front);
    await client.tap('Post');
    assert.equal(phone.posts.list()[0]?.two_hands, false);
    assert.deepEqual(hands(phone), []);
  });
});

type Phone = Awaited<ReturnType<ReturnType<typeof openPhones>>>['phone'];

async function startAnother(phone: Phone): Promise<Uia2Client> {
  const client = new Uia2Client(phone.front);
  await client.openSession();
  return client;
}

function hands({ machine }: Phone): string[] {
  return machine.lines.filter((line) => line.startsWith('two_hands'));
}

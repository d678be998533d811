import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPhones } from './support/open-phones.ts';
import {
  INSTAGRAM,
  INSTAGRAM_SHARE,
  launchIntent,
  settled,
  shareVideo,
  type TestPhone,
  TIKTOK,
  TIKTOK_SHARE,
} from './support/test-phone.ts';
import type { Uia2Client } from './support/uia2-client.ts';

describe('faults that strike in the front half of a phone', () => {
  const open = openPhones();

  async function published(phone: TestPhone, count: number): Promise<void> {
    while (phone.posts.list().length < count) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  async function post(client: Uia2Client): Promise<void> {
    await client.tap('Next');
    await client.type('words');
    await client.tap('Post');
  }

  it('app_crash: the app is gone, Android says so, and nothing was posted', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'app_crash', when: { step: 'posting' } }] });
    await shareVideo(phone, TIKTOK_SHARE);
    await post(client);
    assert.equal(phone.front.focus()?.packageName, 'android');
    assert.ok(await client.shows('TikTok keeps stopping'));
    await client.tapId('android:id/aerr_close');
    assert.match(phone.front.focus()?.packageName ?? '', /launcher/);
    assert.equal(phone.posts.list().length, 0);
    phone.front.startActivity(launchIntent(TIKTOK));
    await settled();
    await client.tap('Profile');
    assert.ok(await client.shows('Drafts: 1'));
  });

  it('upload_stuck: the percentage stands still; force-stop aborts it and leaves a draft', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'upload_stuck' }] });
    await shareVideo(phone, TIKTOK_SHARE);
    await post(client);
    if (!(await client.shows('42%'))) await client.tap('Home');
    assert.ok(await client.shows('42%'));
    await settled();
    assert.equal(phone.posts.list().length, 0);
    phone.front.forceStop(TIKTOK);
    phone.front.startActivity(launchIntent(TIKTOK));
    await settled();
    assert.ok(!(await client.shows('42%')));
    await client.tap('Profile');
    assert.ok(await client.shows('Drafts: 1'));
    assert.equal(phone.posts.list().length, 0);
  });

  it('upload_stuck for a time: then it goes on', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'upload_stuck', for_ms: 10 }] });
    await shareVideo(phone, TIKTOK_SHARE);
    await post(client);
    await published(phone, 1);
    assert.equal(phone.posts.list().length, 1);
  });

  it('upload_late: published although the app was killed, in the ledger and on the profile at once', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'upload_late', for_ms: 30 }] });
    await shareVideo(phone, TIKTOK_SHARE);
    await post(client);
    phone.front.forceStop(TIKTOK);
    assert.equal(phone.posts.list().length, 0);
    await published(phone, 1);
    const [first] = phone.front.profiles().tiktok.rack0001_one ?? [];
    assert.equal(first?.at, phone.posts.list()[0]?.at);
    assert.deepEqual(phone.front.drafts(), []);
  });

  it('an upload ends with its app, shown or not: neither in the ledger nor on the profile', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'upload_stuck', for_ms: 30 }] });
    await shareVideo(phone, TIKTOK_SHARE);
    await post(client);
    await shareVideo(phone, TIKTOK_SHARE);
    await post(client);
    await published(phone, 1);
    phone.front.forceStop(TIKTOK);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(phone.posts.list().length, 1);
    assert.equal(phone.front.profiles().tiktok.rack0001_one?.length, 1);
  });

  it('app_crash in the middle of an upload: nothing was posted', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'app_crash', when: { step: 'uploading' } }] });
    await shareVideo(phone, TIKTOK_SHARE);
    await post(client);
    assert.equal(phone.front.focus()?.packageName, 'android');
    assert.equal(phone.posts.list().length, 0);
    assert.deepEqual(
      phone.front.drafts().map(({ origin }) => origin),
      ['aborted'],
    );
  });

  it('uia2_disconnected: every call fails, and /status goes on saying that it is ready', async () => {
    const { client } = await open({ orders: [{ kind: 'uia2_disconnected', when: { request: 'GET /source' } }] });
    const { status, value } = await client.command('GET', 'source');
    assert.equal(status, 500);
    assert.equal(value.message, 'java.lang.IllegalStateException: UiAutomation not connected!');
    assert.equal((await client.command('POST', 'back', {})).status, 500);
    assert.equal((await client.send('GET', '/status')).value.ready, true);
  });

  it('not_idle: calls wait as long as waitForIdleTimeout says', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'not_idle' }, { kind: 'not_idle' }] });
    await client.source();
    assert.equal(phone.orders.length, 1, 'a timeout of 0 waits for nothing');
    await client.command('POST', 'appium/settings', { settings: { waitForIdleTimeout: 5000 } });
    const began = performance.now();
    await client.source();
    assert.ok(performance.now() - began >= 95, 'a fiftieth of it at pace instant');
  });

  it('upload_failed: the app says so and tries again when asked', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'upload_failed' }] });
    await shareVideo(phone, TIKTOK_SHARE);
    await post(client);
    if (!(await client.shows('Tap to retry'))) await client.tap('Home');
    assert.equal(phone.posts.list().length, 0);
    await client.tap('Tap to retry');
    assert.equal(phone.posts.list().length, 1);
    await settled();
    if (await client.shows('Not now')) await client.back();
    await client.tap('Profile');
    assert.ok(!(await client.shows('Drafts: 1')), 'the draft of the failure is gone');
  });

  it('upload_failed on Instagram: the row says that it cannot be posted', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'upload_failed' }] });
    await shareVideo(phone, INSTAGRAM_SHARE);
    await client.tapId(`${INSTAGRAM}:id/clips_right_action_button`);
    await client.tapId(`${INSTAGRAM}:id/share_button`);
    assert.ok(await client.shows("Video can't be posted"));
    await client.tapId(`${INSTAGRAM}:id/row_pending_media_discard_button`);
    assert.ok(!(await client.shows("Video can't be posted")));
    assert.equal(phone.posts.list().length, 0);
  });

  it('post_then_die: the post is in the ledger, then the cable is out', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'post_then_die' }] });
    await shareVideo(phone, TIKTOK_SHARE);
    await post(client);
    assert.equal(phone.posts.list().length, 1);
    assert.equal(phone.unplugged.count, 1);
  });

  it('logged_out: the session ends at the step, and the share leads to the login page', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'logged_out', when: { step: 'editor' } }] });
    await shareVideo(phone, TIKTOK_SHARE);
    assert.ok(await client.shows('Session expired. Log in again.'));
    assert.deepEqual(phone.front.accounts().tiktok, ['rack0001_two']);
    await shareVideo(phone, TIKTOK_SHARE);
    assert.ok(await client.shows('Log in to TikTok'));
    phone.front.setAccounts({ tiktok: ['rack0001_one'] });
    await shareVideo(phone, TIKTOK_SHARE);
    assert.ok(await client.shows('Next'));
  });

  it('unknown_dialog: lies over the screen, in both apps, and goes by BACK', async () => {
    const { phone, client } = await open({
      orders: [
        { kind: 'unknown_dialog', when: { step: 'compose' } },
        { kind: 'unknown_dialog', when: { step: 'home' } },
      ],
    });
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    assert.ok(await client.shows('Maybe later'));
    assert.ok(!(await client.shows('Post')));
    await client.back();
    assert.ok(await client.shows('Post'));
    phone.front.startActivity(launchIntent(INSTAGRAM));
    await settled();
    assert.ok(await client.shows('Skip for today'));
  });

  it('permission_dialog: Android asks over the app, whatever was granted', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'permission_dialog', when: { step: 'editor' } }] });
    await shareVideo(phone, TIKTOK_SHARE);
    assert.equal(phone.front.focus()?.packageName, 'com.google.android.permissioncontroller');
    await client.back();
    assert.ok(await client.shows('Allow TikTok to record audio?'), 'BACK does not answer');
    await client.tap('Don’t allow');
    assert.ok(await client.shows('Next'));
  });

  it('slow: a request takes as long as ordered', async () => {
    const { client } = await open({
      orders: [{ kind: 'slow', when: { request: 'GET /source' }, ms_per_request: 120 }],
    });
    const began = performance.now();
    await client.source();
    assert.ok(performance.now() - began >= 115);
  });
});

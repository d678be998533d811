import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPhones } from './support/open-phones.ts';
import { settled, shareVideo, TIKTOK_SHARE } from './support/test-phone.ts';
import { startClient } from './support/uia2-client.ts';

const SERVER = 'io.appium.uiautomator2.server';

describe('a UiAutomator2 server that hangs', () => {
  const open = openPhones();

  /** What has come of a request after everything that was due has happened. */
  async function afterAWhile(request: Promise<unknown>): Promise<'answered' | 'broken' | 'nothing'> {
    const outcome = request.then(
      () => 'answered' as const,
      () => 'broken' as const,
    );
    const nothing = new Promise<'nothing'>((resolve) => setTimeout(() => resolve('nothing'), 30));
    return await Promise.race([outcome, nothing]);
  }

  it('takes requests and answers none, /status neither, until the instrumentation is restarted', async () => {
    const { phone, client } = await open({ orders: [{ kind: 'uia2_hang', when: { request: 'GET /source' } }] });
    assert.ok(!(await client.shows('nothing of the kind')), 'other requests are answered');
    const source = client.command('GET', 'source');
    source.catch(() => {});
    assert.equal(await afterAWhile(source), 'nothing');
    assert.equal(await afterAWhile(client.send('GET', '/status').catch(() => {})), 'nothing');
    phone.front.forceStop(SERVER);
    assert.equal(await afterAWhile(source), 'broken');
    const { client: second } = await startClient(phone.front);
    assert.match(await second.source(), /<hierarchy/);
  });

  it('says that it is ready while only the screen hangs', async () => {
    const { client } = await open({ orders: [{ kind: 'uia2_hang', variant: 'screen' }] });
    const source = client.command('GET', 'source');
    source.catch(() => {});
    assert.equal(await afterAWhile(source), 'nothing');
    assert.equal((await client.send('GET', '/status')).value.ready, true);
  });

  it('does late what it was asked, when the hang ends by itself', async () => {
    const orders = [{ kind: 'uia2_hang', for_ms: 60, when: { request: 'POST /element/:id/click' } }] as const;
    const { phone, client } = await open({ orders });
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    await settled();
    assert.ok(await client.shows('Post'), 'the tap was done');
  });
});

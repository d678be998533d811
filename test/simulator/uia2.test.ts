import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  createTestPhone,
  launchIntent,
  settled,
  shareVideo,
  type TestPhone,
  TIKTOK,
  TIKTOK_SHARE,
} from './support/test-phone.ts';
import { portOpen, startClient, Uia2Client } from './support/uia2-client.ts';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

describe('the UiAutomator2 server of a phone', () => {
  let phone: TestPhone;

  beforeEach(() => {
    phone = createTestPhone();
  });

  afterEach(() => {
    phone.front.powerOff();
  });

  async function openEditor(): Promise<void> {
    await shareVideo(phone, TIKTOK_SHARE);
  }

  it('keeps its port closed until it has started, and after it ended', async () => {
    assert.equal(phone.front.connect(6790), null);
    const run = phone.front.startInstrumentation(new Map());
    assert.equal(phone.front.connect(6790), null);
    await portOpen(phone.front);
    phone.front.forceStop('io.appium.uiautomator2.server');
    assert.match(await run.ended, /INSTRUMENTATION_RESULT: shortMsg=Process crashed\.\nINSTRUMENTATION_CODE: 0/);
    assert.equal(phone.front.connect(6790), null);
  });

  it('refuses to run twice', async () => {
    const { client } = await startClient(phone.front);
    const second = phone.front.startInstrumentation(new Map());
    assert.match(await second.ended, /already registered!/);
    assert.equal((await client.send('GET', '/status')).value.ready, true);
  });

  it('says it is ready without a session, and lists the one it has', async () => {
    const { client } = await startClient(phone.front);
    const status = await client.send('GET', '/wd/hub/status');
    assert.deepEqual(status.value.build, { version: '10.6.6', versionCode: 278 });
    assert.equal(status.sessionId, 'None');
    const sessions = await client.send('GET', '/sessions');
    assert.equal(sessions.value[0].id, client.sessionId);
  });

  it('takes strategy, selector and context, and answers with both names of an element', async () => {
    await openEditor();
    const { client } = await startClient(phone.front);
    const found = await client.find('-android uiautomator', 'new UiSelector().text("Next")');
    assert.equal(found.status, 200);
    assert.equal(found.value.ELEMENT, found.value[ELEMENT]);
    assert.match(found.value.ELEMENT, /^00000000-0000-[0-9a-f]{4}-ffff-ffff[0-9a-f]{8}$/);
    const w3c = await client.command('POST', 'element', { using: 'xpath', value: '//*' });
    assert.equal(w3c.status, 400);
    assert.equal(w3c.value.error, 'invalid argument');
  });

  it('answers 404 for a missing element and an empty list for missing elements', async () => {
    const { client } = await startClient(phone.front);
    const one = await client.find('accessibility id', 'nothing like it');
    assert.equal(one.status, 404);
    assert.equal(one.value.error, 'no such element');
    const all = await client.command('POST', 'elements', { strategy: 'class name', selector: 'no.Such', context: '' });
    assert.deepEqual([all.status, all.value], [200, []]);
  });

  it('completes an id without a package with its own package, or with appPackage', async () => {
    phone.front.startActivity(launchIntent('com.instagram.android'));
    await settled();
    const { client } = await startClient(phone.front);
    assert.equal((await client.find('id', 'feed_tab')).status, 404);
    assert.equal((await client.find('id', 'com.instagram.android:id/feed_tab')).status, 200);
    await client.openSession({ appPackage: 'com.instagram.android', 'appium:waitForIdleTimeout': 0 });
    assert.equal((await client.find('id', 'feed_tab')).status, 200);
    await client.openSession({ disableIdLocatorAutocompletion: true });
    assert.equal((await client.find('id', 'feed_tab')).status, 404);
  });

  it('makes an element stale when its screen goes, and says so otherwise than for one it never gave', async () => {
    await openEditor();
    const { client } = await startClient(phone.front);
    const next = await client.element('Next');
    await client.tapElement(next);
    const stale = await client.command('POST', `element/${next}/click`, {});
    assert.deepEqual([stale.status, stale.value.error], [404, 'stale element reference']);
    const unknown = await client.command('GET', 'element/00000000-0000-0000-ffff-ffff00000000/text');
    assert.deepEqual([unknown.status, unknown.value.error], [404, 'no such element']);
  });

  it('forgets the old session when a new one is opened', async () => {
    const { client } = await startClient(phone.front);
    const old = client.sessionId;
    await client.openSession();
    const reply = await client.send('GET', `/session/${old}/source`);
    assert.deepEqual([reply.status, reply.value.error], [404, 'invalid session id']);
    assert.match(reply.value.message, new RegExp(`The session identified by ${old} is not known`));
    const without = await client.send('POST', '/session', {});
    assert.deepEqual([without.status, without.value.error], [500, 'session not created']);
  });

  it('stops altogether when the session is deleted', async () => {
    const { client, run } = await startClient(phone.front);
    assert.equal((await client.send('DELETE', `/session/${client.sessionId}`)).status, 200);
    assert.match(await run.ended, /OK \(1 test\)/);
    assert.equal(phone.front.connect(6790), null);
  });

  it('goes on saying ready when its shell is lost, while nothing works', async () => {
    const { client, run } = await startClient(phone.front);
    run.loseShell();
    assert.equal((await client.send('GET', '/status')).value.ready, true);
    const reply = await client.command('GET', 'source');
    assert.deepEqual([reply.status, reply.value.error], [500, 'unknown error']);
    assert.match(reply.value.message, /UiAutomation not connected!/);
  });

  it('stops when the charger goes, unless told not to', async () => {
    const { client, run } = await startClient(phone.front);
    await client.command('POST', 'appium/settings', { settings: { shutdownOnPowerDisconnect: false } });
    phone.front.powerDisconnected?.();
    assert.equal((await client.command('GET', 'source')).status, 200);
    await client.command('POST', 'appium/settings', { settings: { shutdownOnPowerDisconnect: true } });
    phone.front.powerDisconnected?.();
    assert.match(await run.ended, /OK \(1 test\)/);
  });

  it('waits in vain for a video to rest unless waitForIdleTimeout says not to', async () => {
    await openEditor();
    const { client } = await startClient(phone.front, {});
    const took = async (): Promise<number> => {
      const began = performance.now();
      await client.source();
      return performance.now() - began;
    };
    const waiting = await took();
    await client.command('POST', 'appium/settings', { settings: { waitForIdleTimeout: 0 } });
    assert.ok(waiting >= 190, `${waiting} ms`);
    assert.ok((await took()) < waiting);
    const { value } = await client.command('GET', 'appium/settings');
    assert.equal(value.waitForIdleTimeout, 0);
    assert.equal(value.snapshotMaxDepth, 70);
  });

  it('dumps a source tagged by class, with hints as text and only what can be seen', async () => {
    await openEditor();
    const { client } = await startClient(phone.front);
    await client.tap('Next');
    const source = await client.source();
    assert.ok(source.startsWith("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<hierarchy index=\"0\""));
    assert.match(source, /<android\.widget\.EditText [^>]*text="Add description\.\.\."[^>]*showing-hint="true"/);
    assert.match(source, /<android\.widget\.TextView [^>]*text="Post"[^>]*clickable="false"/);
    assert.doesNotMatch(source, /displayed="false"/);
    assert.doesNotMatch(source, /<node/);
    const unknown = await client.command('GET', `element/${await client.element('Post')}/attribute/colour`);
    assert.deepEqual([unknown.status, unknown.value.error], [404, 'unknown command']);
  });

  it('finds by XPath, with the functions people know from XPath 2', async () => {
    await openEditor();
    const { client } = await startClient(phone.front);
    await client.tap('Next');
    for (const selector of [
      "//android.widget.TextView[@text='Post']",
      "//*[matches(@text, '^add link$', 'i')]",
      "//*[lower-case(@text)='drafts']/../..",
    ]) {
      assert.equal((await client.find('xpath', selector)).status, 200, selector);
    }
    const broken = await client.find('xpath', '//*[');
    assert.deepEqual([broken.status, broken.value.error], [400, 'invalid selector']);
  });

  it('understands UiSelector as Java would', async () => {
    await openEditor();
    const { client } = await startClient(phone.front);
    await client.tap('Next');
    const hits = {
      'new UiSelector().textMatches("(?i)add.link")': 1,
      'new UiSelector().textMatches("link")': 0,
      'new UiSelector().textContains("LINK")': 1,
      'new UiSelector().textStartsWith("everyone")': 1,
      'new UiSelector().text("post")': 0,
      'new UiSelector().clickable(true).childSelector(new UiSelector().text("Drafts"))': 1,
      'new UiSelector().text("Drafts").fromParent(new UiSelector().className("android.widget.ImageView"))': 1,
      'new UiSelector().descriptionContains("privacy")': 1,
      'new UiSelector().resourceIdMatches("com.zhiliaoapp.musically:id/.*").instance(1)': 1,
      'new UiSelector().text("nothing"); new UiSelector().text("Post")': 1,
    };
    for (const [selector, count] of Object.entries(hits)) {
      const reply = await client.command('POST', 'elements', {
        strategy: '-android uiautomator',
        selector,
        context: '',
      });
      assert.equal(reply.value.length, count, selector);
    }
    const broken = await client.find('-android uiautomator', 'new UiSelector().colour("red")');
    assert.deepEqual([broken.status, broken.value.error], [400, 'invalid selector']);
    assert.equal((await client.find('css selector', 'a')).status, 400);
  });

  it('sets text with emoji and line breaks, appends without replace, and refuses what is no field', async () => {
    await openEditor();
    const { client } = await startClient(phone.front);
    await client.tap('Next');
    const { value } = await client.find('class name', 'android.widget.EditText');
    const path = `element/${value.ELEMENT}`;
    await client.command('POST', `${path}/value`, { text: 'one 🌍\ntwo', replace: false });
    await client.command('POST', `${path}/value`, { text: ' “three”', replace: false });
    assert.equal((await client.command('GET', `${path}/text`)).value, 'one 🌍\ntwo “three”');
    assert.match(await client.source(), /text="one 🌍&#10;two “three”"/);
    await client.command('POST', `${path}/clear`, {});
    assert.equal((await client.command('GET', `${path}/text`)).value, 'Add description...');
    const refused = await client.command('POST', `element/${await client.element('Post')}/value`, { text: 'x' });
    assert.deepEqual([refused.status, refused.value.error], [400, 'invalid element state']);
  });

  it('knows its routes and methods, and takes no body over 64 KiB', async () => {
    const { client } = await startClient(phone.front);
    assert.equal((await client.command('GET', 'element/x/displayed')).value.error, 'unknown command');
    const method = await client.command('DELETE', 'actions');
    assert.deepEqual([method.status, method.value.error], [405, 'unknown method']);
    const large = await client.command('POST', 'element', { strategy: 'xpath', selector: 'x'.repeat(70_000) });
    assert.equal(large.status, 413);
  });

  it('answers an alert of the system by its buttons, and 404 without one', async () => {
    const asking = createTestPhone({ isGranted: false });
    asking.front.startActivity(launchIntent(TIKTOK));
    await settled();
    const { client } = await startClient(asking.front);
    assert.deepEqual((await client.command('GET', 'alert/text')).value.error, 'no such alert');
    await client.tapDescription('Create');
    assert.equal((await client.command('GET', 'alert/text')).value, 'Allow TikTok to take pictures and record video?');
    assert.equal((await client.command('POST', 'alert/accept', {})).status, 200);
    assert.ok(asking.machine.granted.has(`${TIKTOK} android.permission.CAMERA`));
    asking.front.powerOff();
  });

  it('takes a crash ordered for a request: the connection breaks and the run ends', async () => {
    const { client, run } = await startClient(phone.front);
    phone.orders.push({ kind: 'uia2_crash', when: { request: 'GET /source' } });
    await client.texts().then(
      () => assert.fail('answered'),
      (error: NodeJS.ErrnoException) => assert.match(String(error), /socket hang up|ECONNRESET/),
    );
    assert.match(await run.ended, /Process crashed/);
  });

  it('keeps a connection open for several requests', async () => {
    await startClient(phone.front);
    const connection = phone.front.connect(6790);
    assert.ok(connection);
    const replies: string[] = [];
    const two = Promise.withResolvers<void>();
    connection.on('data', (chunk: Buffer) => {
      replies.push(chunk.toString());
      if (replies.join('').split('HTTP/1.1 200').length > 2) two.resolve();
    });
    const get = 'GET /status HTTP/1.1\r\nHost: phone\r\n\r\n';
    connection.write(get + get);
    await two.promise;
    connection.destroy();
  });

  it('is not impressed by a client that speaks to a phone that is off', () => {
    phone.front.powerOff();
    assert.equal(phone.front.connect(6790), null);
    assert.throws(() => new Uia2Client(phone.front).send('GET', '/status'), /nothing listens/);
  });
});

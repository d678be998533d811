import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPhones } from './support/open-phones.ts';
import {
  addMedia,
  launchIntent,
  settled,
  shareIntent,
  shareVideo,
  TIKTOK,
  TIKTOK_SHARE,
} from './support/test-phone.ts';
import { startClient, type Uia2Client } from './support/uia2-client.ts';

describe('TikTok on a phone of the rack', () => {
  const open = openPhones();

  /** After posting, whatever lies over the feed goes by BACK; then the profile. */
  async function toProfile(client: Uia2Client, notNow: string, profile: string): Promise<void> {
    if (await client.shows(notNow)) await client.back();
    await client.tap(profile);
  }

  it('publishes a shared video with its caption and shows it first on the profile', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    await client.type('Río, mañana 🌍\n#agua ');
    await client.tap('Post');
    const [post] = phone.posts.list();
    assert.deepEqual(
      { ...post, at: undefined },
      {
        at: undefined,
        seq: 1,
        serial: 'RACK0001',
        app: 'tiktok',
        account: 'rack0001_one',
        kind: 'video',
        caption: 'Río, mañana 🌍\n#agua',
        title: null,
        media: phone.machine.rows.map(({ sha256, sizeBytes, name }) => ({ sha256, size: sizeBytes, name })),
        sound: null,
        origin_sound_volume: null,
        add_sound_volume: null,
        product_link: null,
        taps: 1,
        two_hands: false,
      },
    );
    await toProfile(client, 'Not now', 'Profile');
    assert.ok(await client.shows('@rack0001_one'));
    await client.tap('0');
    const texts = await client.texts();
    assert.ok(texts.includes('Río, mañana 🌍&#10;#agua'));
    assert.ok(texts.includes('rack0001_one'));
    assert.ok(texts.some((text) => /· \d+s ago/.test(text)));
  });

  it('does the same in Spanish', async () => {
    const { phone, client } = await open({ language: 'es' });
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Siguiente');
    assert.ok(await client.shows('Añade una descripción...'));
    await client.type('Hola');
    await client.tap('Publicar');
    assert.equal(phone.posts.list()[0]?.caption, 'Hola');
    await toProfile(client, 'Ahora no', 'Perfil');
    await client.tap('0');
    assert.ok((await client.texts()).some((text) => /· hace \d+ s/.test(text)));
  });

  it('publishes a story at once when the button beside Next is taken', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Your Story');
    assert.equal(phone.posts.list()[0]?.kind, 'story');
    assert.equal(phone.posts.list()[0]?.caption, '');
  });

  it('covers Post with the keyboard: a tap there types a letter', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    const post = await client.element('Post');
    await client.tap('Add description...');
    assert.ok(phone.front.isKeyboardShown());
    await client.tapElement(post);
    assert.equal(phone.posts.list().length, 0);
    await client.back();
    assert.ok(!phone.front.isKeyboardShown());
    await client.tapElement(await client.element('Post'));
    assert.equal(phone.posts.list().length, 1);
  });

  it('lays suggestions over Post while the text ends with a hashtag, and takes the one that is tapped', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    await client.type('Look #sun');
    await client.tap('Post');
    assert.equal(phone.posts.list().length, 0);
    await client.tap('#suntok');
    await client.tap('Post');
    assert.equal(phone.posts.list()[0]?.caption, 'Look #suntok');
  });

  it('cuts a description at 4000 UTF-16 units', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    await client.type('x'.repeat(4100));
    await client.tap('Post');
    assert.equal(phone.posts.list()[0]?.caption.length, 4000);
  });

  it('cannot load a file it may not read: the grant covers the data of the intent only', async () => {
    const { phone, client } = await open({ isGranted: false });
    const row = addMedia(phone.machine, 'video', 'clip.mp4');
    phone.front.startActivity(shareIntent(row, TIKTOK_SHARE, { flags: 0x1000_0000 }));
    await settled();
    assert.match(await client.source(), /android\.widget\.Toast [^>]*Couldn’t load/);
    phone.front.startActivity(shareIntent(row, TIKTOK_SHARE, { data: null }));
    await settled();
    assert.ok(!(await client.shows('Next')));
    phone.front.startActivity(shareIntent(row, TIKTOK_SHARE));
    await settled();
    assert.ok(await client.shows('Next'));
  });

  it('refuses activities that are not there or not for others', async () => {
    const { phone } = await open();
    const row = addMedia(phone.machine, 'video', 'clip.mp4');
    const outcome = (component: string): string => phone.front.startActivity(shareIntent(row, component)).outcome;
    assert.equal(outcome(`${TIKTOK}/.Nothing`), 'no-such-class');
    assert.equal(outcome('com.nobody/.Main'), 'no-such-class');
    assert.equal(outcome(`${TIKTOK}/com.ss.android.ugc.aweme.detail.ui.DetailActivity`), 'not-exported');
    phone.machine.versions.delete(TIKTOK);
    assert.equal(outcome(TIKTOK_SHARE), 'no-such-class');
  });

  it('is one of those Android offers for a share that names nobody', async () => {
    const { phone, client } = await open();
    const intent = shareIntent(addMedia(phone.machine, 'video', 'clip.mp4'), TIKTOK_SHARE, { component: null });
    assert.equal(phone.front.queryActivities(intent).length, 3);
    assert.equal(phone.front.startActivity(intent).outcome, 'started');
    assert.deepEqual(await client.texts(), ['Share with', 'TikTok', 'Feed', 'Stories']);
    await client.tap('TikTok');
    await settled();
    assert.ok(await client.shows('Next'));
    assert.equal(phone.front.startActivity({ ...intent, mimeType: 'text/plain' }).outcome, 'unresolved');
  });

  it('changes its resource ids with its version', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    const idOf = async (): Promise<string> => {
      const bar = await client.command('POST', 'elements', {
        strategy: '-android uiautomator',
        selector: 'new UiSelector().resourceIdMatches("com.zhiliaoapp.*").clickable(true)',
        context: '',
      });
      const path = `element/${bar.value[0].ELEMENT}/attribute/resource-id`;
      return (await client.command('GET', path)).value;
    };
    const before = await idOf();
    assert.match(before, /^com\.zhiliaoapp\.musically:id\/[a-z][a-z0-9]{2}$/);
    phone.machine.versions.set(TIKTOK, '44.0.0');
    assert.notEqual(await idOf(), before);
  });

  it('posts images in the order in which their circles were tapped, with a title', async () => {
    const { phone, client } = await open();
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) addMedia(phone.machine, 'image', name);
    phone.front.startActivity(launchIntent(TIKTOK));
    await settled();
    await client.tapDescription('Create');
    await client.tapAt(185, 1985);
    await client.tap('Photos');
    await client.tap('Select multiple');
    const circles = await client.command('POST', 'elements', {
      strategy: 'xpath',
      selector: "//androidx.recyclerview.widget.RecyclerView//android.widget.Button[not(@text) or @text='']",
      context: '',
    });
    assert.equal(circles.value.length, 3);
    for (const index of [2, 0, 1]) await client.tapElement(circles.value[index].ELEMENT);
    await client.tap('Next (3)');
    assert.ok(await client.shows('Switch to video mode'));
    await client.tap('Next');
    await client.type('Three of them', 0);
    await client.type('A caption', 1);
    await client.tap('Post');
    const [post] = phone.posts.list();
    assert.equal(post?.kind, 'images');
    assert.equal(post?.title, 'Three of them');
    assert.equal(post?.caption, 'A caption');
    assert.deepEqual(
      post?.media.map(({ name }) => name),
      ['a.jpg', 'c.jpg', 'b.jpg'],
    );
  });

  it('makes a video of images in video mode, and remembers the mode', async () => {
    const { phone, client } = await open();
    const row = addMedia(phone.machine, 'image', 'a.jpg');
    phone.front.startActivity(shareIntent(row, TIKTOK_SHARE));
    await settled();
    await client.tap('Switch to video mode');
    await client.tap('Next');
    await client.tap('Post');
    assert.equal(phone.posts.list()[0]?.kind, 'video');
    phone.front.startActivity(shareIntent(row, TIKTOK_SHARE));
    await settled();
    assert.ok(await client.shows('Switch to photo mode'));
  });

  it('switches the account, in which the next post then appears', async () => {
    const { phone, client } = await open();
    phone.front.startActivity(launchIntent(TIKTOK));
    await settled();
    await client.tap('Profile');
    await client.tap('Rack0001 One');
    assert.ok(await client.shows('Switch account'));
    assert.ok(!(await client.shows('Home')), 'the sheet hides the bottom bar');
    await client.tap('rack0001_two');
    await client.tap('Profile');
    assert.ok(await client.shows('@rack0001_two'));
    assert.deepEqual(phone.front.accounts().tiktok, ['rack0001_two', 'rack0001_one']);
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    await client.tap('Post');
    assert.equal(phone.posts.list()[0]?.account, 'rack0001_two');
  });

  it('keeps posts and accounts over force-stop and power-off', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    await client.tap('Post');
    phone.front.powerOff();
    const { client: again } = await startClient(phone.front);
    phone.front.startActivity(launchIntent(TIKTOK));
    await settled();
    await again.tap('Profile');
    assert.ok(await again.shows('0'), 'the post is in the grid');
  });

  it('asks before it throws an edit away, and can keep it as a draft', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await client.back();
    assert.ok(await client.shows('Discard'));
    await client.tap('Save draft');
    await client.tap('Profile');
    assert.ok(await client.shows('Drafts: 1'));
    assert.equal(phone.posts.list().length, 0);
  });

  it('asks for camera, microphone and media before the picker, and hides what was not selected', async () => {
    const { phone, client } = await open({ isGranted: false, sdk: 35 });
    for (const name of ['a.jpg', 'b.jpg']) addMedia(phone.machine, 'image', name);
    phone.front.startActivity(launchIntent(TIKTOK));
    await settled();
    await client.tapDescription('Create');
    assert.equal(phone.front.focus()?.packageName, 'com.google.android.permissioncontroller');
    await client.tap('While using the app');
    await client.tap('Only this time');
    await client.tapAt(185, 1985);
    await client.tap('Select photos and videos');
    const thumbnails = await client.command('POST', 'elements', {
      strategy: 'id',
      selector: 'com.google.android.providers.media.module:id/icon_thumbnail',
      context: '',
    });
    await client.tapElement(thumbnails.value[1].ELEMENT);
    await client.tap('Allow');
    const cells = await client.command('POST', 'elements', {
      strategy: 'xpath',
      selector: '//androidx.recyclerview.widget.RecyclerView//android.widget.Button',
      context: '',
    });
    assert.equal(cells.value.length, 1);
  });

  it('shows modals after some posts, always the same ones for a seed', async () => {
    const seen = async (): Promise<boolean[]> => {
      const { phone, client } = await open({ seed: 7 });
      const modals: boolean[] = [];
      for (let round = 0; round < 6; round++) {
        await shareVideo(phone, TIKTOK_SHARE);
        await client.tap('Next');
        await client.tap('Post');
        modals.push(await client.shows('Not now'));
      }
      return modals;
    };
    const first = await seen();
    assert.ok(first.includes(true) && first.includes(false), first.join());
    assert.deepEqual(await seen(), first);
  });
});

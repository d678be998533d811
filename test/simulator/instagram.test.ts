import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPhones } from './support/open-phones.ts';
import {
  addMedia,
  INSTAGRAM,
  INSTAGRAM_SHARE,
  launchIntent,
  settled,
  shareVideo,
  type TestPhone,
} from './support/test-phone.ts';
import type { Uia2Client } from './support/uia2-client.ts';

const id = (name: string): string => `${INSTAGRAM}:id/${name}`;

describe('Instagram on a phone of the rack', () => {
  const open = openPhones();

  async function launch(phone: TestPhone): Promise<void> {
    phone.front.startActivity(launchIntent(INSTAGRAM));
    await settled();
  }

  /** From the profile to the picker. */
  async function createReel(client: Uia2Client): Promise<void> {
    await client.tapId(id('profile_tab'));
    await client.tapDescription('Create New');
    await client.tapDescription('Create new reel');
  }

  async function texts(client: Uia2Client, resourceId: string): Promise<string[]> {
    const found = await client.command('POST', 'elements', { strategy: 'id', selector: resourceId, context: '' });
    const replies = found.value.map((element: { ELEMENT: string }) =>
      client.command('GET', `element/${element.ELEMENT}/text`),
    );
    return (await Promise.all(replies)).map((reply) => reply.value);
  }

  /** Whatever lies over the feed after a post goes by BACK. */
  async function toProfile(client: Uia2Client): Promise<void> {
    if ((await client.find('id', id('profile_tab'))).status !== 200) await client.back();
    await client.tapId(id('profile_tab'));
  }

  for (const [language, posting] of [
    ['en', /^Posted! |^Done posting/],
    ['es', /^¡?Publicado/],
  ] as const) {
    it(`publishes a shared reel with its caption, in ${language}`, async () => {
      const { phone, client } = await open({ language });
      await shareVideo(phone, INSTAGRAM_SHARE);
      await client.tapId(id('clips_right_action_button'));
      await client.tapId(id('caption_input_text_view'));
      assert.ok(phone.front.isKeyboardShown());
      await client.type('Río, mañana 🌍\n#agua');
      await client.tapId(id('action_bar_button_text'));
      assert.ok(!phone.front.isKeyboardShown());
      assert.deepEqual(await texts(client, id('caption_input_text_view')), ['Río, mañana 🌍\n#agua']);
      await client.tapId(id('share_button'));
      const [post] = phone.posts.list();
      assert.deepEqual(
        [post?.app, post?.account, post?.kind, post?.caption],
        ['instagram', 'rack0001.one', 'reel', 'Río, mañana 🌍\n#agua'],
      );
      const said = [
        ...(await texts(client, id('row_pending_media_status_textview'))),
        ...(await texts(client, id('status_text'))),
      ];
      if (said[0] !== undefined) assert.match(said[0], posting);
      await toProfile(client);
      assert.deepEqual(await texts(client, id('profile_header_familiar_post_count_value')), ['1']);
    });
  }

  it('shows the reel first in the grid, with caption and age behind it', async () => {
    const { phone, client } = await open();
    for (const caption of ['older', 'newer']) {
      await shareVideo(phone, INSTAGRAM_SHARE);
      await client.tapId(id('clips_right_action_button'));
      await client.type(caption);
      await client.tapId(id('share_button'));
    }
    await toProfile(client);
    await client.tapDescription('Reel by Rack0001 One at row 1, column 1');
    assert.deepEqual(await texts(client, id('clips_caption_component')), ['newer']);
    assert.match((await texts(client, id('clips_timestamp')))[0] ?? '', /^\d+ seconds? ago$/);
  });

  it('does not share while the keyboard lies over the button', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, INSTAGRAM_SHARE);
    await client.tapId(id('clips_right_action_button'));
    const { value } = await client.find('id', id('share_button'));
    await client.tapId(id('caption_input_text_view'));
    await client.tapElement(value.ELEMENT);
    assert.equal(phone.posts.list().length, 0);
    assert.ok(phone.front.isKeyboardShown());
  });

  it('refuses a caption of more than 2200 UTF-16 units', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, INSTAGRAM_SHARE);
    await client.tapId(id('clips_right_action_button'));
    await client.type('🌍'.repeat(1101));
    await client.tapId(id('share_button'));
    assert.equal(phone.posts.list().length, 0);
    assert.match(await client.source(), /android\.widget\.Toast [^>]*too long/);
    await client.type('🌍'.repeat(1100));
    await client.tapId(id('share_button'));
    assert.equal(phone.posts.list().length, 1);
  });

  it('posts a carousel in the order of selection, the newest picture being chosen from the start', async () => {
    const { phone, client } = await open();
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) addMedia(phone.machine, 'image', name);
    await launch(phone);
    await client.tapId(id('profile_tab'));
    await client.tapDescription('Create New');
    await client.tapDescription('Create new post');
    const cells = await client.command('POST', 'elements', {
      strategy: 'id',
      selector: id('gallery_grid_item_thumbnail'),
      context: '',
    });
    const describe = async (index: number): Promise<string> =>
      (await client.command('GET', `element/${cells.value[index].ELEMENT}/attribute/content-desc`)).value;
    assert.match(await describe(0), /^Selected Photo thumbnail created on \w+ \d+, \d{4} \d+:\d\d [AP]M$/);
    assert.match(await describe(1), /^Unselected Photo thumbnail/);
    await client.tapId(id('gallery_menu_multi_select_button'));
    for (const index of [0, 1, 2, 0]) await client.tapElement(cells.value[index].ELEMENT);
    await client.tapId(id('next_button_textview'));
    await client.tapId(id('media_thumbnail_tray_button'));
    await client.type('Three');
    await client.tapId(id('share_footer_button'));
    const [post] = phone.posts.list();
    assert.equal(post?.kind, 'images');
    assert.deepEqual(
      post?.media.map(({ name }) => name),
      ['b.jpg', 'a.jpg', 'c.jpg'],
    );
    await toProfile(client);
    await client.tapDescription('Photo by Rack0001 One at row 1, column 1');
    assert.ok(await client.shows('rack0001.one Three'));
  });

  it('makes a reel through the picker, whose other doors lead elsewhere', async () => {
    const { phone, client } = await open();
    addMedia(phone.machine, 'video', 'clip.mp4');
    await launch(phone);
    await createReel(client);
    assert.deepEqual(await texts(client, id('gallery_title_text')), ['New reel']);
    await client.tapId(id('gallery_destination_item'));
    assert.ok(await client.shows('Get the Edits app'));
    await client.tapDescription('Close sheet');
    await client.tapId(id('gallery_grid_item_thumbnail'));
    await client.tapId(id('clips_right_action_button'));
    await client.tapId(id('share_button'));
    assert.equal(phone.posts.list()[0]?.kind, 'reel');
  });

  it('publishes a story when the picker stands on STORY', async () => {
    const { phone, client } = await open();
    addMedia(phone.machine, 'video', 'clip.mp4');
    await launch(phone);
    await createReel(client);
    await client.tapId(id('cam_dest_story'));
    await client.tapId(id('gallery_grid_item_thumbnail'));
    await client.tap('Your story');
    assert.equal(phone.posts.list()[0]?.kind, 'story');
  });

  it('switches the account, whose title stands behind a lock when it is private', async () => {
    const { phone, client } = await open();
    await launch(phone);
    await client.tapId(id('profile_tab'));
    await client.tapId(id('action_bar_username_container'));
    await settled();
    await client.tap('rack0001.two');
    await settled();
    await client.tapId(id('profile_tab'));
    assert.deepEqual(await texts(client, id('action_bar_title')), ['  rack0001.two']);
    assert.deepEqual(phone.front.accounts().instagram, ['rack0001.two', 'rack0001.one']);
  });

  it('opens the account sheet by a long press on the profile tab too', async () => {
    const { phone, client } = await open();
    await launch(phone);
    await client.tapId(id('profile_tab'));
    const { value } = await client.find('id', id('profile_tab'));
    await client.command('POST', 'appium/gestures/long_click', { origin: value, duration: 800 });
    await settled();
    assert.ok(await client.shows('Add Instagram account'));
  });

  it('asks what to do with a reel that is left', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, INSTAGRAM_SHARE);
    await client.tapId(id('clips_right_action_button'));
    await client.back();
    await client.tap('Keep editing');
    await client.tapId(id('save_draft_button'));
    assert.equal(phone.posts.list().length, 0);
    await createReel(client);
    assert.ok(await client.shows('Drafts · 1'));
  });

  it('leads nowhere when nobody is signed in', async () => {
    const { phone, client } = await open({ accounts: { instagram: [] } });
    await shareVideo(phone, INSTAGRAM_SHARE);
    assert.ok(await client.shows('Forgot password?'));
    await client.tap('Log in');
    assert.ok(await client.shows('Forgot password?'));
  });
});

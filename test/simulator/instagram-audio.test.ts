import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPhones } from './support/open-phones.ts';
import {
  addMedia,
  INSTAGRAM,
  INSTAGRAM_SHARE,
  launchIntent,
  settled,
  shareIntent,
  shareVideo,
  type TestPhone,
} from './support/test-phone.ts';
import type { Uia2Client } from './support/uia2-client.ts';

const id = (name: string): string => `${INSTAGRAM}:id/${name}`;
const STORY_SHARE = `${INSTAGRAM}/com.instagram.share.handleractivity.StoryShareHandlerActivity`;
const KEYCODE_ENTER = 66;

/** From an open browser of music: looks for something, and takes the first track. */
async function takeTrack(client: Uia2Client, query: string | null): Promise<void> {
  if (query !== null) await client.type(query);
  await settled();
  await settled();
  await client.tapId(id('track_container'));
  await settled();
  await client.tapId(id('select_button_tap_target'));
}

async function ids(client: Uia2Client, resourceId: string): Promise<readonly string[]> {
  const found = await client.command('POST', 'elements', { strategy: 'id', selector: resourceId, context: '' });
  return found.value.map((element: { ELEMENT: string }) => element.ELEMENT);
}

async function textOf(client: Uia2Client, element: string): Promise<string> {
  return (await client.command('GET', `element/${element}/text`)).value;
}

/** Drags the thumb of a slider along its whole bar, to a part of it. */
async function drag(
  phone: TestPhone,
  client: Uia2Client,
  { slider, to }: { slider: string; to: number },
): Promise<void> {
  const { value } = await client.command('GET', `element/${slider}/rect`);
  const y = value.y + value.height / 2;
  const x2 = value.x + value.width * to;
  await phone.front.input({ kind: 'swipe', x1: value.x + value.width - 1, y1: y, x2, y2: y, durationMs: 400 });
}

function ledgerOf(phone: TestPhone): unknown {
  const [post] = phone.posts.list();
  return [post?.kind, post?.sound, post?.origin_sound_volume, post?.add_sound_volume];
}

describe('music in Instagram on a phone of the rack', () => {
  const open = openPhones();

  it('goes under a reel by the editor, as the first proposed track, and nothing is set before "Done"', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, INSTAGRAM_SHARE);
    await client.tapId(id('clips_action_bar_music_button'));
    await takeTrack(client, null);
    await client.tapId(id('music_editor_cancel_button'));
    await client.back();
    assert.equal((await client.find('id', id('music_artist_and_song_title'))).status, 404);
    await client.tapId(id('clips_action_bar_music_button'));
    await takeTrack(client, null);
    await client.tapId(id('music_editor_done_button'));
    assert.ok(await client.shows('Tide Tables · Oak & Ferry'));
    await client.tapId(id('clips_right_action_button'));
    await client.tapId(id('share_button'));
    assert.deepEqual(ledgerOf(phone), ['reel', 'Tide Tables', null, null]);
  });

  it('is looked for by words in any case and without their accents; what is not there is said', async () => {
    const { phone, client } = await open({ language: 'es' });
    await shareVideo(phone, INSTAGRAM_SHARE);
    await client.tapDescription('Añadir audio');
    await client.type('nada de nada');
    await settled();
    await settled();
    assert.ok(await client.shows('No se han encontrado resultados de «nada de nada»'));
    await takeTrack(client, 'CANCION');
    await client.tap('Listo');
    assert.ok(await client.shows('Canción del río · Coro de Prueba'));
  });

  it('cannot be a track that is not to be had', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, INSTAGRAM_SHARE);
    await client.tapId(id('clips_action_bar_music_button'));
    await client.type('rain on tin');
    await settled();
    await settled();
    await client.tapId(id('track_container'));
    await settled();
    assert.equal((await client.find('id', id('select_button_tap_target'))).status, 404);
    assert.match(await client.source(), /currently unavailable/);
  });

  it('has a slider of its own beside that of the clip, which read as numbers and follow a finger', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, INSTAGRAM_SHARE);
    await client.tapId(id('clips_action_bar_volume_button'));
    assert.equal((await ids(client, id('volume_seek_bar'))).length, 1, 'without a track there is one');
    await client.tap('Done');
    await client.tapId(id('clips_action_bar_music_button'));
    await takeTrack(client, 'slow sunday');
    await client.tapId(id('music_editor_done_button'));
    await client.tapId(id('clips_action_bar_volume_button'));
    assert.ok(await client.shows('Added audio'));
    const [camera = '', added = ''] = await ids(client, id('volume_seek_bar'));
    assert.deepEqual([await textOf(client, camera), await textOf(client, added)], ['100.0', '100.0']);
    await drag(phone, client, { slider: camera, to: 0 });
    await drag(phone, client, { slider: added, to: 0.5 });
    assert.deepEqual([await textOf(client, camera), await textOf(client, added)], ['0.0', '50.0']);
    await client.tap('Done');
    await client.tapId(id('clips_right_action_button'));
    await client.tapId(id('share_button'));
    assert.deepEqual(ledgerOf(phone), ['reel', 'Slow Sunday', 0, 50]);
  });

  it('goes under pictures on the last page, where it can be taken away again', async () => {
    const { phone, client } = await open();
    phone.front.startActivity(shareIntent(addMedia(phone.machine, 'image', 'a.jpg'), INSTAGRAM_SHARE));
    await settled();
    await client.tapId(id('media_thumbnail_tray_button'));
    await client.tap('Add audio');
    await takeTrack(client, 'paper');
    await client.tapId(id('music_editor_done_button'));
    assert.ok(await client.shows('Paper Boats · Lumen Park'));
    await client.tapDescription('Remove audio');
    assert.ok(await client.shows('Add audio'));
    await client.tap('Add audio');
    await takeTrack(client, 'paper');
    await client.tapId(id('music_editor_done_button'));
    await client.tapId(id('share_footer_button'));
    assert.deepEqual(ledgerOf(phone), ['images', 'Paper Boats', null, null]);
  });

  it('lies on a story as a sticker', async () => {
    const { phone, client } = await open();
    phone.front.startActivity(shareIntent(addMedia(phone.machine, 'image', 'a.jpg'), STORY_SHARE));
    await settled();
    await client.tapDescription('Audio');
    await takeTrack(client, 'mira tal');
    await client.tapId(id('done_button'));
    assert.ok(await client.shows('Slow Sunday'));
    await client.tap('Your story');
    assert.deepEqual(ledgerOf(phone), ['story', 'Slow Sunday', null, null]);
  });

  for (const [language, audio, use, title] of [
    ['en', 'Audio', 'Use audio', 'Night Bus Home'],
    ['es', 'Audio', 'Usar audio', 'Verano en el muelle'],
  ] as const) {
    it(`begins a reel from the page of a track, in ${language}`, async () => {
      const { phone, client } = await open({ language });
      addMedia(phone.machine, 'video', 'clip.mp4');
      phone.front.startActivity(launchIntent(INSTAGRAM));
      await settled();
      await client.tapId(id('search_tab'));
      await client.tapId(id('action_bar_search_edit_text'));
      await client.type(title);
      await settled();
      assert.ok(!(await client.shows(audio)), 'nothing is looked for before the key of the keyboard');
      await phone.front.input({ kind: 'key', keycode: KEYCODE_ENTER });
      assert.equal((await client.find('id', id('track_container'))).status, 404, 'accounts come first');
      await client.tap(audio);
      await settled();
      await client.tapId(id('track_container'));
      await client.tap(use);
      assert.ok(await client.shows(`${title} · ${language === 'en' ? 'Mira Tal' : 'Los del Muelle'}`));
      await client.tapId(id('gallery_preview_button'));
      await client.tapId(id('gallery_grid_item_thumbnail'));
      await client.tapId(id('clips_right_action_button'));
      await client.tapId(id('share_button'));
      assert.deepEqual(ledgerOf(phone), ['reel', title, null, null]);
    });
  }
});

describe('own stories in Instagram on a phone of the rack', () => {
  const open = openPhones();

  async function postStory(phone: TestPhone, client: Uia2Client, name: string): Promise<void> {
    phone.front.startActivity(shareIntent(addMedia(phone.machine, 'image', name), STORY_SHARE));
    await settled();
    await client.tap('Your story');
    await settled();
    if ((await client.find('id', id('feed_tab'))).status !== 200) await client.back();
  }

  it('open from their entry in the tray, the first unseen one first, and turn at a tap', async () => {
    const { phone, client } = await open();
    phone.front.startActivity(launchIntent(INSTAGRAM));
    await settled();
    const entry = (state: string): string => `rack0001.one's story, 0 of 4, ${state}.`;
    assert.equal((await client.find('accessibility id', 'Add to story')).status, 200);
    assert.equal(
      (await client.find('accessibility id', entry('Unseen'))).status,
      200,
      'the numbers are places in the tray',
    );
    for (const name of ['a.jpg', 'b.jpg']) await postStory(phone, client, name);
    assert.equal((await client.find('accessibility id', 'Add to story')).status, 404);
    await client.tapDescription(entry('Unseen'));
    const [timestamp = ''] = await ids(client, id('reel_viewer_timestamp'));
    assert.match(await textOf(client, timestamp), /^\d+s$/);
    await client.tapAt(900, 1200);
    assert.equal((await client.find('id', id('reel_viewer_root'))).status, 200, 'there is a second');
    await client.tapAt(900, 1200);
    assert.equal((await client.find('accessibility id', entry('Seen'))).status, 200);
    await postStory(phone, client, 'c.jpg');
    await client.tapDescription(entry('Unseen'));
    await client.tapAt(900, 1200);
    assert.equal((await client.find('id', id('feed_tab'))).status, 200, 'the third was the only one unseen');
  });

  it('are not left without a question', async () => {
    const { phone, client } = await open();
    phone.front.startActivity(shareIntent(addMedia(phone.machine, 'image', 'a.jpg'), STORY_SHARE));
    await settled();
    await client.back();
    assert.ok(await client.shows('Discard media?'));
    await client.tap('Save draft');
    assert.deepEqual(
      phone.front.drafts().map(({ kind, origin }) => [kind, origin]),
      [['story', 'saved']],
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Intent, Language } from '../../src/simulator/ports.ts';
import { openPhones } from './support/open-phones.ts';
import {
  addMedia,
  launchIntent,
  settled,
  shareIntent,
  shareVideo,
  type TestPhone,
  TIKTOK,
  TIKTOK_SHARE,
} from './support/test-phone.ts';
import type { Uia2Client } from './support/uia2-client.ts';

const WORDS = {
  en: {
    add: 'Add sound',
    close: 'Close',
    hint: 'Search sounds',
    search: 'Search',
    sounds: 'Sounds',
    volume: 'Volume',
    original: 'Original sound',
    added: 'Added sound',
    done: 'Done',
    next: 'Next',
    post: 'Post',
    none: 'No results found',
    use: 'Use this sound',
    gone: 'This sound isn’t available',
    photos: 'Photos',
    link: 'Add link',
    product: 'Product',
    addProduct: 'Add',
    noProducts: 'No products yet',
  },
  es: {
    add: 'Añadir sonido',
    close: 'Cerrar',
    hint: 'Buscar sonidos',
    search: 'Buscar',
    sounds: 'Sonidos',
    volume: 'Volumen',
    original: 'Sonido original',
    added: 'Sonido añadido',
    done: 'Listo',
    next: 'Siguiente',
    post: 'Publicar',
    none: 'No se han encontrado resultados',
    use: 'Usar este sonido',
    gone: 'Este sonido no está disponible',
    photos: 'Fotos',
    link: 'Añadir enlace',
    product: 'Producto',
    addProduct: 'Añadir',
    noProducts: 'Todavía no hay productos',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** Waits until a text is there. */
async function until(client: Uia2Client, text: string): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    if (await client.shows(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail(`"${text}" never came: ${(await client.texts()).join(' | ')}`);
}

/** Waits until nothing is fetched any more. */
async function loaded(client: Uia2Client): Promise<void> {
  while ((await client.source()).includes('android.widget.ProgressBar')) await settled();
}

/** The nth slider: its element, its value, and where it is. */
async function slider(client: Uia2Client, index: number) {
  const reply = await client.find(
    '-android uiautomator',
    `new UiSelector().className("android.widget.SeekBar").instance(${index})`,
  );
  if (reply.status !== 200) return null;
  const path = `element/${reply.value.ELEMENT}`;
  const value: string = (await client.command('GET', `${path}/text`)).value;
  const rect = (await client.command('GET', `${path}/rect`)).value;
  return { value, rect };
}

async function drag(client: Uia2Client, index: number, share: number): Promise<void> {
  const { rect } = (await slider(client, index)) ?? assert.fail('no slider');
  const y = rect.y + rect.height / 2;
  const x = rect.x + 42 + (rect.width - 84) * share;
  await client.command('POST', 'appium/gestures/drag', { start: { x: rect.x + rect.width - 50, y }, end: { x, y } });
}

function viewIntent(address: string): Intent {
  return { ...launchIntent(TIKTOK), action: 'android.intent.action.VIEW', data: address, categories: [] };
}

async function shareImage(phone: TestPhone): Promise<void> {
  phone.front.startActivity(shareIntent(addMedia(phone.machine, 'image', 'a.jpg'), TIKTOK_SHARE));
  await settled();
}

for (const language of ['en', 'es'] as const) {
  const words = WORDS[language];

  describe(`sounds, volumes and links of TikTok, ${language}`, () => {
    const open = openPhones();

    it('takes a proposed sound from the sheet, shows its name, and gives it up at the cross', async () => {
      const { phone, client } = await open({ language });
      await shareVideo(phone, TIKTOK_SHARE);
      await client.tap(words.add);
      assert.ok(!(await client.shows('Harbour Lights')), 'a list takes time to load');
      await until(client, 'Harbour Lights');
      await client.tap('Harbour Lights');
      await client.back();
      await until(client, 'Harbour Lights');
      await client.tapDescription(words.close);
      assert.ok(await client.shows(words.add));
      await client.tap(words.next);
      await client.tap(words.post);
      assert.equal(phone.posts.list()[0]?.sound, null);
    });

    it('finds sounds by words, when asked to, and says when there are none', async () => {
      const { phone, client } = await open({ language });
      await shareVideo(phone, TIKTOK_SHARE);
      await client.tap(words.add);
      await until(client, 'Harbour Lights');
      await client.type('cancion RIO');
      assert.ok(await client.shows('Harbour Lights'), 'nothing is searched for while typing');
      await client.tap(words.search);
      await until(client, 'Canción del río');
      assert.ok(!(await client.shows('Harbour Lights')));
      await client.tap('Canción del río');
      await client.type('no such sound');
      await client.tap('no such sound');
      await client.command('POST', 'appium/device/press_keycode', { keycode: 66 });
      await until(client, words.none);
      await client.back();
      await client.back();
      await client.tap(words.next);
      await client.tap(words.post);
      assert.equal(phone.posts.list()[0]?.sound, 'Canción del río');
    });

    it('does not give a sound that is no longer to be had', async () => {
      const { phone, client } = await open({ language });
      await shareVideo(phone, TIKTOK_SHARE);
      await client.tap(words.add);
      await client.type('rain on tin');
      await client.tap(words.search);
      await until(client, 'Rain on Tin');
      await client.tap('Rain on Tin');
      assert.ok((await client.source()).includes(words.gone));
      phone.front.startActivity(viewIntent('https://www.tiktok.com/music/Rain-on-Tin-7012345678901234008'));
      await until(client, words.gone);
      assert.ok(!(await client.shows(words.use)));
    });

    it('has a slider for the video’s own sound, and one for the added sound when there is one', async () => {
      const { phone, client } = await open({ language });
      await shareVideo(phone, TIKTOK_SHARE);
      await client.tap(words.add);
      await until(client, 'Slow Sunday');
      await client.tap(words.volume);
      assert.ok(await client.shows(words.original));
      assert.ok(!(await client.shows(words.added)));
      assert.equal((await slider(client, 0))?.value, '100.0');
      await client.tap(words.done);
      await client.tap('Slow Sunday');
      await loaded(client);
      await client.tap(words.volume);
      assert.ok(await client.shows(words.added));
      await drag(client, 0, 0.3);
      assert.equal((await slider(client, 0))?.value, '30.0');
      await drag(client, 1, -1);
      assert.equal((await slider(client, 1))?.value, '0.0');
      await client.tap(words.done);
      await client.back();
      await client.tap(words.next);
      await client.tap(words.post);
      const [post] = phone.posts.list();
      assert.deepEqual([post?.sound, post?.origin_sound_volume, post?.add_sound_volume], ['Slow Sunday', 30, 0]);
    });

    it('puts a sound to photos by itself, once', async () => {
      const { phone, client } = await open({ language });
      await shareImage(phone);
      assert.ok(await client.shows(words.add), 'it takes time to come');
      await until(client, 'Harbour Lights');
      await client.tap(words.next);
      await client.tap(words.post);
      assert.equal(phone.posts.list()[0]?.sound, 'Harbour Lights');
      assert.equal(phone.posts.list()[0]?.add_sound_volume, null);
      await shareImage(phone);
      await until(client, 'Harbour Lights');
      await client.tapDescription(words.close);
      await client.tap(words.next);
      await client.tap(words.post);
      assert.equal(phone.posts.list()[1]?.sound, null);
    });

    it('finds a sound by its search, and begins a post from its page', async () => {
      const { phone, client } = await open({ language });
      addMedia(phone.machine, 'image', 'a.jpg');
      phone.front.startActivity(launchIntent(TIKTOK));
      await settled();
      await client.tapDescription(words.search);
      await client.type('slow sunday');
      await client.tap(words.search);
      assert.ok(!(await client.shows('Mira Tal')), 'the first tab shows no sounds');
      await client.tap(words.sounds);
      await until(client, 'Slow Sunday (sped up)');
      await client.tap('Mira Tal');
      await until(client, words.use);
      await client.tap(words.use);
      assert.ok(await client.shows('Slow Sunday'));
      await client.tapAt(185, 1985);
      await client.tap(words.photos);
      const circle = await client.find('xpath', '//androidx.recyclerview.widget.RecyclerView//android.widget.Button');
      await client.tapElement(circle.value.ELEMENT);
      await client.tap(words.next);
      assert.ok(await client.shows('Slow Sunday'), 'the editor has it, and not the one it proposes');
      await client.tap(words.next);
      await client.tap(words.post);
      assert.equal(phone.posts.list()[0]?.sound, 'Slow Sunday');
    });

    it('opens the page of a sound by its address, from nothing and over a screen', async () => {
      const { phone, client } = await open({ language });
      const address = 'https://www.tiktok.com/music/Paper-Boats-7012345678901234004?lang=en';
      assert.equal(phone.front.queryActivities(viewIntent(address)).length, 1);
      assert.equal(phone.front.startActivity(viewIntent('https://example.com/music/x-1')).outcome, 'unresolved');
      phone.front.startActivity(viewIntent(address));
      await until(client, words.use);
      assert.ok(await client.shows('Paper Boats'));
      phone.front.startActivity(viewIntent('https://www.tiktok.com/music/nothing-1'));
      await until(client, words.gone);
      await client.back();
      assert.ok(await client.shows('Paper Boats'));
    });

    it('links a product of the account’s showcase', async () => {
      const { phone, client } = await open({ language });
      await shareVideo(phone, TIKTOK_SHARE);
      await client.tap(words.next);
      await client.tap(words.link);
      await client.tap(words.product);
      await until(client, 'Enamel mug, 350 ml');
      await client.tap(words.addProduct);
      await client.tap(words.addProduct);
      assert.ok(await client.shows('Linen apron, natural'));
      await client.tap(words.post);
      assert.equal(phone.posts.list()[0]?.product_link, 'Linen apron, natural');
    });

    it('has no product where the showcase is empty, or where the account may not sell', async () => {
      const { phone, client } = await open({ language, accounts: { tiktok: ['ana.empty', 'ana.noshop'] } });
      await shareVideo(phone, TIKTOK_SHARE);
      await client.tap(words.next);
      await client.tap(words.link);
      await client.tap(words.product);
      await until(client, words.noProducts);
      phone.front.setAccounts({ tiktok: ['ana.noshop'] });
      await shareVideo(phone, TIKTOK_SHARE);
      await client.tap(words.next);
      await client.tap(words.link);
      assert.ok(!(await client.shows(words.product)));
    });
  });
}

describe('an older TikTok', () => {
  const open = openPhones();

  it('writes Upload to the gallery, and lets a video be cut before the editor', async () => {
    const { phone, client } = await open();
    phone.machine.versions.set(TIKTOK, '38.4.2');
    await shareVideo(phone, TIKTOK_SHARE);
    assert.ok(!(await client.shows('Your Story')));
    await client.tap('Next');
    assert.ok(await client.shows('Your Story'));
    phone.front.forceStop(TIKTOK);
    phone.front.startActivity(launchIntent(TIKTOK));
    await settled();
    if (await client.shows('Discard')) await client.tap('Discard');
    await client.tapDescription('Create');
    await client.tap('Upload');
    assert.ok(await client.shows('Recents'));
  });
});

describe('a TikTok of 2026', () => {
  const open = openPhones();

  it('searches sounds on a page of their own, which goes when one is taken, and has a button for the volumes', async () => {
    const { phone, client } = await open();
    phone.machine.versions.set(TIKTOK, '46.6.3');
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Add sound');
    await until(client, 'Harbour Lights');
    assert.ok(!(await client.shows('Volume')));
    await client.tapDescription('Search');
    await client.type('paper boats');
    await client.tap('Search');
    await until(client, 'Paper Boats');
    await client.tap('Paper Boats');
    await until(client, 'Your Story');
    assert.ok(await client.shows('Paper Boats'));
    await client.tapDescription('Volume');
    assert.ok(await client.shows('Added sound'));
  });

  it('has a name on the profile that is changed by a tap, and another that comes up when it is scrolled', async () => {
    const { phone, client } = await open();
    phone.machine.versions.set(TIKTOK, '46.6.3');
    phone.front.startActivity(launchIntent(TIKTOK));
    await settled();
    await client.tap('Profile');
    await client.tap('Rack0001 One');
    assert.ok(await client.shows('Edit name'));
    await client.back();
    const area = { left: 0, top: 600, width: 1080, height: 1000 };
    await client.command('POST', 'appium/gestures/swipe', { area, direction: 'up', percent: 0.5 });
    await client.tap('Rack0001 One');
    assert.ok(await client.shows('Switch account'));
  });
});

describe('a post that is half made', () => {
  const open = openPhones();

  it('keeps its words, its sound and its product on the way back to the editor and on again', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    await client.type('Words');
    await client.back();
    assert.ok(await client.shows('Your Story'));
    await client.tap('Next');
    await client.tap('Post');
    assert.equal(phone.posts.list()[0]?.caption, 'Words');
  });
});

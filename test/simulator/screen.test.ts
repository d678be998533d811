import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { encodePng } from '../../src/simulator/front/render/png.ts';
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
  TIKTOK,
  TIKTOK_SHARE,
} from './support/test-phone.ts';
import type { Uia2Client } from './support/uia2-client.ts';

const PNG_SIGNATURE = '89504e470d0a1a0a';

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
  at(x: number, y: number): string;
}

async function pixels(png: Buffer): Promise<Pixels> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return {
    width: image.width,
    height: image.height,
    data: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    at: (x, y) => [...data.subarray(4 * (y * image.width + x), 4 * (y * image.width + x) + 3)].join(),
  };
}

/** How many colours stand on a line: more than one where something is written. */
function coloursAlong(picture: Pixels, area: { x: number; y: number; width: number }): number {
  return new Set(Array.from({ length: area.width }, (_, dx) => picture.at(area.x + dx, area.y))).size;
}

describe('the screen of a phone', () => {
  const open = openPhones();

  it('is a PNG of its size, with the text where the tree says it is', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    const shot = Buffer.from((await client.command('GET', 'screenshot')).value, 'base64');
    assert.equal(shot.subarray(0, 8).toString('hex'), PNG_SIGNATURE);
    const before = await pixels(shot);
    assert.deepEqual([before.width, before.height], [1080, 2400]);
    const { value: rect } = await client.command('GET', `element/${await client.element('Add link')}/rect`);
    const middle = { x: rect.x, y: Math.round(rect.y + rect.height / 2), width: rect.width };
    assert.ok(coloursAlong(before, middle) > 1, 'a label is written');
    const free = { x: 60, y: 1900, width: 900 };
    assert.equal(coloursAlong(before, free), 1);
  });

  it('shows what was typed, accents and all, the keyboard, and a picture for an element alone', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    const written = async (text: string): Promise<Buffer> => {
      await client.type(text);
      return phone.front.screenshot();
    };
    const [plain, accented] = [await written('nino'), await written('niño')];
    assert.ok(!plain.equals(accented));
    const keyboardAt = { x: 100, y: 1716, width: 800 };
    assert.equal(coloursAlong(await pixels(accented), keyboardAt), 1);
    const field = (await client.find('class name', 'android.widget.EditText')).value.ELEMENT;
    await client.tapElement(field);
    assert.ok(coloursAlong(await pixels(await phone.front.screenshot()), keyboardAt) > 1);
    const part = await client.command('GET', `element/${field}/screenshot`);
    const { value: rect } = await client.command('GET', `element/${field}/rect`);
    const cut = await pixels(Buffer.from(part.value, 'base64'));
    assert.deepEqual([cut.width, cut.height], [rect.width, rect.height]);
  });

  it('is painted once while it looks the same, and anew with whatever changes on it', async () => {
    const { phone, client } = await open();
    await shareVideo(phone, TIKTOK_SHARE);
    await client.tap('Next');
    const shots = async (): Promise<readonly [Buffer, Buffer]> => [
      await phone.front.screenshot(),
      await phone.front.screenshot(),
    ];
    const [empty, emptyAgain] = await shots();
    await client.type('n');
    const [letter, letterAgain] = await shots();
    // The same object: nothing was painted for it.
    assert.deepEqual([emptyAgain === empty, letterAgain === letter, letter.equals(empty)], [true, true, false]);
  });

  it('loses no pixel on its way into the PNG', async () => {
    const [width, height] = [61, 40];
    // Lines of noise, some of them twice.
    const line = (): Buffer => randomBytes(width * 4).map((byte, at) => (at % 4 === 3 ? 255 : byte)) as Buffer;
    const twice = line();
    const rgba = Buffer.concat([
      twice,
      ...Array.from({ length: height / 2 - 1 }, line).flatMap((one) => [one, one]),
      twice,
    ]);
    assert.ok(rgba.equals((await pixels(await encodePng(rgba, width, height))).data));
  });

  it('is black while the phone sleeps, and the lock screen until a swipe takes it away', async () => {
    const { phone, client } = await open();
    phone.front.startActivity(launchIntent(TIKTOK));
    await settled();
    await phone.front.input({ kind: 'key', keycode: 223 });
    const dark = await pixels(await phone.front.screenshot());
    assert.equal(dark.at(540, 1200), '0,0,0');
    await phone.front.input({ kind: 'tap', x: 972, y: 2200 });
    await phone.front.input({ kind: 'key', keycode: 224 });
    assert.equal(phone.front.focus()?.packageName, 'com.android.systemui');
    assert.ok(await client.shows('Swipe up to unlock'));
    phone.machine.state.hasPin = true;
    const swipe = { kind: 'swipe', x1: 540, y1: 2000, x2: 540, y2: 900, durationMs: 300 } as const;
    await phone.front.input(swipe);
    assert.ok(await client.shows('Swipe up to unlock'), 'a PIN stays');
    phone.machine.state.hasPin = false;
    await phone.front.input(swipe);
    assert.ok(await client.shows('For You'));
  });

  /** Every screen that a person meets on the way. */
  async function tour({ phone, client }: { phone: TestPhone; client: Uia2Client }): Promise<string[]> {
    const sources: string[] = [];
    const keep = async (): Promise<void> => void sources.push(await client.source());
    const id = (name: string): string => `${INSTAGRAM}:id/${name}`;
    const row = addMedia(phone.machine, 'video', 'clip.mp4');
    for (let count = 0; count < 30; count++) addMedia(phone.machine, 'image', `p${count}.jpg`);
    await keep();
    phone.front.startActivity(shareIntent(row, TIKTOK_SHARE));
    await settled();
    await keep();
    await client.tap('Next');
    await keep();
    await client.tap('Post');
    await keep();
    if (await client.shows('Not now')) await client.back();
    await client.tap('Profile');
    await keep();
    await client.tap('Rack0001 One');
    await keep();
    await client.back();
    await client.tapDescription('Create');
    await keep();
    await client.tapAt(185, 1985);
    await keep();
    phone.front.startActivity(shareIntent(row, INSTAGRAM_SHARE));
    await settled();
    await keep();
    await client.tapId(id('clips_right_action_button'));
    await keep();
    await client.tapId(id('share_button'));
    await keep();
    if ((await client.find('id', id('profile_tab'))).status !== 200) await client.back();
    await client.tapId(id('profile_tab'));
    await keep();
    await client.tapDescription('Create New');
    await keep();
    await client.tapDescription('Create new post');
    await keep();
    return sources;
  }

  it('has honest bounds everywhere: nothing empty, nothing outside the screen, nothing past its parent', async () => {
    const sources = await tour(await open());
    assert.equal(sources.length, 14);
    for (const source of sources) {
      for (const [, left, top, right, bottom] of source.matchAll(/bounds="\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]"/g)) {
        assert.ok(Number(right) > Number(left) && Number(bottom) > Number(top), `[${left},${top}][${right},${bottom}]`);
        assert.ok(Number(left) >= 0 && Number(top) >= 0 && Number(right) <= 1080 && Number(bottom) <= 2400);
      }
    }
  });

  it('scrolls a list by a swipe and by a scroll gesture, and hides what is off screen', async () => {
    const { phone, client } = await open();
    for (let count = 0; count < 40; count++) addMedia(phone.machine, 'image', `p${count}.jpg`);
    phone.front.startActivity(launchIntent(TIKTOK));
    await settled();
    await client.tapDescription('Create');
    await client.tapAt(185, 1985);
    const circles = async (): Promise<number> =>
      (
        await client.command('POST', 'elements', {
          strategy: 'class name',
          selector: 'android.widget.Button',
          context: '',
        })
      ).value.length;
    const source = await client.source();
    assert.ok((await circles()) < 30);
    await phone.front.input({ kind: 'swipe', x1: 540, y1: 1600, x2: 540, y2: 700, durationMs: 300 });
    assert.notEqual(await client.source(), source);
    const area = { left: 100, top: 500, width: 800, height: 1400 };
    const more = await client.command('POST', 'appium/gestures/scroll', { area, direction: 'down', percent: 0.5 });
    assert.equal(more.value, true);
    for (let swipes = 0; swipes < 8; swipes++) {
      await client.command('POST', 'appium/gestures/scroll', { area, direction: 'down', percent: 1 });
    }
    const end = await client.command('POST', 'appium/gestures/scroll', { area, direction: 'down', percent: 1 });
    assert.equal(end.value, false);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { RackPhone } from '../../src/simulator/rack-types.ts';
import { Not, waitFor } from '../e2e/world.ts';
import { HANDHELD, openConsole } from './world.ts';

const PHONE = 'RACK0001';
const WATCHED = 'RACK0003';
/** The first icon of the rack's home screen. */
const TIKTOK_ICON = { x: 0.15, y: 0.83 };

function captures(phone: RackPhone): number {
  return phone.log().filter(({ kind, what }) => kind === 'shell' && what.includes('screencap')).length;
}

test('the wall shows six phones, and one that is unplugged while it is watched', async (t) => {
  const { page, rack, open, picture, assertAccessible } = await openConsole(t, { phones: 6 });
  await open('/phones');
  const tiles = page.getByRole('list', { name: 'Phones' }).getByRole('listitem');
  await waitFor('six tiles', async () => ((await tiles.count()) === 6 ? true : new Not(`${await tiles.count()}`)));
  for (const { serial } of rack.phones)
    await page.locator(`[data-phone="${serial}"] canvas[width="240"]`).waitFor({ state: 'visible' });
  await picture('phones-wall');
  await assertAccessible();

  const tile = page.locator(`[data-phone="${WATCHED}"]`);
  await tile.getByText('Free').waitFor();
  rack.phone(WATCHED)?.unplug();
  await tile.getByText('Away').waitFor();
  await tile.getByText('Not connected').waitFor();
  await picture('phones-unplugged');
  await page.getByRole('combobox', { name: 'State' }).click();
  await page.getByRole('option', { name: 'Away' }).click();
  await page.waitForURL('**/phones?state=away');
  assert.equal(await tiles.count(), 1);
  await page.getByLabel('Name, serial or account').fill('nobody');
  await page.getByRole('heading', { name: 'No phone fits' }).waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await waitFor('all of them', async () => ((await tiles.count()) === 6 ? true : new Not(`${await tiles.count()}`)));
  rack.phone(WATCHED)?.plug();
  await tile.getByText('Free').waitFor();

  // Nothing is captured for a wall that nobody sees.
  await page.getByRole('link', { name: 'Tasks' }).first().click();
  await page.waitForURL('**/tasks');
  const phone = rack.phone(PHONE) as RackPhone;
  const before = await waitFor('the last one', async () => {
    const count = captures(phone);
    await page.waitForTimeout(1_500);
    return captures(phone) === count ? count : new Not(String(count));
  });
  assert.ok(before > 0);
  await page.close();
});

test('a phone is taken in hand, touched, and handed back', async (t) => {
  const { page, rack, api, open, picture, assertAccessible } = await openConsole(t, { phones: 2 });
  const phone = rack.phone(PHONE) as RackPhone;
  await open(`/phones/${PHONE}`);
  await page.locator('canvas[width="540"]').waitFor();
  await page.getByRole('cell', { name: 'TikTok' }).waitFor();
  await picture('phone');
  await assertAccessible();
  await page.getByRole('button', { name: 'Take control' }).click();
  const surface = page.getByRole('application');
  const box = await surface.boundingBox();
  assert.ok(box);
  await page.mouse.click(box.x + TIKTOK_ICON.x * box.width, box.y + TIKTOK_ICON.y * box.height);
  const tapped = await waitFor('the tap', async () => {
    const line = phone.log().find(({ kind, what }) => kind === 'shell' && what.includes('input tap'));
    return line?.what ?? new Not('none');
  });
  const [x = 0, y = 0] = /tap (\d+) (\d+)/.exec(tapped)?.slice(1).map(Number) ?? [];
  assert.ok(Math.abs(x / 1080 - TIKTOK_ICON.x) < 0.02 && y > x, tapped);
  await waitFor('the app', async () => {
    const front = phone.front.focus()?.packageName ?? '';
    return front.includes('musically') ? true : new Not(front);
  });
  await page.getByText('You have this phone in hand').waitFor();
  await picture('phone-in-hand');
  await assertAccessible();
  await page.getByRole('button', { name: 'Home', exact: true }).click();
  await waitFor('the home screen', async () => {
    const front = phone.front.focus()?.packageName ?? '';
    return front.includes('launcher') ? true : new Not(front);
  });
  // The rack's home screen is blue at the top, TikTok's feed is not.
  const upper = async (): Promise<string> =>
    await page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const copy = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
      copy?.drawImage(canvas, canvas.width / 2, canvas.height / 3, 1, 1, 0, 0, 1, 1);
      const pixel = copy?.getImageData(0, 0, 1, 1).data;
      return [...(pixel ?? [])].join(' ');
    });
  await waitFor('the home screen in the picture', async () => {
    const [red = 0, green = 0, blue = 0] = (await upper()).split(' ').map(Number);
    return red < 90 && green < 110 && blue > 90 && blue < 140 ? true : new Not(await upper());
  });
  await page.getByRole('button', { name: 'Hand back' }).click();
  await page.getByRole('button', { name: 'Take control' }).waitFor();
  await page.getByText(/It was handed back\. It was in hand for .*: 1 tap, 1 key\./).waitFor();
  const { data } = await api.call<{ control: unknown; held_back: unknown }>('GET', `/device/${PHONE}`);
  assert.deepEqual([data.control, data.held_back], [null, null]);

  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Name and tags' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Left of the door');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Left of the door', level: 1 }).waitFor();
  await page.setViewportSize(HANDHELD);
  await picture('phone-handheld');
  const overhang = await page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
      .map((element) => `${element.tagName} ${element.className}`),
  );
  assert.deepEqual(overhang, []);
  // Before the server stops, of whom it goes on to ask for pictures.
  await page.close();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';

import type { DeviceDetail } from '../../src/contract/device.ts';
import type { RackPhone } from '../../src/simulator/rack-types.ts';
import { Not, videoPost, waitFor } from '../e2e/world.ts';
import { HANDHELD, type Journey, openConsole, WIDE } from './world.ts';

const PHONE = 'RACK0001';
const WATCHED = 'RACK0003';
/** The first icon of the rack's home screen. */
const TIKTOK_ICON = { x: 0.15, y: 0.83 };
/** The magnifier of its feed, and the field that it opens. */
const SEARCH = [
  { x: 0.93, y: 0.06 },
  { x: 0.4, y: 0.06 },
] as const;

function captures(phone: RackPhone): number {
  return phone.log().filter(({ kind, what }) => kind === 'shell' && what.includes('screencap')).length;
}

test('the wall shows six phones, and one that is unplugged while it is watched', async (t) => {
  const { page, rack, open, picture } = await openConsole(t, { phones: 6 });
  await open('/phones');
  const tiles = page.getByRole('list', { name: 'Phones' }).getByRole('listitem');
  await waitFor('six tiles', async () => ((await tiles.count()) === 6 ? true : new Not(`${await tiles.count()}`)));
  for (const { serial } of rack.phones)
    await page.locator(`[data-phone="${serial}"] canvas[width="240"]`).waitFor({ state: 'visible' });
  await picture('phones-wall');

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

async function touch(
  page: Page,
  surface: Locator,
  { x, y }: { readonly x: number; readonly y: number },
): Promise<void> {
  const box = await surface.boundingBox();
  assert.ok(box);
  await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
}

/** Into the search of TikTok, which is in front. */
async function writeAndGoBack(page: Page, surface: Locator, phone: RackPhone): Promise<void> {
  const logged = async (kind: string, what: RegExp): Promise<void> =>
    void (await waitFor(`${kind} ${what}`, async () => {
      const lines = phone.log().filter((line) => line.kind === kind);
      return lines.some((line) => what.test(line.what)) ? true : new Not(lines.at(-1)?.what ?? 'none');
    }));
  for (const [index, point] of SEARCH.entries()) {
    await touch(page, surface, point);
    await waitFor('the tap', async () => {
      const taps = phone.log().filter(({ kind, what }) => kind === 'shell' && what.includes('input tap')).length;
      return taps === index + 2 ? true : new Not(`${taps}`);
    });
  }
  await page.getByLabel('Text for the field in focus').fill('¿Qué tal?');
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('form input')?.value === '');
  await logged('uia2', /POST .*\/value/);
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await logged('shell', /input keyevent (KEYCODE_BACK|4)\b/);
}

async function deviceWhen(
  { api }: Journey,
  serial: string,
  is: (device: DeviceDetail) => boolean,
): Promise<DeviceDetail> {
  return await waitFor(serial, async () => {
    const { data } = await api.call<DeviceDetail>('GET', `/device/${serial}`);
    return is(data) ? data : new Not(JSON.stringify([data.quarantine, data.retired]));
  });
}

async function choose({ page }: Journey, action: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

async function quarantine(journey: Journey): Promise<void> {
  const { page } = journey;
  const dialog = page.getByRole('dialog');
  await choose(journey, 'Put in quarantine');
  await dialog.getByLabel('Reason').press('Escape');
  await page.locator('button:focus', { hasText: 'More' }).waitFor();
  await choose(journey, 'Put in quarantine');
  await dialog.getByLabel('Reason').fill('It smells.');
  await dialog.getByRole('button', { name: 'Put in quarantine' }).click();
  const { quarantine: found } = await deviceWhen(journey, PHONE, (device) => device.quarantine !== null);
  assert.deepEqual([found?.reason, found?.by], ['It smells.', 'operator']);
  await page.getByText('It smells.').first().waitFor();
  await choose(journey, 'Let out of quarantine');
  await deviceWhen(journey, PHONE, (device) => device.quarantine === null);

  const phone = journey.rack.phone(PHONE);
  phone?.change({ lock: 'pin', awake: false });
  const [id = 0] = await journey.api.createTasks(videoPost([PHONE], 'before a lock'));
  assert.equal((await journey.api.finished(id)).error?.code, 'DEVICE_LOCKED');
  const { quarantine: own } = await deviceWhen(journey, PHONE, (device) => device.quarantine !== null);
  assert.equal(own?.by, 'postwright');
  phone?.change({ lock: 'none' });
  await page.getByText('In quarantine', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Self-test' }).click();
  await dialog.getByText('It passed. It was let out of quarantine.').waitFor();
  await journey.picture('phone-self-test');
  await journey.assertAccessible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.locator('button:focus', { hasText: 'Self-test' }).waitFor();
  assert.equal((await deviceWhen(journey, PHONE, () => true)).quarantine, null);
}

async function replace(journey: Journey): Promise<void> {
  const { page, api } = journey;
  const dialog = page.getByRole('dialog');
  await api.call('POST', '/account', { platform: 'tiktok', username: 'ana', serial: PHONE });
  const due = { start_at: '2031-01-01T00:00:00Z' };
  const [ofAna = 0] = await api.createTasks(
    videoPost([], 'as ana', { ...due, serials: undefined, usernames: ['ana'] }),
  );
  const [ofAnybody = 0] = await api.createTasks(videoPost([PHONE], 'as whoever', due));
  await choose(journey, 'Replace');
  await dialog.getByText(/has 2 pending tasks/).waitFor();
  await dialog.getByLabel('Phone that takes its place').click();
  await page.getByRole('option', { name: /RACK0002/ }).click();
  await journey.assertAccessible();
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await page.waitForURL('**/phones/RACK0002');
  await page.getByText('@ana · TikTok').waitFor();
  assert.deepEqual(
    [(await api.task(ofAna)).serial, (await api.task(ofAnybody)).serial],
    ['RACK0002', PHONE],
    'what is for whoever is signed in stays',
  );
  const replaced = await deviceWhen(journey, PHONE, ({ retired }) => retired !== null);
  assert.deepEqual([replaced.retired?.replaced_by, replaced.accounts.length], ['RACK0002', 0]);

  await journey.open(`/phones/${PHONE}`);
  await choose(journey, 'Put back into use');
  await deviceWhen(journey, PHONE, ({ retired }) => retired === null);
  await page.getByText('Out of use').first().waitFor({ state: 'detached' });
  await choose(journey, 'Put out of use');
  await dialog.getByText('1 pending task waits').waitFor();
  await dialog.getByLabel('Reason').fill('Sold.');
  await dialog.getByRole('button', { name: 'Put out of use' }).click();
  const { retired } = await deviceWhen(journey, PHONE, (device) => device.retired !== null);
  assert.equal(retired?.reason, 'Sold.');
  await page.getByText('Out of use').first().waitFor();
}

test('a phone is taken in hand, touched, and handed back', async (t) => {
  const journey = await openConsole(t, { phones: 2 });
  const { page, rack, api, open, picture, assertAccessible } = journey;
  const phone = rack.phone(PHONE) as RackPhone;
  await open(`/phones/${PHONE}`);
  await page.locator('canvas[width="540"]').waitFor();
  await page.getByRole('cell', { name: 'TikTok' }).waitFor();
  await picture('phone');
  await page.getByRole('button', { name: 'Take control' }).click();
  const surface = page.getByRole('application');
  await touch(page, surface, TIKTOK_ICON);
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
  await writeAndGoBack(page, surface, phone);
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
  await page.getByText(/It was handed back\. It was in hand for .*: 3 taps, 1 text, 2 keys\./).waitFor();
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
  await page.setViewportSize(WIDE);
  await t.test('in quarantine, until it passes a self-test', () => quarantine(journey));
  await t.test('replaced by another, put back into use, and retired', () => replace(journey));
  // Before the server stops, of whom it goes on to ask for pictures.
  await page.close();
});

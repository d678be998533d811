import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { AccountList, Material, Uploaded } from '../../src/contract/types.ts';
import { CLIP, PHOTOS } from '../e2e/world.ts';
import { HANDHELD, type Journey, openConsole } from './world.ts';

const MIB = 1024 * 1024;

async function tasksOf(page: Page): Promise<readonly number[]> {
  await page.locator('[data-created]').waitFor();
  const links = await page.locator('[data-created] a[href^="/tasks/"]').all();
  return await Promise.all(links.map(async (link) => Number((await link.getAttribute('href'))?.split('/').at(-1))));
}

/** A video as large as asked: what follows in a `free` box is no part of it. */
async function largeVideo(t: TestContext, sizeBytes: number): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'postwright-video-'));
  t.after(async () => await rm(directory, { recursive: true, force: true }));
  const clip = await readFile(CLIP);
  const box = Buffer.alloc(sizeBytes - clip.length);
  box.writeUInt32BE(box.length);
  box.write('free', 4, 'latin1');
  const path = join(directory, 'large.mp4');
  await writeFile(path, Buffer.concat([clip, box]));
  return path;
}

const summary = (page: Page) => page.locator('[data-summary]');

async function addAccount({ api }: Journey, username: string, serial: string, tags: string[] = []): Promise<void> {
  const { code } = await api.call('POST', '/account', { platform: 'tiktok', username, serial, tags });
  assert.equal(code, 0);
}

test('a post is made: files, caption, phones, summary, and it is published', async (t) => {
  const journey = await openConsole(t, { phones: 2 });
  const { page, api, open, picture, assertAccessible } = journey;
  await open('/new');
  await page.locator('input[type="file"]').setInputFiles([PHOTOS[1] ?? '', PHOTOS[0] ?? '']);
  await page.getByRole('button', { name: 'Move photo-1.jpg forward' }).press('Enter');
  // The button that was pressed is at an end now; the focus stays with the file.
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Move photo-1.jpg back');
  assert.equal(await page.getByRole('radio', { name: 'Images' }).isChecked(), true, 'as the files are');
  await page.getByLabel('Caption').fill('{Hola|Buenas} a todos 🎬 #viral');
  await page.getByText('One of 2').waitFor();
  assert.match((await page.locator('[data-counts="tiktok"]').textContent()) ?? '', /(22|24) of 4,000.*1 hashtag/);
  await page.getByRole('button', { name: 'Draw again' }).click();
  await page.getByRole('button', { name: 'Add all', exact: true }).click();
  await summary(page).getByText('2 posts on 2 phones').waitFor();
  await page.getByRole('heading', { name: 'New post', level: 1 }).scrollIntoViewIfNeeded();
  await assertAccessible();
  await picture('compose');
  await page.reload();
  await summary(page).getByText('2 posts on 2 phones').waitFor();
  await page.getByRole('button', { name: 'Create 2 posts' }).click();
  const ids = await tasksOf(page);
  assert.equal(ids.length, 2);
  for (const id of ids) {
    const task = await api.finished(id);
    assert.deepEqual(
      [task.status_text, task.source, task.materials.map(({ name }) => name)],
      ['completed', 'ui', ['photo-1.jpg', 'photo-2.jpg']],
      JSON.stringify(task.error),
    );
  }
  const states = page.locator('[data-created] .mantine-Badge-root', { hasText: 'Published' });
  await states.nth(1).waitFor();
  await picture('compose-created');
  // What was measured tells from now on when the next ones are finished; and a copy is warned of as a duplicate.
  await open(`/new?from=${ids[0]}`);
  await page.getByText(`A copy of task ${ids[0]}`).waitFor();
  await page.getByRole('button', { name: 'Choose from the library' }).click();
  await page.getByRole('button', { name: 'Add photo-2.jpg' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('list', { name: '3 files' }).waitFor();
  await page.getByRole('button', { name: 'Remove photo-2.jpg' }).last().click();
  await summary(page)
    .getByText(/1 post on 1 phone, finished about \d\d:\d\d/)
    .waitFor();
  await page.getByText('The same files were posted there before').waitFor();
  await assertAccessible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('compose-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByLabel('Post them again all the same').check();
  await page.getByText('The same files were posted there before').waitFor({ state: 'detached' });
});

test('a video of 50 MB is dropped, goes on where it was cut, and is kept once', async (t) => {
  const { page, api, url, open, expectTrouble, picture } = await openConsole(t, { phones: 1 });
  const size = 50 * MIB;
  const path = await largeVideo(t, size);
  const half = await sendHalf(url, path);
  expectTrouble(/request failed: .*\/material\/upload\/|ERR_FAILED/);
  await page.route('**/api/v1/material/upload/*', async (route) => await route.abort('failed'), { times: 1 });
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/material?'));
  await open('/new');
  await dropFile(page, path);
  await page.getByRole('progressbar', { name: 'Upload of large.mp4' }).waitFor();
  assert.match((await sent).url(), new RegExp(`offset=${half}$`));
  await picture('compose-upload');
  await page.getByRole('button', { name: 'Remove large.mp4' }).waitFor();
  const { data } = await api.call<{ materials: Material[] }>('GET', '/material');
  assert.deepEqual(
    data.materials.map((material) => [material.name, material.size_bytes]),
    [['large.mp4', size]],
  );
});

/** As if an earlier upload had been cut. @returns how much the server has of it. */
async function sendHalf(url: string, path: string): Promise<number> {
  const bytes = await readFile(path);
  const half = bytes.length / 2;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes.subarray(0, half))]), 'large.mp4');
  const query = `sha256=${sha256}&size_bytes=${bytes.length}`;
  const answer = await fetch(`${url}/api/v1/material?${query}`, { method: 'POST', body: form });
  const { data } = (await answer.json()) as { data: Uploaded };
  assert.deepEqual([data.complete, data.received_bytes], [false, half]);
  return half;
}

/** As the browser gives a file that is dropped; it is too large to be told over the debugger. */
async function dropFile(page: Page, path: string): Promise<void> {
  const name = 'large.mp4';
  const input = await page.evaluateHandle(() => {
    const made = document.createElement('input');
    made.type = 'file';
    return made;
  });
  await input.asElement()?.setInputFiles(path);
  const transfer = await page.evaluateHandle((made) => {
    const data = new DataTransfer();
    for (const file of (made as HTMLInputElement).files ?? []) data.items.add(file);
    return data;
  }, input);
  await page.locator('[data-drop-zone]').dispatchEvent('dragover', { dataTransfer: transfer });
  await page.locator('[data-drop-zone]').dispatchEvent('drop', { dataTransfer: transfer });
  await page.getByText(name).first().waitFor();
}

test('by keyboard alone, at a time, for accounts with a tag', async (t) => {
  const journey = await openConsole(t, { phones: 2, flags: { 'time-zone': 'Europe/Madrid' } });
  const { page, api, rack, open } = journey;
  const [one, two] = rack.phones.map(({ serial }) => serial);
  await addAccount(journey, 'maria', one ?? '', ['spring']);
  await addAccount(journey, 'jose', two ?? '', ['spring']);
  await addAccount(journey, 'ana', two ?? '');
  const tag = await libraryClips(journey);
  await open('/new');
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const each of keys) await page.keyboard.press(each);
  };
  await tabTo(page, page.getByRole('radio', { name: 'TikTok' }));
  await tabTo(page, page.getByRole('radio', { name: 'These files' }));
  await press('ArrowRight');
  await tabTo(page, page.getByLabel('Tags they must have'));
  await page.keyboard.type(tag);
  await tabTo(page, page.getByLabel('Caption'));
  await page.keyboard.type('Escrito con teclas');
  await tabTo(page, page.getByRole('switch', { name: 'Rehearsal' }));
  await press('Space');
  await tabTo(page, page.getByRole('radio', { name: /^Whoever is signed in/ }));
  await press('ArrowRight', 'ArrowRight');
  await tabTo(page, page.getByRole('combobox', { name: 'Add all with a tag' }));
  await page.keyboard.type('spring');
  await page.getByRole('option', { name: 'spring' }).waitFor();
  await press('ArrowDown', 'Enter');
  await page.getByText('2 chosen').waitFor();
  await tabTo(page, page.getByRole('radio', { name: 'Now' }));
  await press('ArrowRight');
  await page.getByText('Times of Europe/Madrid').waitFor();
  await tabTo(page, page.getByLabel('Date and time'));
  // The same whether days or months come first, and with or without AM.
  await page.keyboard.type('07072031');
  await press('ArrowRight');
  await page.keyboard.type('1130a');
  await page.getByText(/That is Mon,.*2031.*(CEST|GMT\+2)/).waitFor();
  await tabTo(page, page.getByLabel('Minutes between phones'));
  await press('Control+A');
  await page.keyboard.type('7');
  await summary(page)
    .getByText(/2 rehearsals on 2 phones, from /)
    .waitFor();
  await tabTo(page, page.getByRole('button', { name: 'Rehearse' }));
  await press('Enter');
  const ids = await tasksOf(page);
  const tasks = await Promise.all(ids.map(async (id) => await api.task(id)));
  assert.deepEqual(
    tasks.map((task) => [task.username, task.scheduled_at, task.caption]),
    [
      ['maria', '2031-07-07T09:30:00.000Z', 'Escrito con teclas'],
      ['jose', '2031-07-07T09:37:00.000Z', 'Escrito con teclas'],
    ],
  );
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), '2 posts were created');
});

const MOST_TABS = 60;

/** Goes on by the Tab key until `place` has the focus. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the Tab key does not lead to ${place}`);
}

/** Two clips in the library, so that each of two accounts is given one, and the tag by which they are found. */
async function libraryClips({ api, url }: Journey): Promise<string> {
  const bytes = await readFile(CLIP);
  const tag = 'by-keys';
  for (const tail of [[], [0, 0, 0, 8, 102, 114, 101, 101]]) {
    const form = new FormData();
    form.append('file', new Blob([bytes, new Uint8Array(tail)]), `clip-${tail.length}.mp4`);
    form.append('tags', tag);
    await fetch(`${url}/api/v1/material`, { method: 'POST', body: form });
  }
  assert.equal((await api.call<{ total: number }>('GET', '/material')).data.total, 2);
  return tag;
}

test('what the server refuses is said at its field, on a narrow window and in Spanish', async (t) => {
  const journey = await openConsole(t, { phones: 1, browser: { locale: 'es-ES', viewport: HANDHELD } });
  const { page, api, open, expectTrouble, picture, assertAccessible } = journey;
  expectTrouble(/ 400$|status of 400/);
  await addAccount(journey, 'maria', journey.rack.phones[0]?.serial ?? '');
  assert.equal((await api.call<AccountList>('GET', '/account')).data.total, 1);
  await open('/new');
  await page.getByRole('button', { name: 'Crear', exact: true }).click();
  await page.getByText('Falta este dato').first().waitFor();
  const focused = await page.evaluate(() => document.activeElement?.id);
  assert.equal(focused, 'post-targets');
  await page.getByRole('button', { name: 'Añadir todo' }).click();
  await page.locator('input[type="file"]').setInputFiles(CLIP);
  await summary(page).getByText('1 publicación en 1 teléfono').waitFor();
  await page.getByRole('radio', { name: 'Instagram' }).check();
  await page.getByLabel('Texto').fill(`${'#a '.repeat(31)}`);
  await page.getByText('La aplicación no admite este texto').first().waitFor();
  await page.getByRole('button', { name: /^Crear/ }).click();
  await page.waitForFunction(() => document.activeElement?.id === 'post-captions');
  assert.equal(await page.getByLabel('Texto').getAttribute('aria-invalid'), 'true');
  await assertAccessible();
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overhang <= 0, `it sticks out by ${overhang} px`);
  await picture('compose-refused-handheld');
});

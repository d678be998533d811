import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HANDHELD, openConsole } from './world.ts';

test('who reads by keyboard skips to the content; a narrow window has the places behind a button', async (t) => {
  const { page, open, picture, assertAccessible } = await openConsole(t, { phones: 0, browser: { locale: 'es-MX' } });
  await open('/tasks');
  const skip = page.getByRole('link', { name: 'Saltar al contenido' });
  const shown = async (): Promise<boolean> => ((await skip.boundingBox())?.x ?? -1) >= 0;
  assert.equal(await shown(), false);
  await page.keyboard.press('Tab');
  assert.equal(await shown(), true);
  await picture('shell-skip');
  await page.keyboard.press('Enter');
  await page.locator('main:focus').waitFor();
  assert.equal(await shown(), false);

  await page.setViewportSize(HANDHELD);
  await page.getByRole('button', { name: 'Menú' }).click();
  await page.getByRole('link', { name: 'Teléfonos' }).click();
  await page.waitForURL('**/phones');
  await page.locator('main:focus').waitFor();
  await page.getByRole('button', { name: 'Menú' }).click();
  await assertAccessible();
  await picture('shell-handheld');

  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Phones', level: 1 }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Phones', level: 1 }).waitFor();
});

test('where the server has a key, the console asks for it once', async (t) => {
  const key = 'a-key-of-sixteen-or-more';
  const { page, url, open, expectTrouble, assertAccessible } = await openConsole(t, {
    phones: 0,
    flags: { 'api-key': key },
  });
  expectTrouble(/401|40101/);
  await open('/tasks');
  await page.getByLabel('API key').fill('not-the-key-of-this-server');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('That is not the key').waitFor();
  await assertAccessible();
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
  assert.equal((await fetch(`${url}/api/v1/task`)).status, 401, 'the key is still asked of programs');
});

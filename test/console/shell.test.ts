import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HANDHELD, openConsole } from './world.ts';

const PLACES = [
  '/tasks',
  '/new',
  '/phones',
  '/calendar',
  '/library',
  '/accounts',
  '/scripts',
  '/settings',
  '/needs',
  '/nothing',
];

test('every page has its heading, and axe finds nothing on it', async (t) => {
  const { page, open, assertAccessible } = await openConsole(t, { phones: 0 });
  for (const path of PLACES) {
    await t.test(path, async () => {
      await open(path);
      await assertAccessible();
      assert.match(await page.title(), /· Postwright$/);
    });
  }
});

test('a narrow window has the places behind a button, and nothing sticks out', async (t) => {
  const { page, open, picture, assertAccessible } = await openConsole(t, {
    phones: 0,
    browser: { viewport: HANDHELD },
  });
  for (const path of PLACES.slice(0, -1)) {
    await open(path);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overhang <= 0, `${path} sticks out by ${overhang} px`);
  }
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('link', { name: 'Phones' }).click();
  await page.waitForURL('**/phones');
  await assertAccessible();
  await picture('shell-handheld');
});

test('the language is the browser’s, and can be changed', async (t) => {
  const { page, open } = await openConsole(t, { phones: 0, browser: { locale: 'es-MX' } });
  await open('/phones');
  await page.getByRole('heading', { name: 'Teléfonos', level: 1 }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Phones', level: 1 }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Phones', level: 1 }).waitFor();
});

test('where the server has a key, the console asks for it once', async (t) => {
  const key = 'a-key-of-sixteen-or-more';
  const { page, url, open, expectTrouble } = await openConsole(t, { phones: 0, flags: { 'api-key': key } });
  expectTrouble(/401|40101/);
  await open('/tasks');
  await page.getByLabel('API key').fill('not-the-key-of-this-server');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('That is not the key').waitFor();
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
  assert.equal((await fetch(`${url}/api/v1/task`)).status, 401, 'the key is still asked of programs');
});

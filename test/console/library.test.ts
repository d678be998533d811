import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AccountList, MaterialList } from '../../src/contract/types.ts';
import { CLIP, PHOTOS } from '../e2e/world.ts';
import { HANDHELD, type Journey, openConsole, WIDE } from './world.ts';

const SCRIPT = {
  'script.yaml': `name: read-line
title: Read a line
description: Reads a line of the page about the phone.
appId: com.android.settings
flow: read-line.yaml
parameters:
  required: [line]
  properties:
    line: { type: string, minLength: 2, description: The title of the line }
    times: { type: integer, minimum: 1, maximum: 5, default: 1 }
    loud: { type: boolean, default: false }
    order: { enum: [up, down], default: up }
`,
  'read-line.yaml': `appId: com.android.settings
env: { line: , times: , loud: , order: }
---
- scrollUntilVisible: { element: About phone }
`,
};

async function assertFits({ page }: Journey): Promise<void> {
  await page.setViewportSize(HANDHELD);
  await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth);
}

async function library(journey: Journey): Promise<void> {
  const { page, api, open, picture, assertAccessible } = journey;
  await open('/library');
  await page.getByRole('heading', { name: 'The library is empty' }).waitFor();
  await page.locator('input[type=file]').setInputFiles([CLIP, ...PHOTOS]);
  await page.getByText('In the library').nth(3).waitFor();
  await page.getByText('4 files').waitFor();
  await page.getByRole('button', { name: 'Clear the list' }).click();

  await page.getByRole('checkbox', { name: 'Select clip.mp4' }).check();
  await page.getByRole('checkbox', { name: 'Select photo-1.jpg' }).check();
  await page.getByRole('button', { name: 'Add tags' }).click();
  await page.getByRole('dialog').getByLabel('Tags').fill('summer');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('2 files have the tags.').first().waitFor();
  await picture('library');
  await assertAccessible();

  await page.getByRole('button', { name: 'Open clip.mp4' }).press('Enter');
  const drawer = page.getByRole('dialog');
  await drawer.getByText('No task was made to publish it yet.').waitFor();
  await drawer.getByLabel('Name').fill('holiday.mp4');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Open holiday.mp4' }).waitFor({ state: 'attached' });
  await picture('library-file');
  await assertAccessible();
  await drawer.getByRole('link', { name: 'Post it' }).click();
  await page.getByRole('main').getByText('holiday.mp4').first().waitFor();
  await page.goBack();
  await drawer.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: 'Delete' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByText('3 files').waitFor();
  const { data } = await api.call<MaterialList>('GET', '/material?tag=summer');
  assert.deepEqual(
    data.materials.map(({ name }) => name),
    ['photo-1.jpg'],
  );
  await page.goto('/library?q=nothing-is-called-this');
  await page.getByRole('heading', { name: 'No file fits' }).waitFor();
  await assertFits(journey);
}

async function accounts(journey: Journey): Promise<void> {
  const { page, api, open, picture } = journey;
  await open('/accounts');
  await page.getByRole('heading', { name: 'No accounts yet' }).waitFor();
  await page.getByRole('button', { name: 'Match with a phone' }).last().click();
  await page.getByRole('button', { name: 'Look on the phone' }).click();
  await page.getByRole('dialog').getByText('current').first().waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Add account' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Username').fill('not a name');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.locator('[id$=-error]').first().waitFor();
  await form.getByLabel('Username').fill('studio.sol');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: '@studio.sol' }).waitFor();
  await page.getByLabel('Search').fill('studio');
  await page.getByText('1 account', { exact: true }).waitFor();
  assert.match(page.url(), /q=studio/);
  await page.reload();
  await page.getByText('1 account', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Delete studio.sol' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'No account fits' }).waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.getByRole('table').waitFor();
  const { data } = await api.call<AccountList>('GET', '/account?q=studio');
  assert.equal(data.total, 0);

  await page.getByRole('button', { name: 'Import sheet' }).click();
  const sheet = { name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from('username,platform\nanna,tiktok\n') };
  await page.locator('input[type=file]').setInputFiles(sheet);
  await page.getByText('1 new, 0 changed, 0 unchanged, 0 with errors.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
  await page.getByRole('link', { name: '@anna' }).waitFor();
  await picture('accounts');
  await assertFits(journey);
}

async function scripts(journey: Journey): Promise<void> {
  const { page, api, dataDir, open, picture, assertAccessible } = journey;
  const folder = join(dataDir, 'scripts', 'read-line');
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(SCRIPT)) await writeFile(join(folder, name), text);
  await open('/scripts');
  await page.getByRole('button', { name: 'Make a task of Read a line' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Phones').click();
  await page.getByRole('option', { name: 'RACK0001' }).click();
  await page.keyboard.press('Escape');
  await form.getByLabel('line').fill('x');
  await form.getByLabel('times').fill('9');
  await form.getByRole('button', { name: 'Make the tasks' }).click();
  await form.locator('[id$=-error]').nth(1).waitFor();
  await picture('scripts');
  await assertAccessible();
  await form.getByLabel('line').fill('Model');
  await form.getByLabel('times').fill('3');
  await form.getByLabel('loud').check();
  await form.getByRole('button', { name: 'Make the tasks' }).click();
  const made = form.getByRole('link', { name: /^Task \d+$/ });
  await made.waitFor();
  const id = Number((await made.textContent())?.replace('Task ', ''));
  const task = await api.task(id);
  assert.deepEqual(task.script_config, { line: 'Model', times: 3, loud: true });
  assert.equal(task.source, 'ui');
  await assertFits(journey);
}

async function settings(journey: Journey): Promise<void> {
  const { page, dataDir, open, picture } = journey;
  await open('/settings');
  await page
    .getByRole('row', { name: /data-dir/ })
    .getByText(dataDir)
    .waitFor();
  await page.getByText('No API key is set').waitFor();
  await page
    .getByText('All is kept')
    .or(page.getByText(/kept for 90 days/))
    .waitFor();
  await picture('settings');
  await page.getByText('Dark', { exact: true }).click();
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
  await picture('settings-dark');
  await page.locator('main').getByLabel('Language').click();
  await page.getByRole('option', { name: 'Español' }).click();
  await page.getByRole('heading', { name: 'Ajustes en vigor' }).waitFor();
  await assertFits(journey);
  await picture('settings-handheld');
}

test('the library, the accounts, the scripts and the settings are at hand', async (t) => {
  const journey = await openConsole(t);
  // What is wrong in a form is refused by the server, and told at its fields.
  journey.expectTrouble(/POST .*\/api\/v1\/(account|task) 400|status of 400/);
  for (const part of [library, accounts, scripts, settings]) {
    await t.test(part.name, async () => {
      await journey.page.setViewportSize(WIDE);
      await part(journey);
    });
  }
});

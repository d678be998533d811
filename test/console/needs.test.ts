import assert from 'node:assert/strict';
import { test } from 'node:test';
import { videoPost } from '../e2e/world.ts';
import { HANDHELD, openConsole } from './world.ts';

test('what needs somebody is counted in the header, and ends by the action at hand', async (t) => {
  const { page, api, rack, open, picture, assertAccessible } = await openConsole(t, { phones: 2 });
  const count = (words: RegExp) => page.getByRole('banner').getByRole('link', { name: words });
  await open('/needs');
  await page.getByRole('heading', { name: 'All is well' }).waitFor();
  assert.equal(await count(/need/).count(), 0, 'the header says nothing');

  rack.phone('RACK0001')?.faults.order({ kind: 'unknown_dialog', when: { step: 'compose' } });
  const [id = 0] = await api.createTasks(videoPost(['RACK0001'], 'A dialog covers this one'));
  assert.equal((await api.finished(id)).error?.code, 'UNKNOWN_DIALOG');
  await api.call('POST', '/device/RACK0002/quarantine', { reason: 'The screen is broken.' });
  await page.reload();
  await count(/^2 need you$/).waitFor();
  await page.getByText('The screen is broken.').waitFor();
  const screenshot = page.getByRole('link', { name: `Open the screenshot of task ${id}` });
  const shown = await page.request.get((await screenshot.getAttribute('href')) ?? '');
  assert.equal(shown.headers()['content-type'], 'image/png');
  await picture('needs');
  await assertAccessible();

  await page.setViewportSize(HANDHELD);
  await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth);
  await picture('needs-handheld');

  await page.getByRole('button', { name: 'Release RACK0002' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Release' }).press('Enter');
  await count(/^1 needs you$/).waitFor();
  await page.getByRole('button', { name: `Retry task ${id}` }).press('Enter');
  // The dialog is gone when its app has completed a task on that phone.
  await api.taskWhen(id, ({ status }) => status === 2);
  await page.reload();
  await page.getByRole('heading', { name: 'All is well' }).waitFor();
  await count(/need/).waitFor({ state: 'detached' });
});

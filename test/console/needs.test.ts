import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Not, videoPost, waitFor } from '../e2e/world.ts';
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

/** What is due longer ago than this waits for a decision. */
const OVERDUE_MS = 6_000;

test('posts in doubt are settled, and overdue ones decided about, one and all', async (t) => {
  const flags = { 'reconcile-minutes': '0', 'overdue-minutes': String(OVERDUE_MS / 60_000) };
  const { page, api, rack, open, picture, assertAccessible } = await openConsole(t, { phones: 1, flags });
  const phone = rack.phone('RACK0001');
  phone?.faults.order({ kind: 'upload_stuck' });
  const [doubtful = 0] = await api.createTasks(
    videoPost(['RACK0001'], 'Nobody knows', { script_config: { upload_wait_time: 2 } }),
  );
  assert.equal((await api.finished(doubtful)).error?.published, 'unknown');
  phone?.unplug();
  await api.deviceIs('RACK0001', 'absent');
  const late: number[] = [];
  for (const caption of ['For the morning', 'For noon'])
    late.push(...(await api.createTasks(videoPost(['RACK0001'], caption))));
  const [left = 0, published = 0] = late;
  const dueAt = Date.parse((await api.task(published)).scheduled_at);
  await waitFor('the tasks to be too late', async () => {
    const leftMs = dueAt + OVERDUE_MS + 500 - Date.now();
    return leftMs < 0 ? true : new Not(`${leftMs} ms away`);
  });
  phone?.plug();
  for (const id of late) await api.taskWhen(id, ({ needs_decision }) => needs_decision !== null);

  await open('/needs');
  await page.getByRole('button', { name: `It is published: task ${doubtful}` }).waitFor();
  await picture('needs-decisions');
  await assertAccessible();
  await page.getByRole('button', { name: `It is published: task ${doubtful}` }).press('Enter');
  await page.getByRole('heading', { name: /May be published/ }).waitFor({ state: 'detached' });
  assert.equal((await api.task(doubtful)).settled?.source, 'ui');

  await page.getByRole('button', { name: `Leave out: task ${left}` }).press('Enter');
  await page.getByRole('button', { name: 'Decide about it' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Publish all now' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish all now' }).press('Enter');
  await page.getByRole('heading', { name: 'All is well' }).waitFor();
  assert.equal((await api.task(left)).error?.code, 'SKIPPED');
  assert.equal((await api.finished(published)).status_text, 'completed');
});

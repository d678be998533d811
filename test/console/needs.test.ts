import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator } from 'playwright-core';
import { Not, videoPost, waitFor } from '../e2e/world.ts';
import { HANDHELD, type Journey, openConsole } from './world.ts';

test('what needs somebody is counted in the header, and ends by the action at hand', async (t) => {
  const { page, api, rack, open, picture } = await openConsole(t, { phones: 2 });
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

interface Doubtful extends Journey {
  readonly doubtful: readonly number[];
  readonly late: readonly number[];
}

/** Three posts in doubt, each on a phone of its own, and six that are due no more, on the first of them. */
async function comeToGrief(journey: Journey): Promise<Doubtful> {
  const { api, rack } = journey;
  const doubtful: number[] = [];
  for (const { serial } of rack.phones) {
    rack.phone(serial)?.faults.order({ kind: 'upload_stuck' });
    const stuck = { script_config: { upload_wait_time: 2 } };
    doubtful.push(...(await api.createTasks(videoPost([serial], `Nobody knows of ${serial}`, stuck))));
  }
  for (const id of doubtful) assert.equal((await api.finished(id)).error?.published, 'unknown');
  const phone = rack.phone('RACK0001');
  phone?.unplug();
  await api.deviceIs('RACK0001', 'absent');
  const late: number[] = [];
  for (const hour of ['six', 'seven', 'eight', 'nine', 'ten', 'eleven'])
    late.push(...(await api.createTasks(videoPost(['RACK0001'], `For ${hour}`))));
  const dueAt = Date.parse((await api.task(late.at(-1) ?? 0)).scheduled_at);
  await waitFor('the tasks to be too late', async () => {
    const leftMs = dueAt + OVERDUE_MS + 500 - Date.now();
    return leftMs < 0 ? true : new Not(`${leftMs} ms away`);
  });
  phone?.plug();
  for (const id of late) await api.taskWhen(id, ({ needs_decision }) => needs_decision !== null);
  return { ...journey, doubtful, late };
}

/** By the page of a task: again all the same, whatever is out. */
async function force({ page, api, open, doubtful }: Doubtful): Promise<void> {
  const [, , forced = 0] = doubtful;
  assert.equal((await api.call('POST', `/task/${forced}/retry`)).code, 40901, 'not without force');
  await open(`/tasks/${forced}`);
  await page.getByRole('button', { name: 'Retry all the same' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retry all the same' }).click();
  await api.taskWhen(forced, ({ attempt }) => attempt === 2);
}

/** By the page of a task: again, once somebody has said that it is not out. */
async function tryAgain({ page, api, rack, open, doubtful }: Doubtful): Promise<void> {
  const [, missing = 0, forced = 0] = doubtful;
  await open(`/tasks/${missing}`);
  await page.getByText('A person says that it is not published').waitFor();
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await api.taskWhen(missing, ({ attempt, status }) => attempt === 2 && status === 2);
  await page.locator('[aria-live="polite"]', { hasText: /^Published$/ }).waitFor({ state: 'attached' });
  const again = await api.finished(forced);
  assert.equal(again.error?.published, 'unknown', 'the post that is there may be that of the first attempt');
  const posts = rack.posts.list().map(({ caption }) => caption);
  assert.deepEqual(posts.filter((caption) => caption.startsWith('Nobody')).toSorted(), [
    'Nobody knows of RACK0002',
    'Nobody knows of RACK0003',
  ]);
}

const LATER = { day: '2031-07-07', time: '11:30', means: '2031-07-07T11:30:00.000Z' };

async function chooseLater(dialog: Locator): Promise<void> {
  await dialog.getByLabel('Day').fill(LATER.day);
  await dialog.getByLabel('Time (UTC)').fill(LATER.time);
}

/** By the page of a task: left out, at another time, and now. */
async function decide({ page, api, open, late }: Doubtful): Promise<void> {
  const [skipped = 0, moved = 0, run = 0] = late;
  const dialog = page.getByRole('dialog');
  await open(`/tasks/${skipped}`);
  await page.getByRole('button', { name: 'Skip' }).click();
  await dialog.getByRole('button', { name: 'Skip' }).click();
  await page.getByText('This task waits for your decision').waitFor({ state: 'detached' });
  assert.equal((await api.task(skipped)).error?.code, 'SKIPPED');

  await open(`/tasks/${moved}`);
  await page.getByRole('button', { name: 'Reschedule' }).click();
  await dialog.getByLabel('Day').press('Escape');
  await page.locator('button:focus', { hasText: 'Reschedule' }).waitFor();
  await page.getByRole('button', { name: 'Reschedule' }).click();
  await chooseLater(dialog);
  await dialog.getByRole('button', { name: 'Reschedule' }).click();
  await page.getByText('This task waits for your decision').waitFor({ state: 'detached' });
  const { scheduled_at: due, reschedules, preflight: before } = await api.task(moved);
  assert.deepEqual([due, reschedules.at(-1)?.source], [LATER.means, 'ui']);
  await page.getByRole('button', { name: 'Look at the phone now' }).click();
  await page.getByText('Nothing stands in the way.').waitFor();
  const { preflight } = await api.taskWhen(moved, ({ preflight: now }) => now?.checked_at !== before?.checked_at);
  assert.equal(preflight?.ok, true);

  await open(`/tasks/${run}`);
  await page.getByRole('button', { name: 'Run now' }).click();
  await dialog.getByRole('button', { name: 'Run now' }).click();
  assert.equal((await api.finished(run)).status_text, 'completed');
}

test('posts in doubt are settled or tried again, and overdue ones decided about, one and all', async (t) => {
  const flags = { 'reconcile-minutes': '0', 'overdue-minutes': String(OVERDUE_MS / 60_000) };
  const journey = await comeToGrief(await openConsole(t, { phones: 3, flags }));
  const { page, api, open, picture, doubtful, late } = journey;
  const [seen = 0, missing = 0, forced = 0] = doubtful;
  await open('/needs');
  await page.getByRole('button', { name: `It is published: task ${seen}` }).waitFor();
  await picture('needs-decisions');
  await page.getByRole('button', { name: `It is published: task ${seen}` }).press('Enter');
  await page.getByRole('button', { name: `It is published: task ${seen}` }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: `It is not: task ${missing}` }).press('Enter');
  await page.getByRole('button', { name: `It is not: task ${missing}` }).waitFor({ state: 'detached' });
  const said = await Promise.all([seen, missing].map(async (id) => (await api.task(id)).settled));
  assert.deepEqual(
    said.map((each) => [each?.published, each?.source]),
    [
      [true, 'ui'],
      [false, 'ui'],
    ],
  );
  await t.test('again all the same, by the page of the task', () => force(journey));
  await t.test('decided, by the page of the task', () => decide(journey));
  await t.test('again, by the page of the task', () => tryAgain(journey));

  const [left = 0, moved = 0, published = 0] = late.slice(3);
  await open('/needs');
  await page.getByRole('button', { name: `It is published: task ${forced}` }).press('Enter');
  await page.getByRole('button', { name: `Leave out: task ${left}` }).press('Enter');
  await page.getByRole('button', { name: `Leave out: task ${left}` }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: `Another time…: task ${moved}` }).press('Enter');
  await chooseLater(page.getByRole('dialog'));
  await page.getByRole('dialog').getByRole('button', { name: 'Reschedule' }).press('Enter');
  await page.getByRole('button', { name: 'Decide about it' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Publish all now' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish all now' }).press('Enter');
  await page.getByRole('heading', { name: 'All is well' }).waitFor();
  assert.equal((await api.task(left)).error?.code, 'SKIPPED');
  assert.equal((await api.task(moved)).scheduled_at, LATER.means);
  assert.equal((await api.finished(published)).status_text, 'completed');
});

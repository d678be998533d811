import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { PAGE_PATHS, type PageName } from '../../web/app/paths.ts';
import { Not, videoPost, waitFor } from '../e2e/world.ts';
import { HANDHELD, type Journey, openConsole, WIDE } from './world.ts';

/** So many that drop at once are one incident. */
const DROPPED = ['RACK0003', 'RACK0004', 'RACK0005', 'RACK0006', 'RACK0007', 'RACK0008'];
const PHONES = 2 + DROPPED.length;
/** What is due longer ago than this waits for a decision. */
const OVERDUE_MS = 6_000;
const AN_HOUR_MS = 3_600_000;

/** A page at one address, and words that are on it when it is all there. */
type Stop = readonly [path: string, words: string | RegExp];
type Walk = Readonly<Record<PageName, readonly Stop[]>>;

const EMPTY: Walk = {
  tasks: [['/tasks', 'No tasks yet']],
  task: [['/tasks/1', 'There is no task 1']],
  receipt: [['/tasks/1/receipt', 'There is no task 1']],
  'new-post': [['/new', 'Caption']],
  phones: [['/phones', 'No phone was seen yet']],
  phone: [['/phones/RACK0001', 'Code 40401, in docs/errors.md']],
  calendar: [['/calendar', 'Nothing in these days']],
  accounts: [['/accounts', 'No accounts yet']],
  library: [['/library', 'The library is empty']],
  scripts: [['/scripts', 'No scripts of your own yet']],
  settings: [['/settings', 'Settings in force']],
  needs: [['/needs', 'All is well']],
  missing: [['/nothing', 'Go to the tasks']],
};

type Made = Awaited<ReturnType<typeof fill>>;

/** While a task is carried out. */
function atWork({ running }: Made): readonly Stop[] {
  return [
    [`/tasks/${running}`, 'Commit point'],
    ['/phones', 'In quarantine'],
    ['/phones/RACK0001', '@ana'],
  ];
}

/** Nothing that is made changes the pages that are left out. */
function filled({ published, failed, unknown, overdue }: Made): Partial<Walk> {
  return {
    tasks: [['/tasks', 'May be out']],
    task: [
      [`/tasks/${published}`, 'Prepare the phone and the app'],
      [`/tasks/${failed}`, 'UNKNOWN_DIALOG'],
      [`/tasks/${unknown}`, 'Nobody knows whether this is published'],
      [`/tasks/${overdue}`, 'This task waits for your decision'],
    ],
    receipt: [
      [`/tasks/${published}/receipt`, 'Seen on the profile'],
      [`/tasks/${failed}/receipt`, 'Only a completed task has one.'],
    ],
    'new-post': [[`/new?from=${published}`, `A copy of task ${published}.`]],
    phone: [['/phones/RACK0004', 'Not connected']],
    calendar: [['/calendar', 'It is out']],
    accounts: [['/accounts', '@ana']],
    library: [['/library', 'clip.mp4']],
    needs: [['/needs', /6 phones that dropped at once/]],
  };
}

/** One of each state that a task, a phone or an account can be in, as it comes about. */
async function fill({ api, rack }: Journey) {
  for (const { serial } of rack.phones) rack.phone(serial)?.plug();
  for (const { serial } of rack.phones) await api.deviceIs(serial, 'device');
  rack.phone('RACK0002')?.faults.order({ kind: 'unknown_dialog', when: { step: 'compose' } });
  rack.phone('RACK0003')?.faults.order({ kind: 'upload_stuck' });
  const waits = (seconds: number): object => ({ script_config: { upload_wait_time: seconds } });
  const [published = 0] = await api.createTasks(videoPost(['RACK0001'], 'It is out'));
  const [failed = 0] = await api.createTasks(videoPost(['RACK0002'], 'A dialog covers it'));
  const [unknown = 0] = await api.createTasks(videoPost(['RACK0003'], 'Nobody knows', waits(2)));
  for (const id of [published, failed, unknown]) await api.finished(id);
  const bound = { platform: 'tiktok', serial: 'RACK0001' };
  await api.call('POST', '/account', { ...bound, username: 'ana', tags: ['spring'] });
  await api.call('POST', '/device/RACK0001/match-accounts');
  rack.phone('RACK0001')?.faults.order({ kind: 'upload_stuck' });
  const [running = 0] = await api.createTasks(videoPost(['RACK0001'], 'On its way', waits(600)));
  const later = { start_at: new Date(Date.now() + AN_HOUR_MS).toISOString() };
  await api.createTasks(videoPost(['RACK0001'], 'For later', later));
  await api.taskWhen(running, ({ progress }) => progress?.step === 'confirm');
  await api.call('POST', '/device/RACK0002/quarantine', { reason: 'The screen is broken.' });
  for (const serial of DROPPED) rack.phone(serial)?.unplug();
  for (const serial of DROPPED) await api.deviceIs(serial, 'absent');
  const [overdue = 0] = await api.createTasks(videoPost(['RACK0003'], 'For the morning'));
  const dueAt = Date.parse((await api.task(overdue)).scheduled_at);
  await waitFor('the task to be too late', async () => {
    const leftMs = dueAt + OVERDUE_MS + 500 - Date.now();
    return leftMs < 0 ? true : new Not(`${leftMs} ms away`);
  });
  rack.phone('RACK0003')?.plug();
  await api.taskWhen(overdue, ({ needs_decision }) => needs_decision !== null);
  return { published, failed, unknown, running, overdue };
}

/** As a link of the console does, which spares what every page has from being loaded again. */
async function follow({ page }: Journey, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  const { pathname } = new URL(path, page.url());
  await page.locator(`[data-page="${pathname}"]`).waitFor({ state: 'attached' });
}

/** Both themes, wide and narrow; one heading, after which the tab is named; nothing sticks out of a narrow window, in neither language. */
async function visit(journey: Journey, [path, words]: Stop): Promise<void> {
  const { page, assertAccessible } = journey;
  await page.setViewportSize(WIDE);
  await follow(journey, path);
  await page.locator('#main').getByText(words).first().waitFor();
  await page.locator('#main [aria-busy="true"]').first().waitFor({ state: 'detached' });
  const heading = page.getByRole('heading', { level: 1 });
  assert.equal(await heading.count(), 1, `headings of ${path}`);
  assert.equal(await page.title(), `${await heading.textContent()} · Postwright`);
  await assertAccessible();
  await page.setViewportSize(HANDHELD);
  await page.locator('#main').getByText(words).first().waitFor();
  await assertAccessible(['dark', 'light']);
  await assertFits(page, path);
  await page.getByRole('button', { name: 'Español' }).click();
  await page.locator('html[lang="es"]').waitFor();
  await assertFits(page, `${path} in Spanish`);
  await page.getByRole('button', { name: 'English' }).click();
  await page.locator('html[lang="en"]').waitFor();
}

async function assertFits(page: Page, what: string): Promise<void> {
  const [reachesPx = 0, widePx = 0] = await page.evaluate(() => [document.scrollingElement?.scrollWidth, innerWidth]);
  assert.ok(reachesPx <= widePx, `${what} is ${reachesPx} px wide in a window of ${widePx} px`);
}

test('every page, with nothing on it and with everything: axe finds nothing, wide or narrow, light or dark', async (t) => {
  const journey = await openConsole(t, {
    phones: PHONES,
    phoneOverrides: Array.from({ length: PHONES }, () => ({ state: 'absent' as const })),
    flags: { 'reconcile-minutes': '0', 'overdue-minutes': String(OVERDUE_MS / 60_000) },
  });
  journey.expectTrouble(/ 404$|status of 404/);
  const go = async (what: string, stops: readonly Stop[]): Promise<void> => {
    for (const stop of stops) await t.test(`${what}: ${stop[0]}`, async () => await visit(journey, stop));
  };
  assert.deepEqual(Object.keys(EMPTY), Object.keys(PAGE_PATHS));
  await journey.open('/');
  await go('empty', Object.values(EMPTY).flat());
  const made = await fill(journey);
  await go('at work', atWork(made));
  await journey.api.call('POST', `/task/${made.running}/stop`);
  await go('filled', Object.values(filled(made)).flat());
});

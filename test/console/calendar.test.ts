import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { addDays } from '../../web/features/calendar/dates.ts';
import { type Caller, Not, videoPost, waitFor } from '../e2e/world.ts';
import { HANDHELD, openConsole } from './world.ts';

const ZONE = 'Europe/Berlin';
const MARCH = 3;
const OCTOBER = 10;

/** The day on which Berlin's clock is changed next year in this month. */
function changeDay(month: number): string {
  const last = new Date(Date.UTC(new Date().getUTCFullYear() + 1, month, 0));
  last.setUTCDate(last.getUTCDate() - last.getUTCDay());
  return last.toISOString().slice(0, 10);
}

function cell(page: Page, date: string, minutes: number, again = ''): Locator {
  return page.locator(`[data-drop="${date} ${minutes}${again}"]`);
}

/** As a hand does it: press, move, and let go. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await to.scrollIntoViewIfNeeded();
  await from.scrollIntoViewIfNeeded();
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  assert.ok(start && end);
  await page.mouse.move(start.x + 10, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 20, start.y + start.height / 2 + 10);
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2);
  await page.locator('[data-over]').waitFor();
  await page.mouse.up();
}

async function isDueAt(api: Caller, id: number, at: string): Promise<void> {
  await waitFor(`task ${id} to be due at ${at}`, async () => {
    const { scheduled_at: due } = await api.task(id);
    return due === at ? true : new Not(due);
  });
}

test('posts are moved by hand and by keyboard, over both changes of the clock', async (t) => {
  const { api, page, open, picture, assertAccessible, expectTrouble } = await openConsole(t, {
    flags: { 'time-zone': ZONE },
    browser: { timezoneId: 'America/New_York', locale: 'en-GB' },
  });
  const [spring, autumn] = [changeDay(MARCH), changeDay(OCTOBER)];
  const eve = addDays(spring, -1);
  await api.call('POST', '/account', { username: 'ana', platform: 'tiktok', serial: 'RACK0001' });
  const at = (start_at: string): object => ({ serials: undefined, usernames: ['ana'], start_at });
  const [id = 0] = await api.createTasks(videoPost([], 'Buenos días', at(`${eve}T04:30:00Z`)));
  const [other = 0] = await api.createTasks(videoPost([], 'Buenas noches', at(`${eve}T06:00:00Z`)));
  const entry = page.locator(`[data-entry="${id}"]`);

  await t.test('a week whose day has 23 hours shows each of them', async () => {
    await open(`/calendar?date=${spring}`);
    await entry.waitFor();
    await page.getByRole('button', { name: '05:30 Pending @ana RACK0001 Buenos días' }).waitFor();
    await page
      .getByText('The clock is set forward on Sunday 28 March: the day has 23 hours.')
      .waitFor({ state: 'visible' });
    assert.equal(await page.locator('td[data-missing]').count(), 2);
    assert.equal(await page.getByText('The clock skips this half hour here').count(), 2);
    await assertAccessible();
  });

  await t.test(
    'what is dropped on a skipped time goes to the next there is, says so, and can be taken back',
    async () => {
      await drag(page, entry, cell(page, spring, 120));
      await page
        .getByText(/The clock skips that time; moved to Sun/)
        .first()
        .waitFor();
      await isDueAt(api, id, `${spring}T01:00:00.000Z`);
      await picture('calendar-skipped');
      await page.getByRole('button', { name: 'Undo' }).click();
      await page
        .getByText(/Back at Sat/)
        .first()
        .waitFor();
      await isDueAt(api, id, `${eve}T04:30:00.000Z`);
      assert.equal((await api.task(id)).reschedules.at(-1)?.source, 'ui');
    },
  );

  await t.test('Escape lets go without moving', async () => {
    const box = await entry.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 10, box.y + 5);
    await page.mouse.down();
    await page.mouse.move(box.x + 10, box.y + 80);
    await page.locator('[data-over]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-over]').waitFor({ state: 'detached' });
    await page.mouse.up();
    assert.equal((await api.task(id)).scheduled_at, `${eve}T04:30:00.000Z`);
  });

  await t.test('by keyboard alone, to the second half past two of a day of 25 hours', async () => {
    await entry.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Day').fill(autumn);
    await dialog.getByLabel(`Time (${ZONE})`).fill('02:30');
    await dialog.getByLabel('The clock shows this time twice').selectOption('second');
    await dialog.getByLabel(`Time (${ZONE})`).press('Enter');
    await page
      .getByText(/^Moved to Sun/)
      .first()
      .waitFor();
    await isDueAt(api, id, `${autumn}T01:30:00.000Z`);
    await open(`/calendar?date=${autumn}`);
    await cell(page, autumn, 150, ' again').locator(entry).waitFor();
    await page.getByText('the day has 25 hours').waitFor();
    assert.equal(await page.getByRole('rowheader', { name: 'second time' }).count(), 2);
    await entry.scrollIntoViewIfNeeded();
    await picture('calendar-repeated');
    await drag(page, entry, cell(page, autumn, 150));
    await isDueAt(api, id, `${autumn}T00:30:00.000Z`);
  });

  await t.test('in another zone, whose days are others', async () => {
    await page.getByRole('combobox', { name: 'Time zone' }).click();
    await page.getByRole('option', { name: 'America/New_York (this browser)' }).click();
    await page.waitForURL(/zone=America/);
    await page.locator(`[data-entry="${id}"]`).filter({ hasText: '20:30' }).waitFor();
  });

  await t.test('by month, where the time of day stays', async () => {
    await open(`/calendar?view=month&date=${autumn}&account=ana`);
    await entry.waitFor();
    await assertAccessible();
    await drag(page, entry, page.locator(`[data-drop="${addDays(autumn, -3)}"]`));
    await isDueAt(api, id, `${addDays(autumn, -3)}T00:30:00.000Z`);
    await picture('calendar-month');
  });

  await t.test('what has ended meanwhile is not moved, and stands where it ended', async () => {
    await open(`/calendar?date=${spring}`);
    const ended = page.locator(`[data-entry="${other}"]`);
    await ended.waitFor();
    await ended.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Day').fill(spring);
    await api.call('POST', `/task/${other}/stop`);
    expectTrouble(/409/);
    await page.getByRole('dialog').getByLabel('Day').press('Enter');
    await page
      .getByText(/Not moved: Task \d+ is failed/)
      .first()
      .waitFor();
    await ended.waitFor({ state: 'detached' });
  });

  await t.test('on a narrow screen as a list, in Spanish too', async () => {
    await page.setViewportSize(HANDHELD);
    await open(`/calendar?date=${addDays(autumn, -5)}`);
    await page.getByRole('heading', { name: /^Thursday/ }).waitFor();
    await page.getByText('1 due').waitFor();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0);
    await entry.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Move', exact: true }).waitFor();
    await assertAccessible();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator(`[data-entry="${id}"]:focus`).waitFor();
    await page.getByRole('button', { name: 'Español' }).click();
    await page.getByText('1 pendiente').waitFor();
    const last = await page.getByRole('banner').getByRole('button').last().boundingBox();
    assert.ok(last && last.x + last.width <= HANDHELD.width, 'the frame fits too, whose words are longer in Spanish');
    await picture('calendar-handheld');
    await open(`/calendar?date=${addDays(autumn, 60)}`);
    await page.getByRole('heading', { name: 'Nada en estos días' }).waitFor();
  });
});

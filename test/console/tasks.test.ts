import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { openDatabase } from '../../src/storage/database.ts';
import { videoPost } from '../e2e/world.ts';
import { cutWire } from '../support/cut-wire.ts';
import { insertManyTasks } from '../support/many-tasks.ts';
import { HANDHELD, type Journey, openConsole } from './world.ts';

/** Opens the journey's database for as long as `work` takes. */
async function inDatabase<T>(
  { databaseUrl }: Journey,
  work: (db: ReturnType<typeof openDatabase>) => Promise<T>,
): Promise<T> {
  const db = openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

const MANY = 100_000;

/** The task that the pointer is over, and where its row stands. */
async function underPointer({ page }: Journey, { x, y }: { readonly x: number; readonly y: number }) {
  return await page.evaluate(
    ([left = 0, top = 0]) => {
      const row = document.elementFromPoint(left, top)?.closest('tr');
      const { x, y, width, height } = row?.getBoundingClientRect() ?? {};
      return { task: row?.querySelector('a')?.getAttribute('href'), x, y, width, height };
    },
    [x, y],
  );
}

/** Tasks come, change and go while the pointer rests on one: it stays where it is, until what is new is asked for. */
async function nothingMoves(journey: Journey, serial: string): Promise<void> {
  const { page, api, open } = journey;
  const row = (id: number) => page.locator('tr', { has: page.getByRole('checkbox', { name: `Select task ${id}` }) });
  await open('/tasks?q=state%3Apending');
  const { data } = await api.call<{ task_ids: number[] }>('GET', '/task/ids?statuses=0');
  const [, ended = 0, deleted = 0, rested = 0] = data.task_ids;
  await row(rested).getByRole('link').hover();
  const box = await row(rested).getByRole('link').boundingBox();
  assert.ok(box);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const before = await underPointer(journey, at);
  assert.equal(before.task, `/tasks/${rested}`);
  for (const caption of ['new one', 'new two', 'new three'])
    await api.createTasks(videoPost([serial], caption, { start_at: '2030-01-01T00:00:00Z' }));
  for (const id of [ended, rested]) await api.call('POST', `/task/${id}/stop`);
  await api.call('DELETE', `/task/${deleted}`);
  await page.getByRole('button', { name: '3 new' }).waitFor();
  await row(ended).getByText('Failed').waitFor();
  await row(rested).getByText('Failed').waitFor();
  await row(deleted).getByText('deleted').waitFor();
  assert.deepEqual(await underPointer(journey, at), before);
  await page.getByRole('button', { name: '3 new' }).click();
  for (const caption of ['new one', 'new two', 'new three']) await page.getByRole('link', { name: caption }).waitFor();
  await row(rested).waitFor({ state: 'detached' });
  await page.getByText(`${(data.task_ids.length).toLocaleString('en-GB')} tasks`, { exact: true }).waitFor();
}

/** The files of tasks that a test wrote itself are not there. */
const GONE = /\/thumbnail/;

test('100,000 tasks: found, scrolled through, and none moves when others come', async (t) => {
  const journey = await openConsole(t, { phones: 1 });
  const { page, open, api, rack, picture } = journey;
  const serial = rack.phones[0]?.serial ?? '';
  journey.expectTrouble(GONE);
  await inDatabase(journey, async (db) => await insertManyTasks(db, MANY));
  await open('/tasks');
  await page.getByText('100,000 tasks', { exact: true }).waitFor();
  await page.getByRole('link', { name: /^Caption 100000 / }).waitFor();
  await picture('tasks');

  const list = page.getByRole('region', { name: 'List of tasks' });
  await list.evaluate((box) => box.scrollTo(0, box.scrollHeight / 2));
  await page
    .getByRole('link', { name: /^Caption 50\d\d\d/ })
    .first()
    .waitFor();
  const rows = await page.getByRole('row').count();
  assert.ok(rows < 80, `${rows} rows are in the page`);
  await list.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await page.getByRole('link', { name: /^Caption 1 / }).waitFor();

  await list.evaluate((box) => box.scrollTo(0, 0));
  await nothingMoves(journey, serial);

  const search = page.getByRole('combobox', { name: 'Search tasks' });
  await search.fill('acc');
  await page.getByRole('option', { name: /account:/ }).click();
  await search.pressSequentially('@account7 state:failed');
  await page.waitForURL(/q=account%3A%40account7\+state%3Afailed/);
  await page.getByText('No task fits').waitFor();
  await search.fill('account:@account10 state:failed error:device_lost');
  const { data } = await api.call<{ total: number }>('GET', '/task?username=account10&status=3&error=DEVICE_LOST');
  await page.getByText(`${data.total} tasks`, { exact: true }).waitFor();
  await search.press('Escape');
  await picture('tasks-filtered');
});

test('200 failures are retried at once, and what may be out is left alone', async (t) => {
  const journey = await openConsole(t, { phones: 0 });
  const { page, open, api, picture, assertAccessible } = journey;
  journey.expectTrouble(GONE);
  await inDatabase(journey, async (db) => {
    await insertManyTasks(db, 2001);
    await sql`update tasks set error = error || '{"published": "unknown"}' where id in
      (select id from tasks where status = 3 order by id limit 3)`.execute(db);
    await sql`delete from tasks where status = 3 and id not in (select id from tasks where status = 3 order by id limit 200)`.execute(
      db,
    );
  });
  const failed = async () => (await api.call<{ failed: number }>('GET', '/task/stats')).data.failed;
  const count = await failed();
  await open('/tasks?q=state%3Afailed');
  await page.getByText(`${count} tasks`, { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: `Select all ${count} tasks` }).click();
  await page.getByText(`All ${count} matching tasks are selected`).waitFor();
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`Retry ${count} tasks?`).waitFor();
  await dialog.getByRole('button', { name: 'Retry' }).click();
  await page
    .getByText(`${count - 3} tasks will be tried again.`)
    .first()
    .waitFor();
  await page.getByText('3 tasks were left alone:').waitFor();
  await assertAccessible();
  await picture('tasks-bulk');
  assert.equal(await failed(), 3);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Show all tasks' }).waitFor({ state: 'detached' });
});

test('by keyboard alone: search, go, select, stop, and the keys themselves', async (t) => {
  const { page, open, api, rack, picture } = await openConsole(t, { phones: 1 });
  const serial = rack.phones[0]?.serial ?? '';
  for (const caption of ['one', 'two', 'three', 'four'])
    await api.createTasks(videoPost([serial], caption, { start_at: '2030-01-01T00:00:00Z' }));
  await open('/tasks');
  await page.getByRole('link', { name: 'four' }).waitFor();
  await page.keyboard.press('j');
  await page.locator('a:focus', { hasText: 'four' }).waitFor();
  const before = await page.getByRole('link', { name: 'four' }).boundingBox();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await page.getByText('3 tasks selected').waitFor();
  assert.deepEqual(await page.getByRole('link', { name: 'four' }).boundingBox(), before, 'no row moves');
  await picture('tasks-selected');
  await page.keyboard.press('Escape');
  await page.getByText('3 tasks selected').waitFor({ state: 'detached' });
  await page.keyboard.press('k');
  await page.keyboard.press('s');
  await page.getByText('Stop 1 task?').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('a:focus', { hasText: 'two' }).waitFor();
  await page.keyboard.press('s');
  await page.getByText('Stop 1 task?').waitFor();
  await page.locator('button:focus', { hasText: 'Cancel' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('1 task stopped.').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('a:focus', { hasText: 'two' }).waitFor();
  await page.getByRole('row', { name: /Failed.*two/ }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await page.keyboard.type('state:failed');
  await page.getByText('1 task', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/tasks\/\d+$/);
});

test('the page hears of what happened while its stream was cut, and views are kept', async (t) => {
  const { page, url, open, api, rack, picture, expectTrouble } = await openConsole(t, {
    phones: 1,
    browser: { viewport: HANDHELD, locale: 'es' },
  });
  // The page comes by a wire of its own, which is cut.
  expectTrouble(/ERR_|left the machine/);
  const wire = await cutWire(t, url);
  const serial = rack.phones[0]?.serial ?? '';
  const [id] = await api.createTasks(videoPost([serial], 'hola', { start_at: '2030-01-01T00:00:00Z' }));
  await open(`${wire.url}/tasks`);
  await page.getByRole('row', { name: /Pendiente.*hola/ }).waitFor();
  wire.cut();
  await page.getByText('Sin conexión').waitFor();
  await api.call('POST', `/task/${id}/stop`);
  wire.mend();
  await page.getByText('Sin conexión').waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /Fallida.*hola/ }).waitFor();
  const width = (await page.getByRole('link', { name: 'hola' }).boundingBox())?.width ?? 0;
  assert.ok(width > 20, `the caption is ${width} px wide`);
  await picture('tasks-handheld');

  await page.getByRole('combobox', { name: 'Buscar tareas' }).fill('state:failed');
  await page.waitForURL(/q=state/);
  await page.getByRole('button', { name: 'Vistas guardadas' }).click();
  await page.getByRole('button', { name: 'Guardar esta vista' }).click();
  await page.getByRole('textbox', { name: 'Nombre de la vista' }).fill('Lo que falló');
  await page.getByRole('button', { name: 'Guardar', exact: true }).click();
  await open(`${wire.url}/tasks`);
  await page.getByRole('button', { name: 'Vistas guardadas' }).click();
  await page.getByRole('button', { name: 'Lo que falló', exact: true }).click();
  await page.waitForURL(/q=state%3Afailed/);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { Not, videoPost, waitFor } from '../e2e/world.ts';
import { HANDHELD, type Journey, openConsole } from './world.ts';

/** Whatever a caption holds, it stays itself in a shell, in JSON and as spintax. */
const CAPTION = `It's "here": $HOME \`id\` {a\\|b} <b>bold</b>\nsecond line #ñandú`;

/** What a shell hands on as the last argument of a command, without carrying the command out. */
function lastArgument(command: string): string {
  const recorder = `curl() { for argument; do last=$argument; done; printf '%s' "$last"; }`;
  return execFileSync('/bin/sh', ['-c', `${recorder}\n${command}`], { encoding: 'utf8' });
}

/** Nothing may stick out of the window, but inside of what scrolls by itself. */
async function assertFits({ page }: Journey): Promise<void> {
  const overhanging = await page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    const elements = [...document.querySelectorAll<HTMLElement>('#main *')];
    return elements
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth)
      .map((element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 40)}`);
  });
  assert.deepEqual(overhanging, [], page.url());
}

/** In pictures: both themes, and a window as narrow as a phone's. The walk has axe look at the pages. */
async function assertWellMade(journey: Journey, name: string): Promise<void> {
  await journey.picture(name);
  const wide = journey.page.viewportSize() ?? HANDHELD;
  await journey.page.emulateMedia({ colorScheme: 'dark' });
  await journey.picture(`${name}-dark`);
  await journey.page.emulateMedia({ colorScheme: 'light' });
  await journey.page.setViewportSize(HANDHELD);
  await journey.picture(`${name}-handheld`);
  await assertFits(journey);
  await journey.page.setViewportSize(wide);
}

test('a task from its beginning to its receipt', async (t) => {
  const journey = await openConsole(t, {
    phones: 3,
    browser: { permissions: ['clipboard-read', 'clipboard-write'] },
  });
  const { rack, api, page, open } = journey;
  const [published = 0] = await api.createTasks(videoPost(['RACK0001'], CAPTION));
  rack.phone('RACK0002')?.faults.order({ kind: 'unknown_dialog', when: { step: 'compose' } });
  const [failed = 0] = await api.createTasks(videoPost(['RACK0002'], 'covered by a dialog'));
  rack.phone('RACK0003')?.faults.order({ kind: 'post_then_die' });
  const [unknown = 0] = await api.createTasks(videoPost(['RACK0003'], 'before the blackout'));

  await t.test('a published one shows its steps, what was seen, and its receipt', async () => {
    await api.finished(published);
    await open(`/tasks/${published}`);
    await page.locator('#main').getByText('Published', { exact: true }).waitFor();
    const steps = page.getByRole('table', { name: 'Steps of attempt 1' });
    for (const step of ['Prepare the phone and the app', 'Publish', 'See the post'])
      await steps.getByText(step, { exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 0, 'only what is valid now is offered');
    await assertWellMade(journey, 'task-published');
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await page.getByRole('button', { name: 'The command is copied.' }).waitFor();
    const copied = await page.evaluate(async () => await navigator.clipboard.readText());
    const request = JSON.parse(lastArgument(copied)) as { script_config: { captions: string }; serials: string[] };
    assert.deepEqual(request.serials, ['RACK0001']);
    const preview = await api.call('POST', '/task', { ...request, start_at: '2099-01-01T00:00:00Z' });
    const { task_ids: ids } = preview.data as { task_ids: number[] };
    assert.equal((await api.task(ids[0] ?? 0)).caption, (await api.task(published)).caption);

    await page.getByRole('link', { name: 'Duplicate' }).click();
    await page.getByText(`A copy of task ${published}.`).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Open: The published post' }).click();
    await page.getByRole('dialog').getByRole('img', { name: 'The published post' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator(':focus[aria-label="Open: The published post"]').waitFor();
    await page.getByRole('link', { name: 'Receipt' }).click();
    await page.getByRole('heading', { name: `Receipt of publication ${published}` }).waitFor();
    await page.getByText('second line #ñandú').waitFor();
    await assertWellMade(journey, 'receipt');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).click();
    assert.equal((await download).suggestedFilename(), `postwright-receipt-${published}.html`);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false, 'paper has no buttons');
    await journey.picture('receipt-print');
    await page.emulateMedia({ media: 'screen' });
  });

  await t.test('a failed one shows what was looked for, and where on the screen', async () => {
    await api.finished(failed);
    await open(`/tasks/${failed}`);
    await page.getByRole('region', { name: 'It failed at “Make the post”' }).waitFor();
    await assertWellMade(journey, 'task-failed');
    await page.getByRole('link', { name: 'Open: UI tree: The screen on which it ended' }).click();
    const dialog = page.getByRole('dialog', { name: 'UI tree: The screen on which it ended' });
    await dialog.getByText('Looked for').waitFor();
    await dialog.getByRole('tree', { name: 'Elements on the screen' }).waitFor();
    await dialog.getByLabel('Search the tree').fill('button');
    await dialog.getByText('Chosen element').waitFor();
    await dialog.getByRole('treeitem').first().focus();
    await page.keyboard.press('ArrowDown');
    await assertWellMade(journey, 'task-tree');
    await journey.assertAccessible();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  await t.test('one that is in doubt names the three ways out, and takes a person’s word', async () => {
    await waitFor('the phone to vanish', async () =>
      rack.phone('RACK0003')?.summary().state === 'absent' ? true : new Not('there'),
    );
    await api.call('POST', `/task/${unknown}/stop`);
    await open(`/tasks/${unknown}`);
    await page.getByText('Nobody knows whether this is published').waitFor();
    await assertWellMade(journey, 'task-doubt');
    await page.getByRole('button', { name: 'It is published…' }).click();
    await page.getByLabel('Who has looked').fill('Ana');
    await page.getByRole('button', { name: 'Yes, it is published' }).click();
    await page.getByText('A person says that it is published').waitFor();
    await page.locator('[role=group]:focus').waitFor();
    await page.getByRole('link', { name: 'Receipt' }).click();
    await page.getByText('Confirmed by Ana').waitFor();
  });

  await t.test('a running one tells how far it is, and is stopped; it says so in Spanish too', async () => {
    rack.phone('RACK0001')?.faults.order({ kind: 'upload_stuck' });
    const [id = 0] = await api.createTasks(
      videoPost(['RACK0001'], 'stuck', { script_config: { upload_wait_time: 600 } }),
    );
    await open(`/tasks/${id}`);
    await page.getByRole('progressbar', { name: 'Progress of the attempt' }).waitFor();
    await api.taskWhen(id, ({ progress }) => progress?.step === 'confirm');
    await page.getByText('Commit point').waitFor();
    await page.getByRole('button', { name: 'Español' }).click();
    await page.getByRole('heading', { name: `Tarea ${id}` }).waitFor();
    const told = await page.evaluateHandle(keepWhatIsTold);
    await page.getByRole('button', { name: 'Parar' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Parar' }).click();
    await page.getByText('Nadie sabe si esto está publicado').waitFor();
    // What came of stopping it may be told before or after.
    await page.waitForFunction((sentences) => sentences.includes('Quizá publicada'), told);
    await journey.picture('task-doubt-es');
    await page.getByRole('button', { name: 'No está publicada…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sí, falta' }).click();
    await page.getByText('Nadie sabe si esto está publicado').waitFor({ state: 'detached' });
    assert.equal((await api.task(id)).settled?.published, false);
    await page.getByRole('button', { name: 'Borrar' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Borrar' }).click();
    await page.waitForURL('**/tasks');
    assert.equal((await api.call('GET', `/task/${id}`)).code, 40401);
  });

  await t.test('in Spanish it says in Spanish what the server says, and keeps what that says besides', async () => {
    const dialog = 'Un diálogo que los flujos no conocen tapa la aplicación.';
    await page.getByRole('row', { name: dialog }).waitFor();
    await journey.picture('tasks-es');
    await open(`/tasks/${failed}`);
    const why = page.getByRole('region', { name: 'Ha fallado en «Hacer la publicación»' });
    await why.getByText(dialog).waitFor();
    const { message } = (await api.task(failed)).error ?? { message: '' };
    await why.locator('[lang=en]', { hasText: message }).waitFor();
    await assertWellMade(journey, 'task-failed-es');

    await open('/settings');
    await page.getByText('El servidor ADB al que están conectados los teléfonos.').waitFor();
    await journey.picture('settings-es');
    await open('/needs');
    await page.getByText(dialog).waitFor();
    await journey.picture('needs-es');
    await open('/phones/RACK0002');
    await page.getByText('Se ha conectado.').waitFor();
    await journey.picture('phone-es');

    journey.expectTrouble(/400/);
    await open('/scripts?run=post');
    await page.getByRole('combobox', { name: 'Teléfonos' }).click();
    await page.getByRole('option', { name: 'RACK0002' }).click();
    await page.getByLabel('Segundos para la subida').fill('9999');
    await page.getByRole('button', { name: 'Crear las tareas' }).click();
    await page.getByText('Debe ser de 1 a 600').waitFor();
    await page.locator(':focus[aria-invalid=true]').waitFor();
    await journey.picture('scripts-refused-es');
    await page.close();
  });
});

/** Runs in the page: every sentence that is told from now on to those who do not see the page. */
function keepWhatIsTold(): string[] {
  const sentences: string[] = [];
  const region = document.querySelector('[role=status][aria-live=polite]');
  if (region === null) throw new Error('Nothing tells anything');
  const keep = (): void => void sentences.push(region.textContent.trim());
  new MutationObserver(keep).observe(region, { childList: true, characterData: true, subtree: true });
  return sentences;
}

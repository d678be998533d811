import { PostwrightError } from '../../errors.ts';
import { visibleTexts } from '../../flows/cover.ts';
import { pause } from '../../kit/abort.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { PostPlan, SoundPlan } from '../script.ts';
import type { AppScreen } from './app-screen.ts';
import { textsOf } from './grid.ts';
import type { ElementName } from './names.ts';

const TEXTS_IN_MESSAGE = 10;
const ADDRESS = /^https:\/\//i;

/**
 * From home: opens the page of a sound, by its address or as the first one that a search finds, and begins a post there.
 * @returns the name of the sound, as the camera shows it.
 * @throws SOUND_NOT_FOUND
 */
export async function beginWithSound(app: AppScreen, sound: SoundPlan): Promise<string> {
  const query = sound.query ?? '';
  if (ADDRESS.test(query)) await app.run('open-sound-link', { link: query });
  else {
    await app.run('search-sound-pages', { sound: query });
    const row = await awaitSound(app, 'soundRow', sound);
    await app.screen.tap(titleOf(row), app.limits);
  }
  await awaitSound(app, 'useSound', sound);
  await app.run('use-sound');
  return await nameOnScreen(app, sound, () => true);
}

/** In the editor: does with sound and volumes what the plan says, and sees that the app has taken it. */
export async function setSound(app: AppScreen, { sound }: PostPlan, begunWith: string | null): Promise<void> {
  switch (sound.choice) {
    case 'default':
      break;
    case 'off':
      // Photo mode sets a sound by itself (facts 4.4).
      if (app.see(await app.tree(), 'soundName') !== null) await app.run('remove-sound');
      break;
    case 'on':
    case 'search':
      await addSound(app, sound);
      break;
    case 'page':
      await nameOnScreen(app, sound, (name) => begunWith === null || isSameName(name, begunWith));
      break;
  }
  await setVolumes(app, sound);
}

async function addSound(app: AppScreen, sound: SoundPlan): Promise<void> {
  await app.run('open-sounds');
  if (sound.choice === 'search') await app.run('search-sounds', { sound: sound.query ?? '' });
  const row = await awaitSound(app, 'soundRow', sound);
  const title = titleOf(row);
  await app.screen.tap(title, app.limits);
  await app.run('close-sounds');
  await nameOnScreen(app, sound, (name) => isSameName(name, title.text));
}

async function setVolumes(app: AppScreen, { originVolume, addedVolume }: SoundPlan): Promise<void> {
  if (originVolume === null && addedVolume === null) return;
  await app.run('open-volumes');
  if (originVolume !== null) await app.run('set-original-volume', { volume: String(originVolume) });
  if (addedVolume !== null) await app.run('set-added-volume', { volume: String(addedVolume) });
  await app.run('close-volumes');
}

/** Waits for what is to be tapped, and gives up at once when the app says that there is nothing. */
async function awaitSound(app: AppScreen, element: ElementName, sound: SoundPlan): Promise<UiNode> {
  const deadline = Date.now() + sound.waitMs;
  for (let before = ''; ; ) {
    const tree = await app.tree();
    const node = app.see(tree, element);
    const place = node === null ? '' : JSON.stringify([node.bounds, textsOf(node)]);
    if (node !== null && place === before) return node;
    const isRefused = node === null && app.see(tree, 'noSounds') !== null;
    if (isRefused || Date.now() >= deadline) throw notFound(sound, tree);
    before = place;
    if (node !== null || !(await app.lookout.answerDialog(tree))) await pause(app.pace.settleMs, app.signal);
  }
}

/** Waits until the camera or the editor shows the name of a sound that will do: a chosen one takes time to load. */
async function nameOnScreen(app: AppScreen, sound: SoundPlan, will: (name: string) => boolean): Promise<string> {
  const deadline = Date.now() + sound.waitMs;
  for (;;) {
    const tree = await app.tree();
    const name = app.see(tree, 'soundName')?.text ?? '';
    if (name !== '' && will(name)) return name;
    if (Date.now() >= deadline) throw notFound(sound, tree);
    if (name !== '' || !(await app.lookout.answerDialog(tree))) await pause(app.pace.pollMs, app.signal);
  }
}

/** The text of a row that names its sound: the first one. Tapping the picture beside it would only play it. */
function titleOf(row: UiNode): UiNode {
  return firstText(row) ?? row;
}

function firstText(node: UiNode): UiNode | null {
  if (node.text.trim() !== '') return node;
  for (const child of node.children) {
    const found = firstText(child);
    if (found !== null) return found;
  }
  return null;
}

/** A narrow label cuts a long name short, and may put the artist behind it. */
function isSameName(shown: string, title: string): boolean {
  const [a, b] = [plain(shown), plain(title)];
  return a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a));
}

function plain(name: string): string {
  return name
    .replace(/(?:…|\.{3})$/u, '')
    .trim()
    .toLowerCase();
}

function notFound({ choice, query, waitMs }: SoundPlan, tree: UiTree): PostwrightError {
  const what = choice === 'on' ? 'No suggested sound' : `No sound for ${JSON.stringify(query)}`;
  const seen = visibleTexts(tree, TEXTS_IN_MESSAGE).map((text) => `"${text}"`);
  return new PostwrightError(
    'SOUND_NOT_FOUND',
    `${what} within ${Math.round(waitMs / 1_000)} s on TikTok, which shows: ${seen.join(', ')}.`,
  );
}

import { PostwrightError } from '../../errors.ts';
import { visibleTexts, walk } from '../../flows/cover.ts';
import { pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { PostPlan, SoundPlan } from '../script.ts';
import type { AppScreen } from './app-screen.ts';
import { setVolumes } from './volumes.ts';

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
    const title = await awaitStill(app, sound, (tree) => soundTitles(app, tree)[0] ?? null);
    await app.screen.tap(title, app.limits);
  }
  await awaitStill(app, sound, (tree) => app.see(tree, 'useSound'));
  await app.run('use-sound');
  return await nameOnScreen(app, sound, () => true);
}

/** In the editor: does with sound and volumes what the plan says, and sees that the app has taken it. */
export async function setSound(app: AppScreen, { sound, kind }: PostPlan, begunWith: string | null): Promise<void> {
  switch (sound.choice) {
    case 'default':
      break;
    case 'off':
      // Photo mode sets a sound by itself, but not at once (facts 4.4).
      if (await hasSound(app, kind === 'images' ? sound.waitMs : 0)) await app.run('remove-sound');
      break;
    case 'on':
    case 'search':
      await addSound(app, sound);
      break;
    case 'page':
      await nameOnScreen(app, sound, (name) => begunWith === null || isSameName(name, begunWith));
      break;
  }
  await setVolumes(app, sound, 'set-original-volume');
}

async function hasSound(app: AppScreen, waitMs: number): Promise<boolean> {
  const deadline = workingMs() + waitMs;
  for (;;) {
    if (app.see(await app.tree(), 'soundName') !== null) return true;
    if (workingMs() >= deadline) return false;
    await pause(app.pace.pollMs, app.signal);
  }
}

async function addSound(app: AppScreen, sound: SoundPlan): Promise<void> {
  await app.run('open-sounds');
  let before = '';
  if (sound.choice === 'search') {
    before = await suggestions(app);
    await app.run('search-sounds', { sound: sound.query ?? '' });
  }
  // The suggestions may stay until something is found; a list that does not change for long is what was found.
  const staleUntil = workingMs() + sound.waitMs * STALE_SHARE;
  const title = await awaitStill(app, sound, (tree) => {
    const titles = soundTitles(app, tree);
    return namesOf(titles) === before && workingMs() < staleUntil ? null : (titles[0] ?? null);
  });
  await app.screen.tap(title, app.limits);
  await untilTaken(app, sound);
  await app.run('close-sounds');
  await nameOnScreen(app, sound, (name) => isSameName(name, title.text));
}

/** A look at the list may fall between the tap and what it does. */
const QUIET_LOOKS = 3;

/** Waits while a sound that was tapped is fetched: some lists stay then and some go by themselves. */
async function untilTaken(app: AppScreen, sound: SoundPlan): Promise<void> {
  const deadline = workingMs() + sound.waitMs;
  let quiet = 0;
  for (let before = ''; quiet < QUIET_LOOKS && workingMs() < deadline; ) {
    const tree = await app.tree();
    if (app.see(tree, 'editor') !== null) return;
    quiet = app.see(tree, 'busy') === null && tree.xml === before ? quiet + 1 : 0;
    before = tree.xml;
    await pause(app.pace.settleMs, app.signal);
  }
}

/** What the sheet lists before anything is searched for; empty when it lists nothing for long. */
async function suggestions(app: AppScreen): Promise<string> {
  const deadline = workingMs() + app.pace.commandMs;
  for (let before = ''; ; ) {
    const names = namesOf(soundTitles(app, await app.tree()));
    if ((names !== '' && names === before) || workingMs() >= deadline) return names;
    before = names;
    await pause(app.pace.settleMs, app.signal);
  }
}

/** Of the time that a sound may take. */
const STALE_SHARE = 0.5;

/** Waits for what is to be tapped to stand still, and gives up at once when the app says that there is nothing. */
async function awaitStill(app: AppScreen, sound: SoundPlan, look: (tree: UiTree) => UiNode | null): Promise<UiNode> {
  const deadline = workingMs() + sound.waitMs;
  for (let before = ''; ; ) {
    const tree = await app.tree();
    const node = look(tree);
    const sight = node === null ? '' : JSON.stringify([node.bounds, node.text]);
    if (node !== null && sight === before) return node;
    const isRefused = node === null && app.see(tree, 'noSounds') !== null;
    if (isRefused || workingMs() >= deadline) throw notFound(sound, tree);
    before = sight;
    if (node !== null || !(await app.lookout.answerDialog(tree))) await pause(app.pace.settleMs, app.signal);
  }
}

/**
 * The titles of a list of sounds, from top to bottom: the first text of each row. Tapping the picture beside it would
 * only play it. What a row is in, such as the sheet, may be clickable as well.
 */
function soundTitles(app: AppScreen, tree: UiTree): readonly UiNode[] {
  const rows = new Set(app.seeAll(tree, 'soundRow'));
  const isInnermost = (row: UiNode): boolean => {
    let isAround = false;
    walk(row, (node) => {
      isAround ||= node !== row && rows.has(node);
    });
    return !isAround;
  };
  return [...rows].filter(isInnermost).flatMap((row) => firstText(row) ?? []);
}

function namesOf(titles: readonly UiNode[]): string {
  return titles.map((title) => title.text).join('\n');
}

/** Waits until the camera or the editor shows the name of a sound that will do: a chosen one takes time to load. */
async function nameOnScreen(app: AppScreen, sound: SoundPlan, will: (name: string) => boolean): Promise<string> {
  const deadline = workingMs() + sound.waitMs;
  for (;;) {
    const tree = await app.tree();
    const name = app.see(tree, 'soundName')?.text ?? '';
    if (name !== '' && will(name)) return name;
    if (workingMs() >= deadline) throw notFound(sound, tree);
    if (name !== '' || !(await app.lookout.answerDialog(tree))) await pause(app.pace.pollMs, app.signal);
  }
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

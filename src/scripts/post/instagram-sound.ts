import { PostwrightError } from '../../errors.ts';
import { pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { PostKind, SoundPlan } from '../script.ts';
import type { AppScreen } from './app-screen.ts';
import { textsOf } from './grid.ts';
import { setVolumes } from './volumes.ts';

/**
 * With an editor of Instagram in front, or the last page of a post of pictures, which has its music there: does what is
 * planned about the sound, and sees it done.
 * @throws SOUND_NOT_FOUND; SLIDER_NOT_SET.
 */
export async function setSound(app: AppScreen, sound: SoundPlan, { kind, begunWith }: Made): Promise<void> {
  if (begunWith !== null) await seeSound(app, begunWith, sound.waitMs);
  if (sound.choice === 'off') await takeSoundAway(app);
  if (sound.choice === 'on' || sound.choice === 'search') await addSound(app, sound);
  // Only the editor of reels has volumes.
  if (kind === 'reel' || kind === 'video') await setVolumes(app, sound, 'set-camera-volume');
}

export interface Made {
  readonly kind: PostKind;
  /** The sound on whose page it was begun, as its list called it. */
  readonly begunWith: string | null;
}

/** Instagram puts no music under anything by itself; what a build proposes all the same says how to get rid of it. */
async function takeSoundAway(app: AppScreen): Promise<void> {
  if (app.see(await app.tree(), 'removeSound') !== null) await app.tap('removeSound');
}

async function addSound(app: AppScreen, { query, waitMs }: SoundPlan): Promise<void> {
  await app.run('open-music');
  if (query === null) {
    await takeSound(app, await firstSound(app, { query, waitMs, unlike: null }), waitMs);
    return;
  }
  const proposed = await proposedList(app);
  await app.run('search-music', { query });
  // Until the results are there the list may still be that of before.
  await takeSound(app, await firstSound(app, { query, waitMs, unlike: proposed }), waitMs);
}

/** What the browser shows before anything is looked for; null when that is nothing, which does not matter to a search. */
async function proposedList(app: AppScreen): Promise<string | null> {
  try {
    return (await firstSound(app, { query: null, waitMs: app.pace.optionalMs, unlike: null })).list;
  } catch (error) {
    if (error instanceof PostwrightError && error.errorName === 'SOUND_NOT_FOUND') return null;
    throw error;
  }
}

/**
 * From home: begins a reel on the page of the first sound that the search tab finds, up to the gallery of its camera.
 * @returns what the list called it.
 */
export async function openSoundPage(app: AppScreen, { query, waitMs }: SoundPlan): Promise<string> {
  await app.run('search-sound', { query: query ?? '' });
  const { row, name } = await firstSound(app, { query, waitMs, unlike: null });
  await app.screen.tap(row, app.limits);
  try {
    await app.run('use-sound');
    return name;
  } catch (error) {
    throw new PostwrightError('SOUND_NOT_FOUND', `Instagram does not let "${name}" be used for a reel.`, {
      cause: error,
    });
  }
}

interface FoundSound {
  readonly row: UiNode;
  readonly name: string;
  /** All that the list showed, to tell it from the next. */
  readonly list: string;
}

interface SoundSearch {
  /** Null for what the app proposes. */
  readonly query: string | null;
  readonly waitMs: number;
  /** A list that was there before, and may stay until what is looked for is found. */
  readonly unlike: string | null;
}

/** Of the time that a sound may take: a list that has not changed by then is what was found. */
const STALE_SHARE = 0.5;

/** The first row of a list of sounds, once it has loaded and stands still. */
async function firstSound(app: AppScreen, { query, waitMs, unlike }: SoundSearch): Promise<FoundSound> {
  const deadline = workingMs() + waitMs;
  const staleUntil = workingMs() + waitMs * STALE_SHARE;
  for (let before = ''; ; ) {
    const tree = await app.tree();
    const [row] = app.seeAll(tree, 'musicRow');
    const list = listOf(app, tree);
    const sight = JSON.stringify([row?.bounds, list]);
    const isFresh = list !== unlike || workingMs() >= staleUntil;
    if (row !== undefined && isFresh && sight === before) return { row, name: nameOf(app, tree, row), list };
    if (app.see(tree, 'noMusic') !== null || workingMs() >= deadline) throw notFound(query, waitMs);
    if (row !== undefined || !(await app.lookout.answerDialog(tree))) await pause(app.pace.settleMs, app.signal);
    before = sight;
  }
}

function listOf(app: AppScreen, tree: UiTree): string {
  return JSON.stringify(app.seeAll(tree, 'musicRow').map((row) => textsOf(row)));
}

/** A row's title where it is labelled, else the first thing it says. */
function nameOf(app: AppScreen, tree: UiTree, row: UiNode): string {
  const titles = app.seeAll(tree, 'musicTitle');
  const title = titles.find(({ bounds }) => bounds.top >= row.bounds.top && bounds.bottom <= row.bounds.bottom);
  return title?.text ?? textsOf({ ...row, description: '' })[0] ?? '';
}

/** Taps a sound and whatever stands between it and the page the browser was opened from, which then shows its name. */
async function takeSound(app: AppScreen, { row, name }: FoundSound, waitMs: number): Promise<void> {
  await app.screen.tap(row, app.limits);
  const deadline = workingMs() + waitMs;
  for (;;) {
    const tree = await app.tree();
    if (app.see(tree, 'soundGone') !== null) throw unusable(name);
    const next = app.see(tree, 'musicDone') ?? app.see(tree, 'musicSelect');
    if (next !== null) await app.screen.tap(next, app.limits);
    else if (app.see(tree, 'musicBrowser') === null && shows(tree, name)) return;
    if (workingMs() >= deadline) throw unusable(name);
    if (next !== null || !(await app.lookout.answerDialog(tree))) await pause(app.pace.settleMs, app.signal);
  }
}

function shows(tree: UiTree, name: string): boolean {
  return textsOf(tree.root).some((text) => text.includes(name));
}

/** A reel that was begun with a sound says so in its editor. */
async function seeSound(app: AppScreen, name: string, waitMs: number): Promise<void> {
  const deadline = workingMs() + waitMs;
  while (!shows(await app.tree(), name)) {
    if (workingMs() >= deadline) throw new PostwrightError('SOUND_NOT_FOUND', `The editor does not show "${name}".`);
    await pause(app.pace.pollMs, app.signal);
  }
}

function notFound(query: string | null, waitMs: number): PostwrightError {
  const what = query === null ? 'proposes no sound' : `finds no sound for "${query}"`;
  return new PostwrightError('SOUND_NOT_FOUND', `Instagram ${what}, or not within ${Math.round(waitMs / 1_000)} s.`);
}

function unusable(name: string): PostwrightError {
  return new PostwrightError('SOUND_NOT_FOUND', `Instagram lists "${name}" and does not let it be used.`);
}

import { pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { UiTree } from '../../screen/screen.ts';
import type { Twin } from '../script.ts';
import { type Age, mayBeSince, parseAge } from './age.ts';
import type { AppScreen } from './app-screen.ts';
import type { ProfileLook } from './profile-look.ts';
import { countTwins, isNoTwin } from './twins.ts';

/**
 * How the own entry in the tray stood before a story was made. A story is not on the profile, and the numbers the entry
 * tells are its place in the tray (facts 4.10), so what tells a new story is that there is one that nobody has opened.
 */
export type StoriesBefore =
  | 'none'
  /** There were some, all of them opened on this phone. */
  | 'seen'
  /** Nobody looked, or they would not be opened to the end. */
  | 'unknown';

/** Instagram keeps a hundred stories of a day at most. */
const MOST_STORIES = 100;
/** A tap here turns to the next story. */
const NEXT = { x: 0.85, y: 0.5 } as const;

/** From home: looks whether there are stories, and opens those that are new, so that the next one is told from them. */
export async function noteStories(app: AppScreen): Promise<StoriesBefore> {
  const before = stateOf(app, await ownEntry(app));
  if (before !== 'unseen') return before;
  await openViewer(app);
  await turnToTheEnd(app);
  const after = stateOf(app, await ownEntry(app));
  return after === 'unseen' ? 'unknown' : after;
}

type EntryState = 'none' | 'seen' | 'unseen';

function stateOf(app: AppScreen, tree: UiTree): EntryState {
  if (app.see(tree, 'noStory') !== null) return 'none';
  return app.see(tree, 'seenStory') === null ? 'unseen' : 'seen';
}

/** The feed with the own entry on it. */
async function ownEntry(app: AppScreen): Promise<UiTree> {
  await app.run('go-home');
  return (await app.wait('ownStory')).tree;
}

async function openViewer(app: AppScreen): Promise<UiTree> {
  await app.tap('ownStory');
  return (await app.wait('storyViewer')).tree;
}

async function turn(app: AppScreen, { widthPx, heightPx }: UiTree): Promise<void> {
  await app.screen.tapAt({ x: widthPx * NEXT.x, y: heightPx * NEXT.y }, app.limits);
}

/** Turns from story to story until the viewer closes. @returns the ages it showed, the newest story's last. */
async function turnToTheEnd(app: AppScreen): Promise<readonly (Age | null)[]> {
  const ages: (Age | null)[] = [];
  for (let tree = await app.tree(); app.see(tree, 'storyViewer') !== null; tree = await app.tree()) {
    if (ages.length >= MOST_STORIES) break;
    ages.push(ageOf(app, tree));
    await turn(app, tree);
    await pause(app.pace.settleMs, app.signal);
  }
  await app.run('return-home');
  return ages;
}

function ageOf(app: AppScreen, tree: UiTree): Age | null {
  return parseAge(app.see(tree, 'storyAge')?.text ?? '');
}

export interface WantedStory {
  readonly before: StoriesBefore;
  /** When the commit point was recorded. */
  readonly since: Date;
  /** Other stories of ours. */
  readonly twins: readonly Twin[];
}

/** Opens the newest of the own stories. When it is the wanted one, it stays open. */
export async function lookAtStories(app: AppScreen, wanted: WantedStory): Promise<ProfileLook> {
  const deadline = workingMs() + app.pace.postPageMs;
  for (;;) {
    const state = stateOf(app, await ownEntry(app));
    const isNew = wanted.before === 'unknown' ? state !== 'none' : state === 'unseen';
    if (isNew) return await openNewest(app, wanted);
    if (workingMs() >= deadline) return { found: 'no', read: state === 'none' ? 'whole' : 'part' };
    await pause(app.pace.pollMs, app.signal);
  }
}

async function openNewest(app: AppScreen, wanted: WantedStory): Promise<ProfileLook> {
  const { before, since } = wanted;
  // The first story that opens is the first unseen one: the only one, unless nobody knows what was there before.
  let { tree, earlier } = before === 'unknown' ? await openLast(app) : { tree: await openViewer(app), earlier: [] };
  const deadline = workingMs() + app.pace.postPageMs;
  for (;;) {
    const age = ageOf(app, tree);
    const isOnItsWay = app.seesOther(tree, 'uploading') || app.seesOther(tree, 'uploadFailed');
    if (age !== null && !isOnItsWay) {
      const now = new Date();
      if (!mayBeSince(age, since, now)) return await leave(app, ABSENT);
      if (before !== 'unknown') return { found: 'yes' };
      const look = tellApart([...earlier, age], wanted);
      return look.found === 'yes' ? look : await leave(app, look);
    }
    if (workingMs() >= deadline) return await leave(app, UNREADABLE);
    await pause(app.pace.pollMs, app.signal);
    tree = await app.tree();
  }
}

/** Stories say nothing of themselves but their ages, so that they can only be counted. The newest is the last. */
function tellApart(ages: readonly (Age | null)[], { since, twins }: WantedStory): ProfileLook {
  const { from, alike, up, isSure } = countTwins(twins, since);
  if (alike === 0 || isNoTwin(ages.at(-1) ?? null, twins)) return { found: 'yes' };
  if (ages.includes(null)) return EARLIER;
  const now = new Date();
  const shown = ages.filter((age) => age !== null && mayBeSince(age, from, now)).length;
  if (shown > alike) return { found: 'yes' };
  return shown === up && isSure ? ABSENT : EARLIER;
}

const ABSENT: ProfileLook = { found: 'no', read: 'whole' };
const EARLIER: ProfileLook = { found: 'unsure', why: 'The account shows a new story that may be an earlier one.' };
const UNREADABLE: ProfileLook = { found: 'unsure', why: 'The account shows a story, but not since when.' };

async function leave(app: AppScreen, look: ProfileLook): Promise<ProfileLook> {
  await app.run('return-home');
  return look;
}

/** All stories are opened once to count them; then the newest is turned to. */
async function openLast(app: AppScreen): Promise<{ tree: UiTree; earlier: readonly (Age | null)[] }> {
  await openViewer(app);
  await turnToTheEnd(app);
  // Now that all are seen, the viewer begins with the oldest.
  await ownEntry(app);
  await openViewer(app);
  const ages = await turnToTheEnd(app);
  await ownEntry(app);
  let tree = await openViewer(app);
  for (let story = 1; story < ages.length; story += 1) {
    await turn(app, tree);
    await pause(app.pace.settleMs, app.signal);
    tree = await app.tree();
  }
  return { tree, earlier: ages.slice(0, -1) };
}

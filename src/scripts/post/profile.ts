import { PostwrightError } from '../../errors.ts';
import { pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { PostPlan } from '../script.ts';
import { readCurrentAccount } from './accounts.ts';
import { type Age, mayBeSince, parseAge, shownAge } from './age.ts';
import type { AppDriver } from './app-driver.ts';
import { type AppScreen, isPassing } from './app-screen.ts';
import { type CaptionMatch, captionsOf, matchCaption, normaliseCaption } from './caption.ts';
import { textsOf } from './grid.ts';
import type { ProfileLook } from './profile-look.ts';
import { lookAtStories, type StoriesBefore } from './story.ts';
import { isSameAccount } from './username.ts';

/** What to look for on a profile. */
export interface WantedPost {
  readonly account: string;
  readonly plan: PostPlan;
  /** Posts older than this are others with the same caption. */
  readonly since: Date;
  /** The app itself said that the post is up: then the newest post with the caption is it, even if its age is not shown. */
  readonly appSaidDone: boolean;
  /** Until when posts that look the same may have come up: those whose age does not tell them apart must be there too. */
  readonly twins: readonly Date[];
  /** For a story: how the account's others stood before it. */
  readonly storiesBefore: StoriesBefore;
}

/** Up to three posts may be pinned before the newest. */
const NEWEST_POSTS = 4;

/**
 * Like `lookForPost`, but what comes between is closed with BACK and told as `unsure`: after the commit point nothing
 * can be lost by closing it, and everything by giving up.
 */
export async function lookPatiently(app: AppScreen, driver: AppDriver, wanted: WantedPost): Promise<ProfileLook> {
  try {
    return await lookForPost(app, driver, wanted);
  } catch (error) {
    if (!isPassing(error)) throw error;
    await app.tryRun('return-home');
    return { found: 'unsure', why: `The look at the profile did not succeed: ${error.message}`, cause: error };
  }
}

/**
 * From home: opens the profile and the newest posts one after the other until the wanted one is open.
 * @throws ACCOUNT_MISMATCH when the profile is not that account's.
 */
async function lookForPost(app: AppScreen, driver: AppDriver, wanted: WantedPost): Promise<ProfileLook> {
  const account = await readCurrentAccount(app, driver);
  if (!isSameAccount(account, wanted.account)) {
    throw new PostwrightError(
      'ACCOUNT_MISMATCH',
      `The profile is @${account}'s; the post was made as @${wanted.account}.`,
    );
  }
  return wanted.plan.kind === 'story'
    ? await lookAtStories(app, { ...wanted, before: wanted.storiesBefore })
    : await lookAtGrid(app, driver, wanted);
}

async function lookAtGrid(app: AppScreen, driver: AppDriver, wanted: WantedPost): Promise<ProfileLook> {
  const twins = countTwins(wanted);
  const found: number[] = [];
  let isUnsure = false;
  let looked = 0;
  for (; looked < NEWEST_POSTS + twins; looked += 1) {
    const page = await openPost(app, driver, { ...wanted, index: looked });
    if (page === null) break;
    const isFound = isWanted(page, { ...wanted, isNewest: looked === 0 });
    if (isFound && twins === 0) return { found: 'yes' };
    if (isFound) found.push(looked);
    isUnsure ||= page.match !== 'no' && page.age === null;
    await leavePage(app);
    if (found.length > twins) return await openAgain(app, driver, { ...wanted, index: found[0] ?? 0 });
  }
  if (found.length > 0)
    return { found: 'unsure', why: 'The profile shows a post with this caption that may be an earlier one.' };
  if (isUnsure) return { found: 'unsure', why: 'The profile shows a post with this caption, but not since when.' };
  return { found: 'no', looked };
}

/** How many posts that look the same have ages that a post of this attempt could have. */
function countTwins({ twins, since }: WantedPost): number {
  const now = new Date();
  return twins.filter((at) => mayBeSince(shownAge(at, now), since, now)).length;
}

type NumberedPost = WantedPost & { readonly index: number };

/** @returns what its page says, with the page open; null when the profile shows no such post. */
async function openPost(app: AppScreen, driver: AppDriver, wanted: NumberedPost): Promise<PostPage | null> {
  const cell = await cellAt(app, driver, wanted.index);
  if (cell === null) return null;
  await app.screen.tap(cell, app.limits);
  return await readPage(app, wanted);
}

/** The newest of several posts is the one that was made last. */
async function openAgain(app: AppScreen, driver: AppDriver, wanted: NumberedPost): Promise<ProfileLook> {
  const page = await openPost(app, driver, wanted);
  if (page !== null && isWanted(page, { ...wanted, isNewest: wanted.index === 0 })) return { found: 'yes' };
  if (page !== null) await leavePage(app);
  return { found: 'unsure', why: 'The profile changed while it was looked at.' };
}

interface PostPage {
  readonly match: CaptionMatch;
  readonly age: Age | null;
}

function isWanted({ match, age }: PostPage, wanted: WantedPost & { readonly isNewest: boolean }): boolean {
  const { plan, since, appSaidDone, isNewest } = wanted;
  // A caption that fills the page leaves no room for the age.
  if (age === null) return appSaidDone && isNewest && match === 'same';
  if (!mayBeSince(age, since, new Date())) return false;
  return match !== 'no' || hasNoCaption(plan);
}

function hasNoCaption({ caption, title }: PostPlan): boolean {
  return normaliseCaption(caption) === '' && title === null;
}

/** The cell of the post with this number, once the grid has loaded and stands still. */
async function cellAt(app: AppScreen, driver: AppDriver, index: number): Promise<UiNode | null> {
  const deadline = workingMs() + app.pace.optionalMs;
  let before = '';
  for (;;) {
    const tree = await app.tree();
    const cells = driver.postCells(app, tree);
    const places = JSON.stringify(cells.map((cell) => cell.bounds));
    const isStill = places === before;
    if (isStill && cells.length > index) return cells[index] ?? null;
    if (workingMs() >= deadline) return null;
    before = places;
    await pause(app.pace.settleMs, app.signal);
  }
}

/** Reads an opened post; unfolds a caption that is cut short, which may push its age off the screen. */
async function readPage(app: AppScreen, wanted: WantedPost): Promise<PostPage> {
  const deadline = workingMs() + app.pace.postPageMs;
  let isUnfolded = false;
  let page: PostPage = { match: 'no', age: null };
  for (let before = ''; ; ) {
    const tree = await app.tree();
    page = both(page, pageOf(tree, wanted));
    if (page.match === 'same' && page.age !== null) return page;
    const more = page.match === 'begins' && !isUnfolded ? app.see(tree, 'more') : null;
    if (more !== null) {
      isUnfolded = true;
      await app.screen.tap(more, app.limits);
    } else if (page.age !== null && tree.xml === before) return page;
    if (workingMs() >= deadline) return page;
    before = tree.xml;
    await pause(app.pace.settleMs, app.signal);
  }
}

function both(earlier: PostPage, now: PostPage): PostPage {
  return { match: now.match === 'no' ? earlier.match : now.match, age: now.age ?? earlier.age };
}

function pageOf(tree: UiTree, { plan, account }: WantedPost): PostPage {
  const texts = textsOf(tree.root);
  const matches = texts.flatMap((text) => captionsOf(plan).map((caption) => matchCaption(text, caption, account)));
  const match = matches.includes('same') ? 'same' : matches.includes('begins') ? 'begins' : 'no';
  const age = texts.map(parseAge).find((found) => found !== null) ?? null;
  return { match, age };
}

/** Back to the profile. */
async function leavePage(app: AppScreen): Promise<void> {
  await app.screen.back(app.limits);
  await app.wait('profilePage');
}

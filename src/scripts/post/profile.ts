import { PostwrightError } from '../../errors.ts';
import { pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { PostLandmark, PostPlan, Twin } from '../script.ts';
import { readCurrentAccount } from './accounts.ts';
import { type Age, mayBeSince, parseAge } from './age.ts';
import type { AppDriver } from './app-driver.ts';
import { type AppScreen, isPassing } from './app-screen.ts';
import { type CaptionMatch, captionsOf, matchCaption, normaliseCaption } from './caption.ts';
import { textsOf } from './grid.ts';
import { ProfileGrid, scrollToTop } from './profile-grid.ts';
import type { ProfileExtent, ProfileLook } from './profile-look.ts';
import { lookAtStories, type StoriesBefore } from './story.ts';
import { countTwins, isNoTwin } from './twins.ts';
import { isSameAccount } from './username.ts';

/** What to look for on a profile. */
export interface WantedPost {
  readonly account: string;
  readonly plan: PostPlan;
  /** Posts older than this are others with the same caption. */
  readonly since: Date;
  /** The app itself said that the post is up: then the newest post with the caption is it, even if its age is not shown. */
  readonly appSaidDone: boolean;
  /** Posts that look the same: those whose age does not tell them apart must be there too. */
  readonly twins: readonly Twin[];
  /** What posts said that were there before: what comes after them is older. */
  readonly landmarks: readonly PostLandmark[];
  /** Whether the profile is read back as far as the post can be; otherwise only its newest posts are. */
  readonly isThorough: boolean;
  /** For a story: how the account's others stood before it. */
  readonly storiesBefore: StoriesBefore;
}

/** Up to three posts may be pinned before the newest. */
const NEWEST_POSTS = 4;
/** A look goes back no further than this many posts. */
const MOST_POSTS = 40;

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
  const grid = new ProfileGrid(app, driver);
  const { from, alike, up, isSure } = countTwins(wanted.twins, wanted.since);
  /** How many there are from where they are counted, and the place of the first that this one may be. */
  let shown = 0;
  let first: number | null = null;
  let isUnsure = false;
  let older = 0;
  let read: ProfileExtent = 'part';
  for (let index = 0; index < mostPosts(wanted, alike); index += 1) {
    const cell = await grid.next(alike > 0 ? 'rowByRow' : wanted.isThorough ? 'far' : 'no');
    if (cell === null) {
      read = index === 0 ? 'empty' : grid.isAtEnd ? 'whole' : 'part';
      break;
    }
    await app.screen.tap(cell, app.limits);
    // What was there before this post may have come up since the twins among which it is counted.
    const page = await readPage(app, alike > 0 ? { ...wanted, landmarks: [] } : wanted);
    const isFound = isWanted(page, { ...wanted, isNewest: index === 0 });
    if (isFound && (alike === 0 || isNoTwin(page.age, wanted.twins))) return { found: 'yes', scrolls: grid.scrolls };
    if (isFound) first ??= index;
    if (isWanted(page, { ...wanted, since: from, isNewest: index === 0 })) shown += 1;
    isUnsure ||= page.match !== 'no' && page.age === null;
    if (isOlder(page, from)) older += 1;
    await leavePage(app, grid.scrolls);
    if (first !== null && shown > alike) {
      await scrollToTop(app, grid.scrolls);
      return await openAgain(app, driver, { ...wanted, index: first });
    }
    if (older >= NEWEST_POSTS) {
      read = 'whole';
      break;
    }
  }
  await scrollToTop(app, grid.scrolls);
  if (isUnsure) return { found: 'unsure', why: 'The profile shows a post with this caption, but not since when.' };
  if (first !== null && (shown !== up || !isSure || read !== 'whole'))
    return { found: 'unsure', why: 'The profile shows a post with this caption that may be an earlier one.' };
  // Of posts that were seen before, none may be missing: such a profile is not up to date.
  return { found: 'no', read: shown < up ? 'part' : read };
}

/** A look that only waits for the newest post need not go further back. */
function mostPosts({ isThorough }: WantedPost, alike: number): number {
  return isThorough ? MOST_POSTS : Math.min(MOST_POSTS, NEWEST_POSTS + alike);
}

/** Whether a post was there before: then so were all that come after it, once it is not a pinned one. */
function isOlder({ age, isLandmark }: PostPage, since: Date): boolean {
  return isLandmark || (age !== null && !mayBeSince(age, since, new Date()));
}

type NumberedPost = WantedPost & { readonly index: number };

/** The newest of several posts is the one that was made last. */
async function openAgain(app: AppScreen, driver: AppDriver, wanted: NumberedPost): Promise<ProfileLook> {
  const grid = new ProfileGrid(app, driver);
  let cell: UiNode | null = null;
  for (let index = 0; index <= wanted.index; index += 1) cell = await grid.next('rowByRow');
  if (cell !== null) {
    await app.screen.tap(cell, app.limits);
    const page = await readPage(app, wanted);
    if (isWanted(page, { ...wanted, isNewest: wanted.index === 0 })) return { found: 'yes', scrolls: grid.scrolls };
    await leavePage(app, grid.scrolls);
  }
  await scrollToTop(app, grid.scrolls);
  return { found: 'unsure', why: 'The profile changed while it was looked at.' };
}

interface PostPage {
  readonly match: CaptionMatch;
  /** It says what a post said that was there before. */
  readonly isLandmark: boolean;
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

/** Reads an opened post; unfolds a caption that is cut short, which may push its age off the screen. */
async function readPage(app: AppScreen, wanted: WantedPost): Promise<PostPage> {
  const deadline = workingMs() + app.pace.postPageMs;
  let isUnfolded = false;
  let page: PostPage = { match: 'no', isLandmark: false, age: null };
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
  return {
    match: now.match === 'no' ? earlier.match : now.match,
    isLandmark: earlier.isLandmark || now.isLandmark,
    age: now.age ?? earlier.age,
  };
}

function pageOf(tree: UiTree, { plan, account, landmarks }: WantedPost): PostPage {
  const texts = textsOf(tree.root);
  const matches = texts.flatMap((text) => captionsOf(plan).map((caption) => matchCaption(text, caption, account)));
  const match = matches.includes('same') ? 'same' : matches.includes('begins') ? 'begins' : 'no';
  const isLandmark = landmarks.some((post) =>
    captionsOf(post).some((caption) => texts.some((text) => matchCaption(text, caption, account) === 'same')),
  );
  const age = texts.map(parseAge).find((found) => found !== null) ?? null;
  return { match, isLandmark: match === 'no' && isLandmark, age };
}

/** Back to the profile; a scrolled one does not show its head. */
export async function leavePage(app: AppScreen, scrolls: number): Promise<void> {
  await app.screen.back(app.limits);
  await app.wait(scrolls === 0 ? 'profilePage' : 'mainBar');
}

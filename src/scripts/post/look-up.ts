import { PostwrightError } from '../../errors.ts';
import { type Limits, pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { UiTree } from '../../screen/screen.ts';
import type { AttemptContext, PassedCommit, Verdict } from '../script.ts';
import { makeCurrent, readCurrentAccount } from './accounts.ts';
import type { AppDriver } from './app-driver.ts';
import { chooseFlowsToFinish } from './app-on-phone.ts';
import { AppScreen } from './app-screen.ts';
import { ownTextsOf } from './caption.ts';
import { makeReceipt } from './confirm.ts';
import { keepLastSight } from './evidence.ts';
import type { PostKnowledge } from './known-apps.ts';
import { leavePage, lookPatiently } from './profile.ts';
import { scrollToTop } from './profile-grid.ts';
import type { ProfileLook } from './profile-look.ts';
import { readUploadSign, type UploadSign, watchUpload } from './upload.ts';
import { isSameAccount } from './username.ts';

export interface LookUpOptions extends PassedCommit {
  readonly knowledge: PostKnowledge;
}

/**
 * Looks for what an interrupted attempt may have published. The app is never force-stopped for it: an upload may be
 * running. "No" is said only when it is sure, since the task may then be tried again.
 */
export async function lookUpPost(context: AttemptContext, options: LookUpOptions): Promise<Verdict> {
  return await context.ledger.step(
    'confirm',
    'Looking for the post on the profile',
    async () => await lookUp(context, options),
  );
}

async function lookUp(context: AttemptContext, options: LookUpOptions): Promise<Verdict> {
  const { plan, ledger, phone } = context;
  const { driver } = options.knowledge.apps[plan.app];
  const app = await openApp(context, options.knowledge);
  const isStillComposing = await leaveComposer(app, driver);
  const wasOnline = await phone.isOnline(app.limits);
  await app.run('return-home');
  await app.run('go-home');
  const sign = await watchUpload(app, workingMs() + app.pace.lookUpUploadMs);
  const current = await readCurrentAccount(app, driver);
  const isOther = plan.username !== null && !isSameAccount(current, plan.username);
  // A switch of accounts could end the upload.
  if (isOther && sign === 'uploading') return unknown(STILL_UPLOADING);
  try {
    const account = isOther ? await switchTo(app, driver, plan.username) : current;
    await ledger.account(account);
    const isNotSent = options.isLastOnPhone && isStillComposing;
    const isCertain = options.isLastOnPhone && (isStillComposing || sign === 'failed');
    const verdict = await lookAtProfile(app, { ...options, context, driver, account, sign, isCertain });
    if (verdict.published !== 'no' || isNotSent) return verdict;
    // What an app shows without a network it may have fetched before the post was there.
    return wasOnline === false || (await phone.isOnline(app.limits)) === false ? unknown(OFFLINE) : verdict;
  } finally {
    if (isOther) await giveBack(app, driver, current);
  }
}

interface Open extends LookUpOptions {
  readonly context: AttemptContext;
  readonly driver: AppDriver;
  readonly account: string;
  readonly sign: UploadSign;
  /** The app itself showed that nothing was sent. */
  readonly isCertain: boolean;
}

async function lookAtProfile(app: AppScreen, open: Open): Promise<Verdict> {
  const { context, driver, account, sign, committedAt } = open;
  const { plan, ledger } = context;
  const [twins, landmarks] = [await ledger.twins(account), await ledger.landmarks(account)];
  const until = workingMs() + app.pace.lookUpMs;
  for (;;) {
    await app.run('go-home');
    const look = await lookPatiently(app, driver, {
      account,
      plan,
      since: committedAt,
      appSaidDone: sign === 'done',
      twins,
      landmarks,
      isThorough: true,
      storiesBefore: 'unknown',
    });
    if (look.found === 'yes') {
      const receipt = await makeReceipt(app, context, account);
      await leaveProfile(app, look.scrolls ?? 0);
      return { published: 'yes', receipt };
    }
    if (workingMs() >= until) {
      await keepLastSight(ledger, { name: 'not-found', phone: context.phone, screen: app.screen, signal: app.signal });
      return silence(look, open);
    }
    await pause(app.pace.pollMs, app.signal);
  }
}

async function switchTo(app: AppScreen, driver: AppDriver, account: string | null): Promise<string> {
  await app.run('go-home');
  return await makeCurrent(app, driver, account);
}

/** What was found counts, whatever becomes of the way back. */
async function leaveProfile(app: AppScreen, scrolls: number): Promise<void> {
  if (scrolls === 0) return;
  await leavePage(app, scrolls)
    .then(async () => await scrollToTop(app, scrolls))
    .catch(() => {});
}

/** Whoever was current stays so: tasks for the current account must not find another one. */
async function giveBack(app: AppScreen, driver: AppDriver, account: string): Promise<void> {
  const flows = ['return-home', 'go-home'] as const;
  for (const flow of flows) await app.tryRun(flow);
  await makeCurrent(app, driver, account).catch(() => {});
}

const STILL_UPLOADING = 'The app is still uploading.';
const OFFLINE = 'The phone does not reach the internet, so that its apps may show what was there before.';
/** A profile without any post may just not have loaded: its silence counts later, by this much. */
const EMPTY_SHARE = 1.25;
/** Stories go away after a day. */
const STORY_SHOWS_MS = 23 * 60 * 60_000;

/** What it means that the profile does not show the post. */
function silence(look: Exclude<ProfileLook, { found: 'yes' }>, open: Open): Verdict {
  const { sign, isCertain, certainAfterMs, elapsedMs, context } = open;
  if (look.found === 'unsure') return unknown(look.why);
  if (sign === 'uploading') return unknown(STILL_UPLOADING);
  if (isCertain) return { published: 'no' };
  if (sign === 'done') return unknown('The app says that the post is up, but the profile does not show it.');
  if (elapsedMs < certainAfterMs * (look.read === 'empty' ? EMPTY_SHARE : 1))
    return unknown('The profile does not show the post yet, and the app does not say that it failed.');
  if (look.read === 'part')
    return unknown('The newest posts of the profile are others, and it could not be read back far enough.');
  if (context.plan.kind === 'story' && elapsedMs >= STORY_SHOWS_MS)
    return unknown('A story of that time is gone by now.');
  return { published: 'no' };
}

function unknown(reason: string): Verdict {
  return { published: 'unknown', reason };
}

async function openApp(context: AttemptContext, knowledge: PostKnowledge): Promise<AppScreen> {
  const { phone, plan, signal } = context;
  const { pace } = knowledge;
  const limits: Limits = { signal, timeoutMs: pace.callMs };
  const { packageName, flows } = await chooseFlowsToFinish(phone, knowledge.apps[plan.app], limits);
  await phone.wake(limits);
  const screen = await context.openScreen(signal);
  const app = new AppScreen({
    screen,
    flows,
    appId: packageName,
    signal,
    pace,
    ownTexts: ownTextsOf(plan),
    ledger: context.ledger,
  });
  await app.run('come-back');
  return app;
}

/**
 * Whether the post page was still in front, with the post unsent; it is left then. A tree may be stale and show the page
 * long after it was left (facts 4.11), so Android is asked as well.
 */
async function leaveComposer(app: AppScreen, driver: AppDriver): Promise<boolean> {
  if (readUploadSign(app, await settledTree(app)) !== 'composing') return false;
  const activity = await app.screen.phone.foreground(app.limits);
  await app.run('leave-composer');
  return activity?.startsWith(`${app.appId}/`) === true && !driver.mainActivity.test(activity);
}

/** The first screen after coming back may still be the one before. */
async function settledTree(app: AppScreen): Promise<UiTree> {
  const deadline = workingMs() + app.pace.commandMs;
  for (let before = ''; ; ) {
    const tree = await app.tree();
    if (tree.xml === before) return tree;
    if (workingMs() >= deadline) throw new PostwrightError('ELEMENT_NOT_FOUND', 'The screen did not come to rest.');
    before = tree.xml;
    await pause(app.pace.settleMs, app.signal);
  }
}

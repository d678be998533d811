import { PostwrightError } from '../../errors.ts';
import { type Limits, pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { UiTree } from '../../screen/screen.ts';
import type { AttemptContext, PassedCommit, Verdict } from '../script.ts';
import { makeCurrent } from './accounts.ts';
import type { AppDriver } from './app-driver.ts';
import { chooseFlowsToFinish } from './app-on-phone.ts';
import { AppScreen } from './app-screen.ts';
import { ownTextsOf } from './caption.ts';
import { makeReceipt } from './confirm.ts';
import { keepLastSight } from './evidence.ts';
import type { PostKnowledge } from './known-apps.ts';
import { lookPatiently } from './profile.ts';
import type { ProfileLook } from './profile-look.ts';
import { readUploadSign, type UploadSign, watchUpload } from './upload.ts';

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

async function lookUp(
  context: AttemptContext,
  { knowledge, committedAt, certainAfterMs }: LookUpOptions,
): Promise<Verdict> {
  const { plan, ledger } = context;
  const { driver } = knowledge.apps[plan.app];
  const app = await openApp(context, knowledge);
  const isStillComposing = await leaveComposer(app, driver);
  await app.run('return-home');
  await app.run('go-home');
  const sign = await watchUpload(app, workingMs() + app.pace.lookUpUploadMs);
  const account = await makeCurrent(app, driver, plan.username);
  await ledger.account(account);
  const twins = await ledger.twins(account);
  const isCertain = isStillComposing || sign === 'failed';
  const until = workingMs() + app.pace.lookUpMs;
  for (;;) {
    await app.run('go-home');
    const look = await lookPatiently(app, driver, {
      account,
      plan,
      since: committedAt,
      appSaidDone: sign === 'done',
      twins,
      storiesBefore: 'unknown',
    });
    if (look.found === 'yes') return { published: 'yes', receipt: await makeReceipt(app, context, account) };
    if (workingMs() >= until) {
      await keepLastSight(ledger, { name: 'not-found', phone: context.phone, screen: app.screen, signal: app.signal });
      return silence({ look, sign, isCertain, isLate: Date.now() - committedAt.getTime() >= certainAfterMs });
    }
    await pause(app.pace.pollMs, app.signal);
  }
}

interface Silence {
  readonly look: Exclude<ProfileLook, { found: 'yes' }>;
  readonly sign: UploadSign;
  /** The app itself showed that nothing was sent. */
  readonly isCertain: boolean;
  /** What is not there by now is not coming. */
  readonly isLate: boolean;
}

/** What it means that the profile does not show the post. */
function silence({ look, sign, isCertain, isLate }: Silence): Verdict {
  if (look.found === 'unsure') return { published: 'unknown', reason: look.why };
  if (sign === 'uploading') return { published: 'unknown', reason: 'The app is still uploading.' };
  // A profile without any post may just not have loaded.
  const isSilentLongEnough = isLate && look.looked > 0;
  if (isCertain || isSilentLongEnough) return { published: 'no' };
  return {
    published: 'unknown',
    reason: 'The profile does not show the post yet, and the app does not say that it failed.',
  };
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

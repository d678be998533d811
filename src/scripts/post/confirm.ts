import { PostwrightError } from '../../errors.ts';
import { pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { AttemptContext, PostReceipt } from '../script.ts';
import type { AppDriver } from './app-driver.ts';
import type { AppScreen } from './app-screen.ts';
import { keepScreenshot } from './evidence.ts';
import { lookPatiently } from './profile.ts';
import type { ProfileLook } from './profile-look.ts';
import type { StoriesBefore } from './story.ts';
import { type UploadSign, watchUpload } from './upload.ts';

export interface ConfirmOptions {
  readonly driver: AppDriver;
  readonly context: AttemptContext;
  readonly account: string;
  readonly committedAt: Date;
  readonly storiesBefore: StoriesBefore;
}

const CONFIRM_PERCENT = 85;

/**
 * Waits until the app says what became of the upload, then looks for the post on the profile.
 * @throws UPLOAD_FAILED when the app said so and the profile does not show the post; OUTCOME_UNKNOWN when the time is
 * over and neither is sure.
 */
export async function confirmPost(app: AppScreen, options: ConfirmOptions): Promise<PostReceipt> {
  const { context, driver, account, committedAt, storiesBefore } = options;
  const { uploadWaitMs } = context.plan;
  const deadline = workingMs() + uploadWaitMs;
  const twins = await context.ledger.twins(account);
  const begunMs = performance.now();
  let hasSaidDone = false;
  for (let lookUntil = 0; ; ) {
    const sign = await watchUpload(app, deadline);
    hasSaidDone ||= sign === 'done';
    if (sign === 'composing' || sign === 'unclear')
      throw unknown(`${driver.title} was not back on its main screens ${seconds(uploadWaitMs)} after "Post".`);
    if (lookUntil === 0)
      lookUntil = Math.max(deadline, workingMs() + (sign === 'done' ? app.pace.saidDoneMs : app.pace.leastLookMs));
    context.ledger.progress(CONFIRM_PERCENT, SIGN_LABELS[sign]);
    const look = await lookPatiently(app, driver, {
      account,
      plan: context.plan,
      since: earliestOf(committedAt, performance.now() - begunMs),
      appSaidDone: hasSaidDone,
      twins,
      landmarks: [],
      isThorough: false,
      storiesBefore,
    });
    if (look.found === 'yes') return await makeReceipt(app, context, account);
    if (sign === 'failed' && look.found === 'no') {
      const says = `${driver.title} says that the upload failed`;
      // All may have arrived but the answer.
      if ((await context.phone.isOnline(app.limits)) === false)
        throw unknown(`${says}, but the phone does not reach the internet, so that the profile may not be up to date.`);
      throw new PostwrightError('UPLOAD_FAILED', `${says}, and the profile does not show the post.`);
    }
    if (isOver(sign, { deadline, lookUntil })) throw unknown(sentenceFor(sign, look, options));
    await pause(app.pace.pollMs, app.signal);
    await app.run('go-home');
  }
}

const SIGN_LABELS: Readonly<Record<Exclude<UploadSign, 'composing' | 'unclear'>, string>> = {
  failed: 'The app says that the upload failed; looking at the profile',
  done: 'The app says that the post is up; looking at the profile',
  uploading: 'The upload takes long; looking at the profile',
  idle: 'Looking at the profile',
};

/** An upload that still runs at the deadline has had its time; otherwise the profile is looked at a while longer. */
function isOver(
  sign: UploadSign,
  { deadline, lookUntil }: { readonly deadline: number; readonly lookUntil: number },
): boolean {
  return workingMs() >= (sign === 'uploading' ? deadline : lookUntil);
}

function sentenceFor(sign: UploadSign, look: ProfileLook, { context, driver }: ConfirmOptions): string {
  const waited = seconds(context.plan.uploadWaitMs);
  if (look.found === 'unsure') return look.why;
  if (sign === 'uploading')
    return `${driver.title} was still uploading after ${waited}, and the profile does not show the post.`;
  return `${driver.title} did not say what became of the post within ${waited}, and the profile does not show it.`;
}

/** Of the tap, by the clock as it is now: it may have been set back since, and a suspended machine counts no time. */
function earliestOf(committedAt: Date, elapsedMs: number): Date {
  return new Date(Math.min(committedAt.getTime(), Date.now() - elapsedMs));
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}

function unknown(message: string): PostwrightError {
  return new PostwrightError('OUTCOME_UNKNOWN', message);
}

/** With the post open on the screen: keeps its picture. */
export async function makeReceipt(app: AppScreen, { ledger }: AttemptContext, account: string): Promise<PostReceipt> {
  const seenAt = new Date();
  const screenshot = await keepScreenshot(app.screen, ledger, { ...app.limits, name: 'published' });
  return { outcome: 'published', seenAt, account, postUrl: null, screenshot };
}

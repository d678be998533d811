import type { AttemptLedger, RehearsalReceipt } from '../script.ts';
import type { AppScreen } from './app-screen.ts';
import { keepScreenshot } from './evidence.ts';

/** Where the way back of a rehearsal begins in an attempt, for watchers. */
const TAKE_BACK_PERCENT = 85;

/**
 * With the finished post page in front: keeps its picture, and leaves it as a person would who has thought better of it.
 * @throws ELEMENT_NOT_FOUND when the app does not let go of the post.
 */
export async function takeBack(app: AppScreen, ledger: AttemptLedger, account: string): Promise<RehearsalReceipt> {
  const seenAt = new Date();
  const screenshot = await keepScreenshot(app.screen, ledger, { ...app.limits, name: 'rehearsal' });
  ledger.progress(TAKE_BACK_PERCENT, 'Throwing the rehearsed post away');
  await app.run('leave-composer');
  return { outcome: 'rehearsed', seenAt, account, screenshot };
}

import type { Limits } from '../../kit/abort.ts';
import type { Screen } from '../../screen/screen.ts';
import type { AppName } from '../script.ts';
import { readAccounts, type SignedIn } from './accounts.ts';
import { chooseFlows } from './app-on-phone.ts';
import { AppScreen } from './app-screen.ts';
import type { PostKnowledge } from './known-apps.ts';

export interface SignedInOptions {
  readonly knowledge: PostKnowledge;
  readonly app: AppName;
  readonly signal: AbortSignal;
}

/** Starts an app and reads who is signed in to it; ends the app again. */
export async function readSignedIn(screen: Screen, { knowledge, app, signal }: SignedInOptions): Promise<SignedIn> {
  const known = knowledge.apps[app];
  const { pace } = knowledge;
  const { phone } = screen;
  const limits: Limits = { signal, timeoutMs: pace.callMs };
  const { packageName, flows } = await chooseFlows(phone, known, limits);
  await phone.wake(limits);
  const appScreen = new AppScreen({ screen, flows, appId: packageName, signal, pace, ownTexts: [] });
  await appScreen.run('start');
  const signedIn = await readAccounts(appScreen, known.driver);
  await phone.forceStop(packageName, limits);
  return signedIn;
}

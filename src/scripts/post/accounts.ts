import { PostwrightError } from '../../errors.ts';
import { pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { AppDriver } from './app-driver.ts';
import type { AppScreen } from './app-screen.ts';
import { isSameAccount, normaliseUsername } from './username.ts';

/** Who is signed in to an app, lower-case and without @. */
export interface SignedIn {
  readonly current: string;
  /** All of them, the current one too. */
  readonly all: readonly string[];
}

/** From home: opens the profile and reads whose it is. */
export async function readCurrentAccount(app: AppScreen, driver: AppDriver): Promise<string> {
  await app.run('open-profile');
  const name = driver.accountOnProfile(app, await app.tree());
  if (name === null)
    throw new PostwrightError('ELEMENT_NOT_FOUND', `The profile of ${driver.title} shows no account name.`);
  return name;
}

/** From home: reads the current account and those in the sheet; leaves the sheet again. */
export async function readAccounts(app: AppScreen, driver: AppDriver): Promise<SignedIn> {
  const current = await readCurrentAccount(app, driver);
  const listed = await driver.openAccountSheet(app);
  await app.screen.back(app.limits);
  return { current, all: [...new Set([current, ...listed])] };
}

/**
 * From home: makes an account current and reads it back.
 * @param wanted null takes whoever is current.
 * @returns the account that is current now.
 * @throws ACCOUNT_NOT_SIGNED_IN naming those that are; ACCOUNT_MISMATCH when the switch did not take.
 */
export async function makeCurrent(app: AppScreen, driver: AppDriver, wanted: string | null): Promise<string> {
  const current = await readCurrentAccount(app, driver);
  if (wanted === null || isSameAccount(current, wanted)) return current;
  const listed = await driver.openAccountSheet(app);
  if (!listed.some((name) => isSameAccount(name, wanted)))
    throw notSignedIn(driver, wanted, [...new Set([current, ...listed])]);
  await app.run('choose-account', { account: normaliseUsername(wanted) });
  return await waitForAccount(app, driver, wanted);
}

async function waitForAccount(app: AppScreen, driver: AppDriver, wanted: string): Promise<string> {
  const deadline = workingMs() + app.pace.switchAccountMs;
  for (;;) {
    await app.run('reach-home');
    const now = await readCurrentAccount(app, driver);
    if (isSameAccount(now, wanted)) return now;
    if (workingMs() >= deadline) {
      throw new PostwrightError(
        'ACCOUNT_MISMATCH',
        `@${normaliseUsername(wanted)} was chosen in ${driver.title}, but @${now} is still current.`,
      );
    }
    await pause(app.pace.pollMs, app.signal);
  }
}

function notSignedIn(driver: AppDriver, wanted: string, signedIn: readonly string[]): PostwrightError {
  const names = signedIn.map((name) => `@${name}`).join(', ');
  return new PostwrightError(
    'ACCOUNT_NOT_SIGNED_IN',
    `@${normaliseUsername(wanted)} is not signed in to ${driver.title} on this phone; signed in: ${names}.`,
  );
}

import { SERVER_APK_PATH, TEST_APK_PATH, version } from 'appium-uiautomator2-server';
import type { Phone } from '../devices/phone.ts';
import { PostwrightError } from '../errors.ts';
import { type Limits, pause } from '../kit/abort.ts';
import { compareVersions } from '../kit/compare-versions.ts';
import { workingMs } from '../kit/gate.ts';

export const SERVER_PACKAGE = 'io.appium.uiautomator2.server';
/** That of the APKs that come with Postwright. */
export const SERVER_VERSION: string = version;
export const TEST_PACKAGE = `${SERVER_PACKAGE}.test`;
export const INSTRUMENTATION = `${TEST_PACKAGE}/androidx.test.runner.AndroidJUnitRunner`;

/** The package manager lists a new instrumentation some time after its installation. */
const LISTED_WITHIN_MS = 30_000;
const LIST_POLL_MS = 300;
/** Answers that go away when the old packages do: another signature, or a newer version. */
const HELPED_BY_UNINSTALLING =
  /UPDATE_INCOMPATIBLE|VERSION_DOWNGRADE|INCONSISTENT_CERTIFICATES|SHARED_USER_INCOMPATIBLE/;

/** Installs both APKs of the server when one is absent or older. @throws UIA2_INSTALL_FAILED with the phone's answer. */
export async function ensureInstalled(phone: Phone, limits: Limits): Promise<void> {
  const installed = await phone.packageVersion(SERVER_PACKAGE, limits);
  const hasTest = (await phone.packageVersion(TEST_PACKAGE, limits)) !== null;
  if (installed !== null && hasTest && compareVersions(installed, version) >= 0) return;
  try {
    await installBoth(phone, limits);
  } catch (error) {
    if (!(error instanceof PostwrightError) || !HELPED_BY_UNINSTALLING.test(error.message)) throw error;
    await reinstall(phone, limits);
    return;
  }
  await untilListed(phone, limits);
}

/** Takes both APKs off and installs them anew. */
export async function reinstall(phone: Phone, limits: Limits): Promise<void> {
  await phone.uninstall(TEST_PACKAGE, limits);
  await phone.uninstall(SERVER_PACKAGE, limits);
  await installBoth(phone, limits);
  await untilListed(phone, limits);
}

async function installBoth(phone: Phone, limits: Limits): Promise<void> {
  await phone.install(SERVER_APK_PATH, limits);
  await phone.install(TEST_APK_PATH, limits);
}

async function untilListed(phone: Phone, limits: Limits): Promise<void> {
  const until = workingMs() + Math.min(LISTED_WITHIN_MS, limits.timeoutMs);
  for (;;) {
    const { stdout } = await phone.shell(['pm', 'list', 'instrumentation'], limits);
    if (stdout.includes(`instrumentation:${INSTRUMENTATION}`)) return;
    if (workingMs() > until) {
      const message = `${phone.serial} does not list ${INSTRUMENTATION} after its installation`;
      throw new PostwrightError('UIA2_INSTALL_FAILED', message);
    }
    await pause(LIST_POLL_MS, limits.signal);
  }
}

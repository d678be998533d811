/** Appium's driver on a phone of the rack, with Debian's adb client between them. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export const TIKTOK = 'com.zhiliaoapp.musically';
const SPLASH = 'com.ss.android.ugc.aweme.splash.SplashActivity';

/** @returns the path of the machine's adb client. @throws Error when there is none. */
function findAdb() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const path = folders.map((folder) => join(folder, 'adb')).find(existsSync);
  if (path === undefined) throw new Error('No adb on the PATH; on Debian "apt-get install adb" installs it');
  return path;
}

/**
 * Gives `work` an Android SDK that holds nothing but adb, and a home for adb's key; both are taken away afterwards.
 * The variables are set for the whole process, since Appium reads them from there.
 */
export async function withSdk(adbPort, work) {
  const directory = await mkdtemp(join(tmpdir(), 'postwright-bench-sdk-'));
  try {
    await mkdir(join(directory, 'platform-tools'));
    await symlink(findAdb(), join(directory, 'platform-tools', 'adb'));
    Object.assign(process.env, {
      ANDROID_HOME: directory,
      ANDROID_SDK_ROOT: directory,
      ANDROID_ADB_SERVER_PORT: String(adbPort),
      HOME: directory,
      TMPDIR: directory,
    });
    return await work();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The W3C capabilities of the session. */
function capabilities({ serial, adbPort, autoLaunch = true }) {
  const appium = {
    automationName: 'UiAutomator2',
    udid: serial,
    adbPort,
    appPackage: TIKTOK,
    appActivity: SPLASH,
    // What the app opens is an activity of another name.
    appWaitActivity: '*',
    autoLaunch,
    // The app stays where it is when the session ends without it having been launched.
    dontStopAppOnReset: !autoLaunch,
    // Signed-in accounts are the app's data.
    noReset: true,
    // The device's initialisation is done by Appium's own Settings app, which the rack installs but does not play.
    skipDeviceInitialization: true,
  };
  const prefixed = Object.entries(appium).map(([name, value]) => [`appium:${name}`, value]);
  return { alwaysMatch: { platformName: 'Android', ...Object.fromEntries(prefixed) }, firstMatch: [{}] };
}

/**
 * Loads Appium's driver; no Appium server is needed around it. Call it with the SDK in place.
 * @throws Error saying how to install it.
 */
export async function loadDriver({ isVerbose }) {
  try {
    const { AndroidUiautomator2Driver } = await import('appium-uiautomator2-driver');
    const driver = new AndroidUiautomator2Driver();
    // Appium keeps one log for the whole process.
    if (!isVerbose) driver.log.level = 'silent';
    return driver;
  } catch (cause) {
    if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new Error('Install Appium first: cd bench/appium && npm install', { cause });
  }
}

export async function openSession(driver, phone) {
  const [, answered] = await driver.createSession(capabilities(phone));
  return answered;
}

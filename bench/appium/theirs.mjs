/** The same calls as in ours.ts, through Appium's driver. */
import { durationOf, measure } from '../kit/measure.ts';
import { ELEMENT } from './checks.mjs';
import { loadDriver, openSession } from './driver.mjs';

/** The two settings that postwright's own sessions run with: otherwise the waits are compared, not the ways. */
const SETTINGS = { waitForIdleTimeout: 0, actionAcknowledgmentTimeout: 300 };

export async function measureTheirs({ serial, adbPort, sessions, calls, label }) {
  const session = [];
  for (let count = 1; ; count += 1) {
    const driver = await loadDriver({ isVerbose: false });
    session.push(await durationOf(async () => await openSession(driver, { serial, adbPort, autoLaunch: false })));
    try {
      if (count === sessions) return { session, ...(await measureCalls(driver, calls, label)) };
    } finally {
      await driver.deleteSession();
    }
  }
}

async function measureCalls(driver, calls, label) {
  await driver.updateSettings(SETTINGS);
  const find = async () => (await driver.findElement('accessibility id', label))[ELEMENT];
  const element = await find();
  return {
    source: await measure(calls, async () => await driver.getPageSource()),
    find: await measure(calls, find),
    tap: await measure(calls, async () => await driver.click(element)),
    screenshot: await measure(calls, async () => await driver.getScreenshot()),
  };
}

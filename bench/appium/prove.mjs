/** Whether Appium's own UiAutomator2 driver takes the rack for phones. See docs/bench.md. */
import { parseArgs } from 'node:util';
import { machineLine } from '../kit/machine-line.ts';
import { median } from '../kit/statistics.ts';
import { milliseconds, printTable } from '../kit/table.ts';
import { World } from '../kit/world.ts';
import { CHECKS, Finder } from './checks.mjs';
import { loadDriver, openSession, withSdk } from './driver.mjs';
import { measureOurs } from './ours.ts';
import { measureTheirs } from './theirs.mjs';

const SERIAL = 'RACK0001';
const SESSIONS = 3;
const CALLS = 40;
const rows = [];
let failures = 0;
let comparison = null;

/** Carries out one check and notes what came of it. */
async function carryOut(what, work) {
  const startedAt = performance.now();
  try {
    await work();
    rows.push([what, 'ok', milliseconds(performance.now() - startedAt)]);
  } catch (error) {
    failures += 1;
    rows.push([what, 'FAILED', milliseconds(performance.now() - startedAt)]);
    console.log(`✗ ${what}: ${error.stack ?? error}\n`);
  }
}

async function prove(rack) {
  const driver = await loadDriver({ isVerbose: values.verbose });
  await carryOut('create a session', async () => await openSession(driver, { serial: SERIAL, adbPort: rack.adbPort }));
  if (failures > 0) return;
  const find = new Finder(driver);
  for (const [what, check] of Object.entries(CHECKS)) await carryOut(what, async () => await check({ driver, find }));
  await carryOut('end the session', async () => await driver.deleteSession());
}

/** Both ways on the same phone and the same screen: TikTok's profile, which the taps do not leave. */
async function compare(rack) {
  const order = { serial: SERIAL, adbPort: rack.adbPort, sessions: SESSIONS, calls: CALLS, label: 'Profile' };
  const driver = await loadDriver({ isVerbose: values.verbose });
  await openSession(driver, order);
  await new Finder(driver).tap('Profile');
  // Ending this session would close the app.
  driver.opts.dontStopAppOnReset = true;
  await driver.deleteSession();
  const theirs = await measureTheirs(order);
  const ours = await measureOurs(order);
  return Object.keys(ours).map((call) => {
    const [mine, other] = [median(ours[call]), median(theirs[call])];
    return [call, milliseconds(mine), milliseconds(other), (other / mine).toFixed(1)];
  });
}

const { values } = parseArgs({ options: { verbose: { type: 'boolean', default: false } } });
console.log(machineLine());
await World.use(async (world) => {
  const rack = await world.startRack({ phones: 1, pace: 'instant' });
  await withSdk(rack.adbPort, async () => {
    await prove(rack);
    if (failures === 0) comparison = await compare(rack);
  });
});
printTable(['with appium-uiautomator2-driver 8.7.0', 'came out', 'ms'], rows);
if (comparison !== null) {
  console.log(`\nThe same calls both ways, medians in ms of ${CALLS} calls and ${SESSIONS} sessions at pace instant`);
  printTable(['call', 'screen/', 'Appium', 'ratio'], comparison);
}
process.exitCode = failures === 0 ? 0 : 1;

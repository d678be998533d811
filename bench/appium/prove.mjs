/** Whether Appium's own UiAutomator2 driver takes the rack for phones. See docs/bench.md. */
import { parseArgs } from 'node:util';
import { machineLine } from '../kit/machine-line.ts';
import { milliseconds, printTable } from '../kit/table.ts';
import { World } from '../kit/world.ts';
import { CHECKS, Finder } from './checks.mjs';
import { loadDriver, openSession, withSdk } from './driver.mjs';

const SERIAL = 'RACK0001';
const rows = [];
let failures = 0;

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

const { values } = parseArgs({ options: { verbose: { type: 'boolean', default: false } } });
console.log(machineLine());
await World.use(async (world) => {
  const rack = await world.startRack({ phones: 1, pace: 'instant' });
  await withSdk(rack.adbPort, async () => await prove(rack));
});
printTable(['with appium-uiautomator2-driver 8.7.0', 'came out', 'ms'], rows);
process.exitCode = failures === 0 ? 0 : 1;

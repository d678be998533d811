import { type App, buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { DeviceList } from '../contract/device.ts';
import { DeadlineError, pause, withDeadline } from '../kit/abort.ts';
import { crashPoint } from '../kit/crash-points.ts';
import { packageVersion } from '../kit/package.ts';
import type { CommandContext } from './context.ts';
import { listenForStop } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

/** Long enough for running attempts to reach a safe point and for PostgreSQL to write its checkpoint. */
const STOP_TIMEOUT_MS = 20_000;
const DEVICES_TIMEOUT_MS = 2000;
const DEVICES_POLL_MS = 150;

/** Runs the server until Ctrl-C or SIGTERM, then stops everything in the reverse order of its start. */
export async function runServe({ config, origins, log, terminal }: CommandContext): Promise<number> {
  const app = buildApp({ config, origins, log });
  const signals = listenForStop();
  try {
    const started = await Promise.race([app.start(), signals.asked]);
    if (typeof started !== 'string') {
      terminal.print(`Postwright ${packageVersion()} listens on ${started.url}`);
      terminal.printTable([...describe(config), ['Phones', await phonesSeen(started.url, config)]]);
      terminal.print('Ctrl-C stops it.');
      await signals.asked;
    }
    terminal.print('Stopping…');
    crashPoint('stop.asked');
    return 0;
  } finally {
    await stop(app, terminal);
    signals.release();
  }
}

/** What does not stop in time is left as a crash would leave it, which the next start knows how to settle. */
async function stop(app: App, terminal: Terminal): Promise<void> {
  try {
    await withDeadline('Stopping', { signal: new AbortController().signal, timeoutMs: STOP_TIMEOUT_MS }, () =>
      app.stop(),
    );
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
    terminal.warn(`${error.message}; ending now. What was running is settled at the next start.`);
    process.exit(1);
  }
}

function describe({ dataDir, databaseUrl, adb, materialRoots }: Config): [string, string][] {
  return [
    ['Data', dataDir],
    ['Database', databaseUrl ?? 'embedded PostgreSQL, in the data directory'],
    ['ADB server', `${adb.host}:${adb.port}`],
    ['Media from', materialRoots.join(', ')],
  ];
}

/** Asked over the server's own API, as callers do, until two answers agree: phones arrive one by one at the start. */
async function phonesSeen(url: string, { apiKey }: Config): Promise<string> {
  const headers: Record<string, string> = apiKey === null ? {} : { 'x-api-key': apiKey };
  const signal = AbortSignal.timeout(DEVICES_TIMEOUT_MS);
  let last = '';
  try {
    for (;;) {
      const seen = await listPhones(new URL('/api/v1/device', url), { headers, signal });
      if (seen === last) return seen;
      last = seen;
      await pause(DEVICES_POLL_MS, signal);
    }
  } catch {
    return last || 'not known yet';
  }
}

async function listPhones(url: URL, request: RequestInit): Promise<string> {
  const answer = await fetch(url, request);
  const { data } = (await answer.json()) as { data: DeviceList };
  const present = data.devices.filter(({ state }) => state !== 'absent');
  return present.map(({ serial, state }) => `${serial} (${state})`).join(', ') || 'none yet';
}

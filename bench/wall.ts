/** What watching phones costs the server, the phones and the wire. See docs/bench.md. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { machineLine } from './kit/machine-line.ts';
import { serialsOf } from './kit/posts.ts';
import { printTable, type Row } from './kit/table.ts';
import { type RunningRack, type RunningServer, untilKnown, World } from './kit/world.ts';

const PHONES = [6, 60];
const MEASURED_MS = 10_000;
const SETTLE_MS = 5_000;
/** As the wall of the console does it. */
const LOOK_EVERY_MS = 1_000;
const WIDTH_PX = 240;
const MAX_AGE_MS = 3_000;
/** USER_HZ of every Linux there is. */
const TICKS_PER_SECOND = 100;
const KIB = 1024;

interface Scene {
  readonly words: string;
  readonly tabs: number;
  /** Whether all screens show something else each second. */
  readonly moving: boolean;
}

const SCENES: readonly Scene[] = [
  { words: 'nobody watches', tabs: 0, moving: false },
  { words: '1 tab, still screens', tabs: 1, moving: false },
  { words: '10 tabs, still screens', tabs: 10, moving: false },
  { words: '1 tab, all change each second', tabs: 1, moving: true },
  { words: '10 tabs, all change each second', tabs: 10, moving: true },
];

interface Counts {
  failed: number;
  pictures: number;
  bytes: number;
}

/** What went wrong last with a look: a connection that breaks on a crowded machine ends no measurement, but is told. */
let lastFailure: unknown;

/** One tab's look at one phone, over and over. */
async function watch(url: string, counts: Counts, signal: AbortSignal): Promise<void> {
  for (let tag = ''; !signal.aborted; ) {
    const begunAt = performance.now();
    try {
      const response = await fetch(url, { signal, headers: tag === '' ? {} : { 'if-none-match': tag } });
      counts.bytes += (await response.arrayBuffer()).byteLength;
      tag = response.headers.get('etag') ?? '';
      counts.pictures += 1;
    } catch (error) {
      if (signal.aborted) return;
      counts.failed += 1;
      lastFailure = error;
    }
    await sleep(Math.max(100, LOOK_EVERY_MS - (performance.now() - begunAt)), undefined, { signal });
  }
}

/** Turns the clocks of all phones on, which stand on their screens. */
async function move({ controlPort }: RunningRack, serials: readonly string[], signal: AbortSignal): Promise<void> {
  for (let minutes = 1; !signal.aborted; minutes += 1) {
    const body = JSON.stringify({ clock: { offset_ms: minutes * 60_000 } });
    const headers = { 'content-type': 'application/json' };
    for (const serial of serials)
      await fetch(`http://127.0.0.1:${controlPort}/phones/${serial}/settings`, {
        method: 'PUT',
        headers,
        body,
        signal,
      }).catch(() => {});
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

async function capturesOf({ controlPort }: RunningRack, serial: string, since: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${controlPort}/phones/${serial}/log`);
  const lines = (await response.json()) as readonly { at: string; kind: string; what: string }[];
  return lines.filter(({ at, kind, what }) => kind === 'shell' && at >= since && what.includes('screencap')).length;
}

async function pictureBytes({ controlPort }: RunningRack, serial: string): Promise<number> {
  return (await (await fetch(`http://127.0.0.1:${controlPort}/phones/${serial}/screen.png`)).arrayBuffer()).byteLength;
}

async function measure(rack: RunningRack, server: RunningServer, phones: number, scene: Scene): Promise<Row> {
  const serials = serialsOf(phones);
  const over = new AbortController();
  const counts: Counts = { failed: 0, pictures: 0, bytes: 0 };
  const urlOf = (serial: string) =>
    `${server.url}/api/v1/device/${serial}/screen?width=${WIDTH_PX}&max_age_ms=${MAX_AGE_MS}`;
  const watching = Array.from({ length: scene.tabs }, () => serials)
    .flat()
    .map((serial) => watch(urlOf(serial), counts, over.signal).catch(() => {}));
  const moving = scene.moving ? [move(rack, serials, over.signal).catch(() => {})] : [];
  await sleep(SETTLE_MS);
  const [cpuBefore, since, begunAt] = [await cpuSeconds(server.pid), new Date().toISOString(), performance.now()];
  const before = { ...counts };
  await sleep(MEASURED_MS);
  const seconds = (performance.now() - begunAt) / 1_000;
  const cpu = (await cpuSeconds(server.pid)) - cpuBefore;
  const seen = { pictures: counts.pictures - before.pictures, bytes: counts.bytes - before.bytes };
  if (counts.failed > 0) console.error(`${counts.failed} looks failed, the last:`, lastFailure);
  over.abort();
  await Promise.allSettled([...watching, ...moving]);
  let captures = 0;
  for (const serial of serials) captures += await capturesOf(rack, serial, since);
  const perPhone = captures / phones / seconds;
  const looks = scene.tabs === 0 ? 0 : seen.pictures / scene.tabs / phones / seconds;
  return [
    `${phones} phones, ${scene.words}`,
    `${((100 * cpu) / seconds).toFixed(0)} %`,
    captures === 0 ? '' : ((1_000 * cpu) / captures).toFixed(0),
    perPhone.toFixed(2),
    ((perPhone * (await pictureBytes(rack, serials[0] ?? ''))) / KIB).toFixed(0),
    looks.toFixed(2),
    (scene.tabs === 0 ? 0 : seen.bytes / scene.tabs / seconds / KIB).toFixed(0),
  ];
}

const HEAD: Row = [
  'what',
  'server, of a core',
  'ms of CPU a capture',
  'captures a second and phone',
  'KiB a second from a phone',
  'pictures a second, tab and phone',
  'KiB a second to a tab',
];

await World.use(async (world) => {
  const rows: Row[] = [];
  for (const phones of PHONES) {
    const rack = await world.startRack({ phones, pace: 'instant' });
    const server = await world.startServer(rack);
    await untilKnown(server.api, phones);
    for (const scene of SCENES) rows.push(await measure(rack, server, phones, scene));
    await server.stop();
    await rack.stop();
    console.log(machineLine());
    printTable(HEAD, rows.splice(0));
  }
});

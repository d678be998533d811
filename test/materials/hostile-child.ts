/**
 * Takes every file of a folder into a store and draws it, as a server would, in a process of its own, whose memory tells of
 * nothing else. Told: the folder, the store's directory, a database. Prints a line for each file, and one about its memory.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { systemClock } from '../../src/kit/clock.ts';
import { buildMaterials } from '../../src/materials/materials.ts';
import { openDatabase } from '../../src/storage/database.ts';

const [, , folder = '', directory = '', url = ''] = process.argv;
const db = openDatabase(url);
const { store, thumbnails } = buildMaterials({ db, clock: systemClock, directory, ffmpeg: 'none', roots: [folder] });
await store.start();
const peakMib = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
const atFirst = peakMib();
for (const name of (await readdir(folder)).sort()) {
  const before = peakMib();
  const began = performance.now();
  const outcome = await outcomeOf(join(folder, name));
  const tookMs = Math.round(performance.now() - began);
  tell({ name, outcome, tookMs, grewMib: peakMib() - before });
}
await db.destroy();
tell({ atFirst, peak: peakMib() });

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function outcomeOf(path: string): Promise<string> {
  try {
    const material = await store.admit(path);
    const picture = await thumbnails.of(material);
    return picture.length > 0 ? 'taken' : 'without a picture';
  } catch (error) {
    const { errorName, message } = error as { errorName?: string; message: string };
    return errorName === 'INVALID_PARAMETER' ? 'refused' : `failed: ${message}`;
  }
}

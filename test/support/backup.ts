import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

import { takeBackup } from '../../src/app/backup/commands.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Db } from '../../src/storage/database.ts';
import { insertMaterial } from '../../src/storage/materials.ts';
import { attemptOf, taskOf } from '../storage/rows.ts';
import { freshDatabase } from './database.ts';

export const SHA256 = 'ab'.repeat(32);
export const MATERIAL = `materials/ab/${SHA256}.mp4`;
/** Longer than one read of a file. */
const MATERIAL_BYTES = 3_000_000;

export interface MadeBackup {
  readonly db: Db;
  readonly config: Config;
  readonly home: string;
  readonly file: string;
}

export function configOf(dataDir: string, databaseUrl: string): Config {
  return readConfig({ flags: { 'data-dir': dataDir, 'database-url': databaseUrl }, env: {}, cwd: dirname(dataDir) });
}

/** A backup of a database with one task in each state and a data directory with a file of each kind. */
export async function madeBackup(t: TestContext): Promise<MadeBackup> {
  const { db, url } = await freshDatabase(t);
  const home = await mkdtemp(join(tmpdir(), 'postwright-made-backup-'));
  t.after(async () => await rm(home, { recursive: true, force: true }));
  const dataDir = join(home, 'data');
  const config = configOf(dataDir, url);
  await insertMaterial(db, {
    sha256: SHA256,
    kind: 'video',
    mime: 'video/mp4',
    extension: '.mp4',
    size_bytes: MATERIAL_BYTES,
    original_name: 'Señal "😀"\n.mp4',
  });
  for (const status of [0, 1, 2, 3]) {
    const { id } = await db
      .insertInto('tasks')
      .values({ ...taskOf(`PHONE${status}`, status), max_retries: 2 })
      .returning('id')
      .executeTakeFirstOrThrow();
    if (status === 0) continue;
    const evidence = JSON.stringify([{ kind: 'tree', name: 'seen', path: `${id}/1-01-seen.xml`, at: '' }]);
    await db
      .insertInto('attempts')
      .values({ ...attemptOf(id, { number: 1, outcome: status === 1 ? 'running' : 'failed' }), evidence })
      .execute();
    if (status !== 3) await write(join(dataDir, 'evidence', `${id}/1-01-seen.xml`), `<seen by="${id}"/>`);
  }
  // Its number is not given again.
  const { id } = await db.insertInto('tasks').values(taskOf('PHONE0', 2)).returning('id').executeTakeFirstOrThrow();
  await db.deleteFrom('tasks').where('id', '=', id).execute();
  await write(join(dataDir, MATERIAL), Buffer.alloc(MATERIAL_BYTES, 'media'));
  await write(join(dataDir, 'flows', 'tiktok', 'mine.yaml'), 'mine');
  await write(join(dataDir, 'license.jwt'), 'secret');
  const file = join(home, 'backup.tar');
  await takeBackup({ config, path: file, signal: t.signal, onProgress: () => {} });
  return { db, config, home, file };
}

async function write(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

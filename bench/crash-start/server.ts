/**
 * What a server does with its data directory and its database, from the first start to a clean stop, and nothing else, so
 * that it can be killed hundreds of times. `node server.ts DATA_DIR`; it says `wrote N` once row N is committed, and stops at
 * SIGTERM.
 */
import { once } from 'node:events';
import { sql } from 'kysely';
import { openConfiguredDatabase } from '../../src/app/database.ts';
import { namePlace } from '../../src/app/place.ts';
import { armFromEnvironment, readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/kit/log.ts';
import { lockDataDirectory } from '../../src/storage/data-directory.ts';

const [dataDir = ''] = process.argv.slice(2);
armFromEnvironment();
const config = readConfig({ flags: { 'data-dir': dataDir }, env: {} });
const asked = once(process, 'SIGTERM');
const lock = await lockDataDirectory(dataDir);
await namePlace(dataDir);
const { signal } = new AbortController();
const database = await openConfiguredDatabase({ config, log: silentLog, signal, onProgress: () => {} });
const { rows } = await sql<{ id: number }>`
  insert into accounts (platform, username, updated_at) values ('tiktok', gen_random_uuid()::text, now()) returning id`.execute(
  database.db,
);
console.log(`wrote ${rows[0]?.id}`);
await asked;
await database.close();
await lock.release();
console.log('stopped');

import { PostwrightError } from '../errors.ts';
import { type Limits, pause } from '../kit/abort.ts';
import { workingMs } from '../kit/gate.ts';
import type { GalleryOptions, MediaOptions, Phone } from './phone.ts';
import { commandFailed, quoteOutput } from './phone-errors.ts';

/** Android 11: the first whose media provider answers `scan_file` with the row's URI. */
const SCAN_CALL_SDK = 30;
/** Slow phones take this long to list a file after the scan was asked for. */
const INDEXED_WITHIN_MS = 30_000;
const FIRST_POLL_MS = 200;
const SLOWEST_POLL_MS = 2_000;

const COLLECTIONS = {
  video: 'content://media/external/video/media',
  image: 'content://media/external/images/media',
} as const;

/**
 * The way a path is written in the media store, which never says /sdcard.
 * https://source.android.com/docs/core/storage
 */
export function storagePath(path: string): string {
  return path.replace(/^\/(?:sdcard|storage\/self\/primary|mnt\/sdcard)(?=\/)/, '/storage/emulated/0');
}

/** Asks the phone to index a file. @returns its row's content:// URI. @throws MEDIA_NOT_INDEXED with what the phone said. */
export async function registerMedia(phone: Phone, sdk: number, options: MediaOptions): Promise<string> {
  const path = storagePath(options.path);
  if (sdk < SCAN_CALL_SDK) {
    await broadcastScan(phone, path, options);
    return waitForRow(phone, { ...options, path });
  }
  const called = await phone.shell(
    ['content', 'call', '--uri', 'content://media/', '--method', 'scan_file', '--arg', path],
    options,
  );
  const uri = /android\.intent\.extra\.STREAM=(content:\/\/media\/[^\s,}\]]+)/.exec(called.stdout)?.[1];
  // `content` exits 0 on errors too; without a URI the row decides.
  return uri ?? waitForRow(phone, { ...options, path, scanned: quoteOutput(called) });
}

async function broadcastScan(phone: Phone, path: string, limits: Limits): Promise<void> {
  const uri = `file://${path.split('/').map(encodeURIComponent).join('/')}`;
  const action = 'android.intent.action.MEDIA_SCANNER_SCAN_FILE';
  const result = await phone.shell(['am', 'broadcast', '-a', action, '-d', uri], limits);
  if (!/Broadcast completed/.test(result.stdout))
    throw commandFailed(phone.serial, 'am broadcast (media scan)', result);
}

interface RowOptions extends MediaOptions {
  /** What the scan call said, for the error message. */
  readonly scanned?: string;
}

async function waitForRow(phone: Phone, options: RowOptions): Promise<string> {
  const until = workingMs() + Math.min(INDEXED_WITHIN_MS, options.timeoutMs);
  for (let waitMs = FIRST_POLL_MS; ; waitMs = Math.min(SLOWEST_POLL_MS, waitMs * 2)) {
    const { id, said } = await findRow(phone, options);
    if (id !== null) return `${COLLECTIONS[options.kind]}/${id}`;
    if (workingMs() + waitMs > until) {
      const answers = [options.scanned, said].filter((text) => text !== undefined && text !== '').join('; ');
      throw new PostwrightError('MEDIA_NOT_INDEXED', `${options.path} is in no row of the media store: ${answers}`);
    }
    await pause(waitMs, options.signal);
  }
}

async function findRow(
  phone: Phone,
  { path, kind, ...limits }: MediaOptions,
): Promise<{ readonly id: string | null; readonly said: string }> {
  const result = await phone.shell(
    ['content', 'query', '--uri', COLLECTIONS[kind], '--projection', '_id:_data', '--where', whereData(path)],
    limits,
  );
  // The columns come in the order asked for; a path may itself hold ", " and "=".
  const rows = result.stdout.matchAll(/^Row: \d+ _id=(\d+), _data=(.*)$/gm);
  for (const [, id = '', data] of rows) if (data === path) return { id, said: '' };
  return { id: null, said: quoteOutput(result) };
}

/** MediaStore's numbers for what a row is. */
const MEDIA_TYPES = { image: '1', video: '3', any: '1,3' } as const;

/**
 * The paths a gallery begins with, newest first, down to the oldest of `paths`. Galleries go by the modification time,
 * which a file from this program has from its push (facts 3.5).
 * @throws MEDIA_NOT_INDEXED when one of `paths` is not in the store.
 */
export async function newestMedia(
  phone: Phone,
  { paths, kind, ...limits }: GalleryOptions,
): Promise<readonly string[]> {
  const own = paths.map(storagePath);
  const dated = await queryRows(phone, { ...limits, where: own.map(whereData).join(' OR ') });
  const oldest = Math.min(...dated.map((row) => row.modifiedSeconds));
  const missing = own.find((path) => !dated.some((row) => row.path === path));
  if (missing !== undefined)
    throw new PostwrightError('MEDIA_NOT_INDEXED', `${missing} is in no row of the media store any more.`);
  const where = `media_type IN (${MEDIA_TYPES[kind]}) AND date_modified>=${oldest}`;
  const rows = await queryRows(phone, { ...limits, where });
  const order = rows.toSorted((a, b) => b.modifiedSeconds - a.modifiedSeconds || b.id - a.id).map((row) => row.path);
  return order.slice(0, Math.max(...own.map((path) => order.indexOf(path))) + 1);
}

interface DatedRow {
  readonly id: number;
  readonly modifiedSeconds: number;
  readonly path: string;
}

/** `content` knows no limit and exits 0 on errors: no rows are believed only when it says so (facts 3.5). */
async function queryRows(phone: Phone, { where, ...limits }: Limits & { where: string }): Promise<readonly DatedRow[]> {
  const projection = ['--projection', '_id:date_modified:_data', '--where', where];
  const result = await phone.shell(
    ['content', 'query', '--uri', 'content://media/external/file', ...projection],
    limits,
  );
  const rows = [...result.stdout.matchAll(/^Row: \d+ _id=(\d+), date_modified=(\d+), _data=(.*)$/gm)];
  if (rows.length === 0 && !/No result found/.test(result.stdout))
    throw commandFailed(phone.serial, 'content query (media store)', result);
  return rows.map(([, id, modified, path = '']) => ({ id: Number(id), modifiedSeconds: Number(modified), path }));
}

/** An SQL condition on the path; SQL doubles a quote inside a string. */
function whereData(path: string): string {
  return `_data='${path.replaceAll("'", "''")}'`;
}

/** Removes a file and its row. Android 10 and older keep the row of a removed file, and pickers show it. */
export async function unregisterMedia(phone: Phone, { path: given, kind, ...limits }: MediaOptions): Promise<void> {
  const path = storagePath(given);
  await phone.remove(path, limits);
  const deleted = await phone.shell(
    ['content', 'delete', '--uri', COLLECTIONS[kind], '--where', whereData(path)],
    limits,
  );
  if (deleted.exitCode !== 0 || /^(Error|\[ERROR\]|Exception|java\.)/m.test(deleted.stderr)) {
    throw commandFailed(phone.serial, 'content delete', deleted);
  }
}

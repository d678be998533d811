/**
 * `content query|call|delete`: https://cs.android.com/android/platform/superproject/+/main:frameworks/base/cmds/content/src/com/android/commands/content/Content.java
 * It exits 0 whatever happened; only the text tells.
 */
import type { Machine } from '../../../machine/machine.ts';
import { collectionOf } from '../../../machine/media.ts';
import { type Call, complain, say } from '../../call.ts';
import { columnsOf, rowsOf, toSqlRow } from './media-table.ts';
import { compileWhere, SqlError, type SqlRow } from './sql.ts';

const USAGE = `usage: adb shell content [subcommand] [options]

usage: adb shell content query --uri <URI> [--user <USER_ID>] [--projection <PROJECTION>] [--where <WHERE>] [--sort <SORT_ORDER>]
  <PROJECTION> is a list of colon separated column names and is formatted:
  <COLUMN_NAME>[:<COLUMN_NAME>...]
usage: adb shell content call --uri <URI> --method <METHOD> [--arg <ARG>] [--extra <BINDING> ...]
usage: adb shell content delete --uri <URI> [--user <USER_ID>] --bind <BINDING> [--bind <BINDING>...] [--where <WHERE>]
`;

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  call: ['--uri', '--user', '--method', '--arg', '--extra'],
  delete: ['--uri', '--user', '--where', '--extra'],
  query: ['--uri', '--user', '--projection', '--where', '--sort', '--extra'],
};

/** `scan_file` came with Android 11; Android 10 looks for its path elsewhere, 9 knows no such method (facts 3.5). */
const SCAN_SINCE_SDK = 30;
/** From here on the provider reads ORDER BY itself and allows nothing behind it. */
const STRICT_SORT_SINCE_SDK = 30;

/** What the provider throws; the tool prints it and goes on to exit 0. */
class ProviderError extends Error {}

type Options = ReadonlyMap<string, string>;

export async function content(call: Call): Promise<number> {
  const [verb = '', ...args] = call.args;
  const allowed = OPTIONS[verb];
  if (!allowed) return await wrong(call, verb === '' ? 'Missing argument' : `Unsupported operation: ${verb}`);
  const options = readOptions(args, allowed);
  if (typeof options === 'string') return await wrong(call, options);
  const uri = options.get('--uri');
  if (uri === undefined)
    return await wrong(call, 'Content provider URI not specified. Did you specify --uri argument?');
  try {
    await run(call, verb, { uri, options });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const authority = /^content:\/\/([^/]*)/.exec(uri)?.[1] ?? uri;
    return await complain(
      call,
      `Error while accessing provider:${authority}\n${error.message}\n\tat android.os.Parcel.readException(Parcel.java)`,
      0,
    );
  }
  return 0;
}

async function wrong(call: Call, reason: string): Promise<number> {
  return await complain(call, `[ERROR] ${reason}\n\n${USAGE}`, 0);
}

function readOptions(args: readonly string[], allowed: readonly string[]): Options | string {
  const options = new Map<string, string>();
  for (let at = 0; at < args.length; at += 2) {
    const [name = '', value] = args.slice(at, at + 2);
    if (!allowed.includes(name)) return `Unsupported argument: ${name}`;
    if (value === undefined) return `Missing argument value for: ${name}`;
    options.set(name, value);
  }
  return options;
}

async function run(call: Call, verb: string, { uri, options }: { uri: string; options: Options }): Promise<void> {
  if (verb === 'call') return void (await say(call, `Result: ${callProvider(call.machine, options)}`));
  const rows = choose(call.machine, uri, options.get('--where'));
  if (verb === 'delete') return call.machine.media.delete(rows.map(({ stored }) => stored));
  const lines = query(
    call.machine,
    rows.map(({ row }) => row),
    options,
  );
  await say(call, lines.length === 0 ? 'No result found.' : lines.join('\n'));
}

function choose(
  machine: Machine,
  uri: string,
  where: string | undefined,
): { stored: ReturnType<typeof machine.media.rows>[number]; row: SqlRow }[] {
  const found = rowsOf(machine, uri);
  if (!found) throw new ProviderError(`java.lang.IllegalArgumentException: Unknown URL ${uri}`);
  const rows = found.map((stored) => ({ stored, row: toSqlRow(stored, machine.sdk) }));
  if (where === undefined || where === '') return rows;
  try {
    const fits = compileWhere({ text: where, columns: new Set(columnsOf(machine.sdk)) });
    return rows.filter(({ row }) => fits(row));
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    throw new ProviderError(
      `android.database.sqlite.SQLiteException: ${error.message} (code 1 SQLITE_ERROR): , while compiling: SELECT * FROM files WHERE (${where})`,
      { cause: error },
    );
  }
}

function query(machine: Machine, rows: readonly SqlRow[], options: Options): readonly string[] {
  const known = columnsOf(machine.sdk);
  const projection = options.get('--projection')?.split(':') ?? known;
  const unknown = projection.find((column) => !known.includes(column));
  if (unknown !== undefined) throw new ProviderError(`java.lang.IllegalArgumentException: Invalid column ${unknown}`);
  const sorted = sort(rows, options.get('--sort'), machine.sdk);
  return sorted.map(
    (row, index) => `Row: ${index} ${projection.map((column) => `${column}=${row.get(column) ?? 'NULL'}`).join(', ')}`,
  );
}

function sort(rows: readonly SqlRow[], order: string | undefined, sdk: number): readonly SqlRow[] {
  if (order === undefined) return rows;
  const [keys = '', limit] = order.split(/\s+LIMIT\s+/i);
  if (limit !== undefined && sdk >= STRICT_SORT_SINCE_SDK)
    throw new ProviderError('java.lang.IllegalArgumentException: Invalid token LIMIT');
  const known = columnsOf(sdk);
  const terms = keys.split(',').map((term) => {
    const [, column = '', direction] = /^\s*(\w+)(?:\s+(ASC|DESC))?\s*$/i.exec(term) ?? [];
    if (!known.includes(column))
      throw new ProviderError(`java.lang.IllegalArgumentException: Invalid token ${term.trim()}`);
    return { column, sign: direction?.toUpperCase() === 'DESC' ? -1 : 1 };
  });
  const sorted = [...rows].sort(
    (a, b) => terms.map(({ column, sign }) => sign * orderBy(a, b, column)).find((result) => result !== 0) ?? 0,
  );
  return limit === undefined ? sorted : sorted.slice(0, Number(limit));
}

/** NULL comes first, as in SQLite. */
function orderBy(a: SqlRow, b: SqlRow, column: string): number {
  const [left, right] = [a.get(column) ?? null, b.get(column) ?? null];
  if (left === null || right === null) return Number(right === null) - Number(left === null);
  return left < right ? -1 : Number(left > right);
}

function callProvider(machine: Machine, options: Options): string {
  const method = options.get('--method');
  if (method === 'scan_volume') {
    machine.media.scanAll('/storage/emulated/0');
    return machine.sdk >= SCAN_SINCE_SDK ? 'Bundle[{}]' : 'null';
  }
  if (method !== 'scan_file' || machine.sdk < SCAN_SINCE_SDK) return 'null';
  const path = options.get('--arg');
  if (path === undefined)
    throw new ProviderError(
      "java.lang.NullPointerException: Attempt to invoke virtual method 'int java.lang.String.length()' on a null object reference",
    );
  const row = machine.media.scan(path);
  const uri = row ? `content://media/external_primary/${collectionOf(row.kind)}/${row.id}` : 'null';
  return `Bundle[{android.intent.extra.STREAM=${uri}}]`;
}

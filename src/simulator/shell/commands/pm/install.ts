/** `pm install` and its four steps, from a file of the phone or from standard input. */
import { variantOf } from '../../../fault-orders.ts';
import type { Apk } from '../../../machine/apk.ts';
import { ContentBuilder, type FileContent } from '../../../machine/content.ts';
import { FsError } from '../../../machine/fs-error.ts';
import { normalise } from '../../../machine/fs-tree.ts';
import type { Machine } from '../../../machine/machine.ts';
import type { InstallFlags } from '../../../machine/packages.ts';
import { type Call, complain, say } from '../../call.ts';
import { MissingValue, Words } from '../../words.ts';
import { fail } from './failure.ts';

const OPTIONS_WITH_VALUE: ReadonlySet<string> = new Set([
  '--abi',
  '--force-uuid',
  '--install-location',
  '--install-reason',
  '--originating-uri',
  '--pkg',
  '--referrer',
  '--user',
  '-i',
  '-p',
]);
/** How long verifying and optimising an APK takes on a phone of 2022. */
const INSTALL_MS = 2_500;
const FIRST_SESSION = 1_142_501_330;

interface Request {
  readonly flags: InstallFlags;
  /** From `-S`; null reads to the end. */
  readonly sizeBytes: number | null;
  readonly operands: readonly string[];
}

/** What install-create has begun and install-commit ends. */
interface Session {
  readonly flags: InstallFlags;
  readonly parts: FileContent[];
}

const sessionsOf = new WeakMap<Machine, Map<number, Session>>();

export async function install(call: Call): Promise<number> {
  const request = readRequest(call.args);
  if (typeof request === 'string') return await complain(call, `Error: ${request}`, 255);
  const [path] = request.operands;
  if (path === undefined || path === '-') {
    if (request.sizeBytes === null)
      return await complain(call, 'Error: must either specify a package size or an APK file');
    return await finish(call, request.flags, [await receive(call, request.sizeBytes)]);
  }
  try {
    const content = call.machine.files.contentOf(normalise(path, call.cwd));
    if (!content) throw new FsError('EIO');
    return await finish(call, request.flags, [content]);
  } catch (error) {
    if (!(error instanceof FsError)) throw error;
    return await complain(call, `Error: Unable to open file: ${path}\nConsider using a file under /data/local/tmp/`);
  }
}

export async function installCreate(call: Call): Promise<number> {
  const request = readRequest(call.args);
  if (typeof request === 'string') return await complain(call, `Error: ${request}`, 255);
  const sessions = sessionsOf.get(call.machine) ?? new Map<number, Session>();
  sessionsOf.set(call.machine, sessions);
  const id = FIRST_SESSION + sessions.size;
  sessions.set(id, { flags: request.flags, parts: [] });
  return await say(call, `Success: created install session [${id}]`);
}

/** `install-write [-S SIZE] SESSION NAME [PATH|-]`. */
export async function installWrite(call: Call): Promise<number> {
  const request = readRequest(call.args);
  if (typeof request === 'string') return await complain(call, `Error: ${request}`, 255);
  const [id, , path] = request.operands;
  const session = sessionsOf.get(call.machine)?.get(Number(id));
  if (!session)
    return await complain(call, `Error: java.lang.SecurityException: Caller has no access to session ${id}`, 255);
  const content =
    path === undefined || path === '-'
      ? await receive(call, request.sizeBytes)
      : call.machine.files.contentOf(normalise(path, call.cwd));
  if (!content) return await complain(call, 'Error: failed to write', 1);
  session.parts.push(content);
  return await say(call, `Success: streamed ${content.sizeBytes} bytes`);
}

export async function installCommit(call: Call): Promise<number> {
  const id = Number(call.args.find((arg) => /^\d+$/.test(arg)));
  const sessions = sessionsOf.get(call.machine);
  const session = sessions?.get(id);
  if (!session)
    return await complain(call, `Error: java.lang.SecurityException: Caller has no access to session ${id}`, 255);
  sessions?.delete(id);
  return await finish(call, session.flags, session.parts);
}

function readRequest(args: readonly string[]): Request | string {
  const words = new Words(args);
  const seen = new Set<string>();
  const operands: string[] = [];
  let sizeBytes: number | null = null;
  try {
    for (let word = words.next(); word !== null; word = words.next()) {
      if (word === '-S') sizeBytes = Number(words.value(word));
      else if (OPTIONS_WITH_VALUE.has(word)) words.value(word);
      else if (word.startsWith('-') && word !== '-') seen.add(word);
      else operands.push(word);
    }
  } catch (error) {
    if (error instanceof MissingValue) return error.message;
    throw error;
  }
  return {
    flags: { grantAll: seen.has('-g'), allowDowngrade: seen.has('-d'), allowTestOnly: seen.has('-t') },
    sizeBytes,
    operands,
  };
}

/** Takes exactly `sizeBytes` from standard input, as the client goes on listening on the same stream. */
async function receive(call: Call, sizeBytes: number | null): Promise<FileContent> {
  const builder = new ContentBuilder(false);
  while (sizeBytes === null || builder.sizeBytes < sizeBytes) {
    const chunk = await call.stdin.read();
    if (!chunk) break;
    builder.add(chunk);
  }
  return builder.finish();
}

/** Of several APKs the first is the app and the others are its splits. */
async function finish(call: Call, flags: InstallFlags, parts: readonly FileContent[]): Promise<number> {
  const { machine } = call;
  await machine.time.wait(INSTALL_MS);
  const apks = parts.map(({ apk }) => apk);
  const [base] = apks;
  if (!base || apks.includes(null)) {
    const place = `/data/app/vmdl${machine.ownRandom.integer(100_000_000, 2_000_000_000)}.tmp/base.apk`;
    return await fail(call, `INSTALL_PARSE_FAILED_NOT_APK: Failed to parse ${place}`);
  }
  const neededBytes = parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (machine.faults.strike('storage_full') || neededBytes > machine.files.freeBytes) {
    return await fail(call, 'INSTALL_FAILED_INSUFFICIENT_STORAGE: Failed to override installation location');
  }
  return await place(call, base, flags);
}

/** What a phone says whose owner, maker or Play Protect does not want the app (facts 3.4). */
const REFUSALS: Readonly<Record<string, (apk: Apk) => string>> = {
  user_restricted: () => 'INSTALL_FAILED_USER_RESTRICTED: Install canceled by user',
  verification: () => 'INSTALL_FAILED_VERIFICATION_FAILURE: Install not allowed for file',
  permissions: () => 'INSTALL_FAILED_ABORTED: User rejected permissions',
  storage: () => 'INSTALL_FAILED_INSUFFICIENT_STORAGE: Failed to override installation location',
  signature: ({ packageName }) =>
    `INSTALL_FAILED_UPDATE_INCOMPATIBLE: Existing package ${packageName} signatures do not match newer version; ignoring!`,
};
/** How long the phone asks its owner before it takes silence for a no. */
const ASKING_MS = 10_000;

async function place(call: Call, apk: Apk, flags: InstallFlags): Promise<number> {
  const order = call.machine.faults.strike('install_refused');
  if (order !== null) {
    const variant = variantOf(order);
    if (variant === 'user_restricted') await call.machine.time.wait(ASKING_MS);
    return await fail(call, REFUSALS[variant]?.(apk) ?? 'INSTALL_FAILED_INTERNAL_ERROR');
  }
  const refusal = call.machine.packages.install(apk, flags);
  if (refusal) return await fail(call, refusal);
  call.machine.forceStop(apk.packageName);
  return await say(call, 'Success');
}

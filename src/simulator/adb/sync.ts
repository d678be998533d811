/** `sync:`, by which files come and go: https://android.googlesource.com/platform/packages/modules/adb/+/refs/heads/main/SYNC.TXT */
import { FsError } from '../machine/fs-error.ts';
import { type Node, normalise } from '../machine/fs-tree.ts';
import type { Machine } from '../machine/machine.ts';
import type { ServiceCall } from './device-services.ts';
import type { ClientStream } from './stream.ts';
import { entryRecord, LIMITS, listEnd, stat2Record, statRecord, withNumber, withText } from './sync-records.ts';
import { receiveFile, SyncFailure } from './sync-send.ts';

type Handler = (machine: Machine, stream: ClientStream, path: string) => Promise<void>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  STAT: async (machine, stream, path) => await stream.write(statRecord('STAT', look(machine, path, true).node)),
  STA2: async (machine, stream, path) => await answerStat2('STA2', stream, look(machine, path, false)),
  LST2: async (machine, stream, path) => await answerStat2('LST2', stream, look(machine, path, true)),
  LIST: async (machine, stream, path) => await list('DENT', { machine, stream, path }),
  LIS2: async (machine, stream, path) => await list('DNT2', { machine, stream, path }),
  RECV: sendFile,
  RCV2: async (machine, stream, path) => {
    const [id, flags] = readTwo(await stream.exactly(8));
    if (id !== 'RCV2') throw new SyncFailure('invalid data message: expected ID_RECV_V2');
    if (flags !== 0) throw new SyncFailure(`unknown flags: ${flags}`);
    await sendFile(machine, stream, path);
  },
  SEND: async (machine, stream, argument) => {
    const comma = argument.lastIndexOf(',');
    if (comma === -1) throw new SyncFailure('missing , in ID_SEND');
    const mode = Number(argument.slice(comma + 1));
    if (!Number.isInteger(mode)) throw new SyncFailure('bad mode');
    await receiveFile(machine, stream, { path: argument.slice(0, comma), mode, isDryRun: false });
  },
  SND2: async (machine, stream, path) => {
    const setup = await stream.exactly(12);
    if (setup.toString('latin1', 0, 4) !== 'SND2') throw new SyncFailure('invalid data message: expected ID_SEND_V2');
    const flags = setup.readUInt32LE(8);
    if ((flags & ~DRY_RUN) !== 0) throw new SyncFailure(`unknown flags: ${flags}`);
    await receiveFile(machine, stream, { path, mode: setup.readUInt32LE(4), isDryRun: flags !== 0 });
  },
};

const DRY_RUN = 0x80000000 | 0;

/** Requests in sequence, until QUIT, a failure, or the end of the stream. */
export async function runSync({ machine, stream }: ServiceCall): Promise<void> {
  try {
    for (;;) {
      const head = await stream.exactly(8);
      const [id, length] = readTwo(head);
      if (id === 'QUIT') return;
      if (length > LIMITS.pathBytes) throw new SyncFailure('path too long');
      const handler = HANDLERS[id];
      if (!handler) throw new SyncFailure(`unknown command ${head.readUInt32LE(0).toString(16).padStart(8, '0')}`);
      await handler(machine, stream, (await stream.exactly(length)).toString('utf8'));
    }
  } catch (error) {
    if (!(error instanceof SyncFailure)) throw error;
    if (!error.isTold) await stream.write(withText('FAIL', error.message));
  }
}

function readTwo(bytes: Buffer): [string, number] {
  return [bytes.toString('latin1', 0, 4), bytes.readUInt32LE(4)];
}

function look(machine: Machine, path: string, keepLink: boolean): { node: Node | null; error: number } {
  try {
    return { node: machine.files.stat(normalise(path), keepLink && !path.endsWith('/')), error: 0 };
  } catch (error) {
    if (!(error instanceof FsError)) throw error;
    return { node: null, error: error.number };
  }
}

async function answerStat2(
  id: 'STA2' | 'LST2',
  stream: ClientStream,
  found: { node: Node | null; error: number },
): Promise<void> {
  await stream.write(stat2Record(id, found.node, found.error));
}

/** A directory that is missing or closed to the shell looks empty. */
async function list(
  id: 'DENT' | 'DNT2',
  { machine, stream, path }: { machine: Machine; stream: ClientStream; path: string },
): Promise<void> {
  const { node } = look(machine, path, false);
  const records: Buffer[] = [];
  if (node?.kind === 'directory') {
    for (const name of ['.', '..']) records.push(entryRecord(id, name, node));
    for (const [name, child] of namesIn(machine, path)) records.push(entryRecord(id, name, child));
  }
  await stream.write(Buffer.concat([...records, listEnd(id)]));
}

function namesIn(machine: Machine, path: string): readonly (readonly [string, Node])[] {
  try {
    return machine.files.list(normalise(path));
  } catch (error) {
    if (error instanceof FsError) return [];
    throw error;
  }
}

async function sendFile(machine: Machine, stream: ClientStream, path: string): Promise<void> {
  const bytes = read(machine, path);
  for (let at = 0; at < bytes.length; at += LIMITS.chunkBytes) {
    const chunk = bytes.subarray(at, at + LIMITS.chunkBytes);
    await stream.write(withNumber('DATA', chunk.length));
    await stream.write(chunk);
  }
  await stream.write(withNumber('DONE', 0));
}

/** Where a phone fails depends on what it is: opening a missing file, reading a directory. */
function read(machine: Machine, path: string): Buffer {
  try {
    return machine.files.read(normalise(path));
  } catch (error) {
    if (!(error instanceof FsError)) throw error;
    const step = error.code === 'EISDIR' || error.code === 'EIO' ? 'read' : 'open';
    throw new SyncFailure(`${step} failed: ${error.message}`);
  }
}

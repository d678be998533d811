/** Programs about files: toybox's, with its words. */
import { FsError } from '../../machine/fs-error.ts';
import { type Node, normalise } from '../../machine/fs-tree.ts';
import { type Call, type Command, complain, say } from '../call.ts';
import { type ParsedOptions, parseOptions } from '../options.ts';
import { ls } from './ls.ts';
import { stat } from './stat.ts';

const KILOBYTE = 1024;

/** Does `work` for each path; a failure is told as `verb 'path': reason` and the rest goes on. */
async function onEach(call: Call, paths: readonly string[], work: (path: string) => void): Promise<number> {
  let code = 0;
  for (const path of paths) {
    try {
      work(normalise(path, call.cwd));
    } catch (error) {
      if (!(error instanceof FsError)) throw error;
      code = await complain(call, `${call.name}: '${path}': ${error.message}`);
    }
  }
  return code;
}

async function needs(call: Call, { operands, unknown }: ParsedOptions, count = 1): Promise<number | null> {
  if (unknown !== null)
    return await complain(call, `${call.name}: Unknown option '${unknown}' (see "${call.name} --help")`);
  if (operands.length >= count) return null;
  return await complain(
    call,
    `${call.name}: Needs ${count} argument${count > 1 ? 's' : ''} (see "${call.name} --help")`,
  );
}

async function rm(call: Call): Promise<number> {
  const options = parseOptions(call.args, 'fiRrv');
  const isForced = options.flags.has('f');
  const recursive = options.flags.has('r') || options.flags.has('R');
  const wrong = isForced && options.operands.length === 0 ? 0 : await needs(call, options);
  if (wrong !== null) return wrong;
  const { files } = call.machine;
  const code = await onEach(call, options.operands, (path) => {
    if (isForced && !files.exists(path)) return;
    if (!recursive && files.stat(path, true).kind === 'directory') throw new FsError('EISDIR');
    files.remove(path, recursive);
  });
  return code;
}

async function rmdir(call: Call): Promise<number> {
  return await onEach(call, parseOptions(call.args, 'p').operands, (path) => {
    if (call.machine.files.stat(path, true).kind !== 'directory') throw new FsError('ENOTDIR');
    call.machine.files.remove(path);
  });
}

async function mkdir(call: Call): Promise<number> {
  const options = parseOptions(call.args, 'pvm:');
  const wrong = await needs(call, options);
  if (wrong !== null) return wrong;
  return await onEach(call, options.operands, (path) => call.machine.files.makeDirectory(path, options.flags.has('p')));
}

async function mv(call: Call): Promise<number> {
  const options = parseOptions(call.args, 'finv');
  const wrong = await needs(call, options, 2);
  if (wrong !== null) return wrong;
  const target = normalise(options.operands.at(-1) as string, call.cwd);
  return await onEach(call, options.operands.slice(0, -1), (path) => call.machine.files.move(path, target));
}

async function cp(call: Call): Promise<number> {
  const options = parseOptions(call.args, 'fipRrva');
  const wrong = await needs(call, options, 2);
  if (wrong !== null) return wrong;
  const { files } = call.machine;
  const target = normalise(options.operands.at(-1) as string, call.cwd);
  return await onEach(call, options.operands.slice(0, -1), (path) => {
    const bytes = files.read(path);
    const isDirectory = files.exists(target) && files.stat(target).kind === 'directory';
    const writer = files.create(isDirectory ? `${target}/${path.slice(path.lastIndexOf('/') + 1)}` : target);
    writer.write(bytes);
    writer.close();
  });
}

/** Creates what is missing and sets the time of what is there: now, or `-d @SECONDS` / `-t CCYYMMDDhhmm.ss`. */
async function touch(call: Call): Promise<number> {
  const options = parseOptions(call.args, 'acmd:t:h');
  const wrong = await needs(call, options);
  if (wrong !== null) return wrong;
  const seconds = readTime(options) ?? Math.floor(call.machine.time.now().getTime() / 1000);
  return await onEach(call, options.operands, (path) => {
    if (call.machine.files.exists(path)) call.machine.files.stat(path).modifiedSeconds = seconds;
    else if (!options.flags.has('c')) call.machine.files.create(path).close(seconds);
  });
}

function readTime({ values }: ParsedOptions): number | null {
  const date = values.get('d');
  if (date?.startsWith('@')) return Math.floor(Number(date.slice(1)));
  if (date !== undefined) return Math.floor(Date.parse(`${date.replace(' ', 'T')}Z`) / 1000);
  const stamp = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(values.get('t') ?? '');
  if (!stamp) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = stamp
    .slice(1)
    .map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

function hash(algorithm: 'md5' | 'sha256'): Command {
  return async (call) => {
    const { flags, operands } = parseOptions(call.args, 'bcsh');
    let code = 0;
    for (const path of operands) {
      try {
        const content = call.machine.files.contentOf(normalise(path, call.cwd));
        if (!content) throw new FsError('EIO');
        await say(call, flags.has('b') ? content[algorithm] : `${content[algorithm]}  ${path}`);
      } catch (error) {
        if (!(error instanceof FsError)) throw error;
        code = await complain(call, `${call.name}: ${path}: ${error.message}`);
      }
    }
    return code;
  };
}

/** Columns: name, blocks, used, free, per cent, mount point. A path shows only the file system it is on. */
async function df(call: Call): Promise<number> {
  const { flags, operands } = parseOptions(call.args, 'HkhaP');
  const { files, sdk } = call.machine;
  const free = files.freeBytes;
  const rows = [
    { name: '/dev/block/dm-8', mount: '/data', holds: (path: string) => path.startsWith('/data') },
    sdk >= 30
      ? { name: '/dev/fuse', mount: '/storage/emulated', holds: (path: string) => path.startsWith('/storage') }
      : { name: '/data/media', mount: '/storage/emulated', holds: (path: string) => path.startsWith('/storage') },
  ];
  const lines: string[] = [];
  for (const operand of operands.length > 0 ? operands : rows.map(({ mount }) => mount)) {
    const path = normalise(operand, call.cwd);
    if (!files.exists(path)) return await complain(call, `df: ${operand}: No such file or directory`);
    const row = rows.find(({ holds }) => holds(files.realPath(path)));
    if (row) lines.push(dfLine(row, { total: files.totalBytes, free }, flags.has('h')));
    else
      lines.push(dfLine({ name: '/dev/root', mount: '/' }, { total: files.totalBytes / 32, free: 0 }, flags.has('h')));
  }
  const title = flags.has('h')
    ? 'Filesystem      Size Used Avail Use% Mounted on'
    : 'Filesystem      1K-blocks     Used Available Use% Mounted on';
  return await say(call, [title, ...lines].join('\n'));
}

function dfLine(
  { name, mount }: { name: string; mount: string },
  { total, free }: { total: number; free: number },
  isHuman: boolean,
): string {
  const used = Math.max(0, total - free);
  const show = (bytes: number): string => (isHuman ? human(bytes) : String(Math.floor(bytes / KILOBYTE)));
  const percent = `${Math.ceil((used * 100) / total)}%`;
  return `${name.padEnd(15)} ${show(total).padStart(isHuman ? 4 : 9)} ${show(used).padStart(isHuman ? 4 : 8)} ${show(free).padStart(isHuman ? 5 : 9)} ${percent.padStart(4)} ${mount}`;
}

function human(bytes: number): string {
  const unit = bytes >= KILOBYTE ** 3 ? 3 : bytes >= KILOBYTE ** 2 ? 2 : 1;
  return `${Math.round(bytes / KILOBYTE ** unit)}${'KMG'[unit - 1]}`;
}

/** Modes below shared storage are what the FUSE daemon says, so this changes nothing there and says nothing. */
async function chmod(call: Call): Promise<number> {
  return await onEach(call, call.args.slice(1), (path) => void call.machine.files.stat(path));
}

async function du(call: Call): Promise<number> {
  const { operands, flags } = parseOptions(call.args, 'shkacm');
  const lines: string[] = [];
  const code = await onEach(call, operands, (path) => {
    const bytes = sizeBelow(call.machine.files.stat(path));
    lines.push(`${flags.has('h') ? human(bytes) : Math.ceil(bytes / KILOBYTE)}\t${path}`);
  });
  if (lines.length > 0) await say(call, lines.join('\n'));
  return code;
}

function sizeBelow(node: Node): number {
  if (node.kind === 'file') return node.sizeBytes;
  return node.kind === 'directory' ? [...node.children.values()].reduce((sum, child) => sum + sizeBelow(child), 0) : 0;
}

async function realpath(call: Call): Promise<number> {
  const lines: string[] = [];
  const code = await onEach(call, call.args, (path) => lines.push(call.machine.files.realPath(path)));
  if (lines.length > 0) await say(call, lines.join('\n'));
  return code;
}

export const FILE_COMMANDS: Readonly<Record<string, Command>> = {
  chmod,
  cp,
  df,
  du,
  ls,
  md5sum: hash('md5'),
  mkdir,
  mv,
  pwd: (call) => say(call, call.cwd),
  readlink: realpath,
  realpath,
  rm,
  rmdir,
  sha256sum: hash('sha256'),
  stat,
  sync: () => 0,
  touch,
};

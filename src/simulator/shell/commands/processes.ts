/** Programs about processes, and those that do nothing but answer. */
import { normalise } from '../../machine/fs-tree.ts';
import { type Call, type Command, complain, hungUp, say } from '../call.ts';
import { parseOptions } from '../options.ts';
import { NOTHING, readAll } from '../streams.ts';

/** Fires never: what runs under `nohup` outlives its terminal. */
const NEVER = new AbortController().signal;

/** By the line about -A clients tell toybox from the ps of Android before 8, which took no option for all. */
const PS_HELP =
  'usage: ps [-AadefLlnwZ] [-o FIELD,] [-p PID,]\n\nWhich processes to show:\n\n-A\tAll\n\nWhat about them:';

async function ps(call: Call): Promise<number> {
  if (call.args.includes('--help')) return await say(call, PS_HELP);
  const processes = call.machine.runningProcesses();
  const columns = /(?:^|\s)-o\s*(\S+)/.exec(call.args.join(' '))?.[1]?.toUpperCase().split(',');
  if (columns) {
    const rows = processes.map((process) =>
      columns
        .map((column) => (column === 'PID' ? String(process.pid) : column === 'USER' ? process.user : process.name))
        .join(' '),
    );
    return await say(call, [columns.join(' '), ...rows].join('\n'));
  }
  const isAll = call.args.some((arg) => /^-[A-Za-z]*[Ae]/.test(arg));
  const shown = isAll ? processes : processes.filter(({ user }) => user === 'shell');
  const lines = shown.map(
    ({ pid, name, user }) =>
      `${user.padEnd(13)} ${String(pid).padStart(5)} ${String(pid === 1 ? 0 : 1).padStart(5)} 13964516 134072 0                   0 S ${name}`,
  );
  return await say(call, ['USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME', ...lines].join('\n'));
}

async function pidof(call: Call): Promise<number> {
  const { operands } = parseOptions(call.args, 's');
  const pids = call.machine.processes
    .list()
    .filter(({ name }) => operands.includes(name))
    .map(({ pid }) => pid);
  return pids.length === 0 ? 1 : await say(call, pids.join(' '));
}

/** The shell user may signal only its own processes. */
async function kill(call: Call): Promise<number> {
  const pid = call.args.findLast((arg) => /^\d+$/.test(arg));
  const process = call.machine.runningProcesses().find((candidate) => String(candidate.pid) === pid);
  return await complain(call, `kill: ${pid ?? ''}: ${process ? 'Operation not permitted' : 'No such process'}`);
}

/** Ends early when the terminal goes. */
async function sleep(call: Call): Promise<number> {
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(call.args[0] ?? '');
  if (!match)
    return await complain(
      call,
      call.args.length === 0 ? 'sleep: Needs 1 argument (see "sleep --help")' : `sleep: bad number '${call.args[0]}'`,
    );
  const seconds = Number(match[1]) * { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[match[2] as '' | 's' | 'm' | 'h' | 'd'];
  await Promise.race([hungUp(call), call.machine.time.wait(seconds * 1000, { always: true })]);
  return 0;
}

async function nohup(call: Call): Promise<number> {
  return await call.run(call.args, { hangUp: NEVER, stdin: NOTHING });
}

/** `sh -c TEXT`, `sh FILE`, or the text on standard input. */
async function sh(call: Call): Promise<number> {
  const [first, second] = call.args;
  if (first === '-c') return await call.runText(second ?? '');
  if (first !== undefined)
    return await call.runText(call.machine.files.read(normalise(first, call.cwd)).toString('utf8'));
  return await call.runText((await readAll(call.stdin)).toString('utf8'));
}

async function which(call: Call): Promise<number> {
  const found = call.args.filter((name) => call.knows(name));
  if (found.length > 0) await say(call, found.map((name) => `/system/bin/${name}`).join('\n'));
  return found.length === call.args.length ? 0 : 1;
}

async function reboot(call: Call): Promise<number> {
  call.machine.requestReboot();
  return 0;
}

/** The dump of a quiet phone: the markers between buffers and nothing else. */
async function logcat(call: Call): Promise<number> {
  const { args } = call;
  if (args.includes('-c')) return 0;
  await call.stdout.write('--------- beginning of system\n--------- beginning of main\n');
  for (const entry of call.machine.log.entries()) {
    if (entry.kind !== 'app') continue;
    const time = entry.at.slice(5, 23).replace('T', ' ');
    await call.stdout.write(`${time}  1411  1502 I ActivityTaskManager: ${entry.what}\n`);
  }
  const ends = args.some((arg) => /^-[dgLtT]/.test(arg));
  if (!ends) await hungUp(call);
  return 0;
}

/** `[ … ]` and `test`. */
async function test(call: Call): Promise<number> {
  const args = call.name === '[' ? call.args.slice(0, -1) : call.args;
  if (call.name === '[' && call.args.at(-1) !== ']') return await complain(call, '/system/bin/sh: [: missing ]', 2);
  return isTrue(call, args) ? 0 : 1;
}

function isTrue(call: Call, args: readonly string[]): boolean {
  for (const [joint, join] of [
    ['-o', (a: boolean, b: boolean) => a || b],
    ['-a', (a: boolean, b: boolean) => a && b],
  ] as const) {
    const at = args.indexOf(joint);
    if (at > 0) return join(isTrue(call, args.slice(0, at)), isTrue(call, args.slice(at + 1)));
  }
  const [first = '', second = '', third = ''] = args;
  if (first === '!') return !isTrue(call, args.slice(1));
  if (args.length <= 1) return first !== '';
  return args.length === 2 ? unary(call, first, second) : binary(first, second, third);
}

function unary(call: Call, operator: string, operand: string): boolean {
  if (operator === '-z') return operand === '';
  if (operator === '-n') return operand !== '';
  const { files } = call.machine;
  const path = normalise(operand, call.cwd);
  if (!files.exists(path)) return false;
  const node = files.stat(path);
  if (operator === '-f') return node.kind === 'file';
  if (operator === '-d') return node.kind === 'directory';
  if (operator === '-s') return node.kind === 'file' && node.sizeBytes > 0;
  return ['-e', '-r', '-w'].includes(operator);
}

function binary(left: string, operator: string, right: string): boolean {
  const [a, b] = [Number(left), Number(right)];
  const results: Readonly<Record<string, boolean>> = {
    '=': left === right,
    '==': left === right,
    '!=': left !== right,
    '-eq': a === b,
    '-ne': a !== b,
    '-lt': a < b,
    '-le': a <= b,
    '-gt': a > b,
    '-ge': a >= b,
  };
  return results[operator] ?? false;
}

export const PROCESS_COMMANDS: Readonly<Record<string, Command>> = {
  '[': test,
  ':': () => 0,
  false: () => 1,
  kill,
  logcat,
  nohup,
  pidof,
  ps,
  reboot,
  setsid: nohup,
  sh,
  sleep,
  test,
  true: () => 0,
  which,
};

/** Programs that make, carry and choose text. */
import { FsError } from '../../machine/fs-error.ts';
import { normalise } from '../../machine/fs-tree.ts';
import { type Call, type Command, complain } from '../call.ts';
import { parseOptions } from '../options.ts';
import { readAll } from '../streams.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  e: '\u001b',
};

/** mksh's own `echo`, which reads escapes unless told not to. */
async function echo({ args, stdout }: Call): Promise<number> {
  let rest = args;
  let lineEnd = '\n';
  let readsEscapes = true;
  while (/^-[neE]+$/.test(rest[0] ?? '')) {
    const option = rest[0] as string;
    if (option.includes('n')) lineEnd = '';
    if (option.includes('e')) readsEscapes = true;
    if (option.includes('E')) readsEscapes = false;
    rest = rest.slice(1);
  }
  const text = rest.join(' ');
  await stdout.write((readsEscapes ? readEscapes(text) : text) + lineEnd);
  return 0;
}

/** `%s`, `%d`, `%x`, `%b` and `%%`; the format is used again while arguments are left. */
async function printf(call: Call): Promise<number> {
  const [format, ...values] = call.args;
  if (format === undefined) return await complain(call, 'printf: Needs 1 argument (see "printf --help")');
  let out = '';
  do {
    const before = values.length;
    out += readEscapes(format).replace(/%([-0]?\d*)([sdixb%])/g, (_, width: string, kind: string) => {
      if (kind === '%') return '%';
      return pad(formatValue(kind, values.shift() ?? ''), width);
    });
    if (values.length === before) break;
  } while (values.length > 0);
  await call.stdout.write(out);
  return 0;
}

function formatValue(kind: string, value: string): string {
  if (kind === 's') return value;
  if (kind === 'b') return readEscapes(value);
  const number = Number.parseInt(value, 10) || 0;
  return kind === 'x' ? number.toString(16) : String(number);
}

function pad(text: string, width: string): string {
  if (width.startsWith('-')) return text.padEnd(Number(width.slice(1)));
  return text.padStart(Number(width || 0), width.startsWith('0') ? '0' : ' ');
}

function readEscapes(text: string): string {
  return text.replace(
    /\\(?:0([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([ntrabfve\\]))/g,
    (_, octal: string, hex: string, letter: string) => {
      if (letter) return ESCAPES[letter] as string;
      return String.fromCharCode(Number.parseInt(octal ?? hex, octal ? 8 : 16));
    },
  );
}

async function cat(call: Call): Promise<number> {
  if (call.args.length === 0) {
    for (let chunk = await call.stdin.read(); chunk; chunk = await call.stdin.read()) await call.stdout.write(chunk);
    return 0;
  }
  return await onEachFile(call, call.args, (bytes) => call.stdout.write(bytes));
}

async function head(call: Call): Promise<number> {
  return await someLines(call, (lines, count) => lines.slice(0, count));
}

async function tail(call: Call): Promise<number> {
  return await someLines(call, (lines, count) => (count === 0 ? [] : lines.slice(-count)));
}

async function someLines(call: Call, choose: (lines: string[], count: number) => string[]): Promise<number> {
  const short = call.args.map((arg) => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg));
  const { values, operands } = parseOptions(short, 'n:c:q');
  const bytes = values.get('c');
  const count = Number(values.get('n') ?? 10);
  return await onInput(call, operands, async (input) => {
    if (bytes !== undefined)
      return await call.stdout.write(
        call.name === 'head' ? input.subarray(0, Number(bytes)) : input.subarray(-Number(bytes)),
      );
    const lines = linesOf(input);
    const chosen = choose(lines, count);
    if (chosen.length > 0) await call.stdout.write(`${chosen.join('\n')}\n`);
  });
}

async function wc(call: Call): Promise<number> {
  const { flags, operands } = parseOptions(call.args, 'lwcm');
  return await onInput(call, operands, async (input, name) => {
    const text = input.toString('utf8');
    const counts = {
      l: text.split('\n').length - 1,
      w: text.split(/\s+/).filter(Boolean).length,
      c: input.length,
      m: [...text].length,
    };
    const wanted = (['l', 'w', 'c', 'm'] as const).filter((key) => (flags.size === 0 ? key !== 'm' : flags.has(key)));
    await call.stdout.write(`${wanted.map((key) => counts[key]).join(' ')}${name ? ` ${name}` : ''}\n`);
  });
}

async function grep(call: Call): Promise<number> {
  const { flags, values, operands } = parseOptions(call.args, 'iEFvcqnowe:m:l');
  const files = values.has('e') ? operands : operands.slice(1);
  const pattern = values.get('e') ?? operands[0];
  if (pattern === undefined) return await complain(call, 'grep: Needs 1 argument (see "grep --help")', 2);
  const expression = toExpression(pattern, flags);
  let found = 0;
  const code = await onInput(call, files, async (input) => {
    const hits = linesOf(input).filter((line) => expression.test(line) !== flags.has('v'));
    found += hits.length;
    if (flags.has('q')) return;
    const shown = flags.has('o') ? hits.flatMap((line) => expression.exec(line)?.[0] ?? []) : hits;
    if (flags.has('c')) await call.stdout.write(`${hits.length}\n`);
    else if (shown.length > 0)
      await call.stdout.write(`${shown.slice(0, Number(values.get('m') ?? shown.length)).join('\n')}\n`);
  });
  return code !== 0 ? 2 : Number(found === 0);
}

/** In a basic expression `+?|(){}` stand for themselves unless escaped. */
function toExpression(pattern: string, flags: ReadonlySet<string>): RegExp {
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const basic = (text: string): string =>
    text.replace(/\\?[+?|(){}]/g, (sign) => (sign.startsWith('\\') ? sign.slice(1) : `\\${sign}`));
  const source = flags.has('F') ? literal(pattern) : flags.has('E') ? pattern : basic(pattern);
  return new RegExp(flags.has('w') ? `\\b(?:${source})\\b` : source, flags.has('i') ? 'i' : '');
}

async function sort(call: Call): Promise<number> {
  const { flags, operands } = parseOptions(call.args, 'nru');
  return await onInput(call, operands, async (input) => {
    const lines = linesOf(input).sort(
      flags.has('n') ? (a, b) => Number.parseFloat(a) - Number.parseFloat(b) : undefined,
    );
    if (flags.has('r')) lines.reverse();
    const kept = flags.has('u') ? [...new Set(lines)] : lines;
    if (kept.length > 0) await call.stdout.write(`${kept.join('\n')}\n`);
  });
}

async function tr(call: Call): Promise<number> {
  const { flags, operands } = parseOptions(call.args, 'd');
  const from = [...readEscapes(operands[0] ?? '')];
  const to = [...readEscapes(operands[1] ?? '')];
  const text = (await readAll(call.stdin)).toString('utf8');
  const translated = [...text].map((letter) => {
    const at = from.indexOf(letter);
    if (at === -1) return letter;
    return flags.has('d') ? '' : (to[Math.min(at, to.length - 1)] ?? letter);
  });
  await call.stdout.write(translated.join(''));
  return 0;
}

/** Runs `use` on each file, or on standard input when none is named. */
async function onInput(
  call: Call,
  paths: readonly string[],
  use: (bytes: Buffer, name: string) => Promise<void>,
): Promise<number> {
  if (paths.length > 0) return await onEachFile(call, paths, use);
  await use(await readAll(call.stdin), '');
  return 0;
}

async function onEachFile(
  call: Call,
  paths: readonly string[],
  use: (bytes: Buffer, name: string) => Promise<void>,
): Promise<number> {
  let code = 0;
  for (const path of paths) {
    let bytes: Buffer;
    try {
      bytes = call.machine.files.read(normalise(path, call.cwd));
    } catch (error) {
      if (!(error instanceof FsError)) throw error;
      code = await complain(call, `${call.name}: ${path}: ${error.message}`);
      continue;
    }
    await use(bytes, path);
  }
  return code;
}

function linesOf(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

export const TEXT_COMMANDS: Readonly<Record<string, Command>> = {
  echo,
  printf,
  cat,
  head,
  tail,
  wc,
  grep,
  egrep: (call) => grep({ ...call, args: ['-E', ...call.args] }),
  sort,
  tr,
};

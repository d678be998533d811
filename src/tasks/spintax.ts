import { pick, type Random } from './random.ts';

/** Text with places where one of several readings is chosen. */
export interface Spintax {
  readonly parts: readonly (string | Choice)[];
  /** Of the reading that is shortest, in UTF-16 units. */
  readonly leastUnits: number;
  /** Of the reading that has the fewest `#`. */
  readonly leastHashes: number;
  /** In how many ways it can be read; from 2^53 - 1 on it says no more than that. */
  readonly readings: number;
}

interface Choice {
  /** Where there is one option, there is nothing to draw. */
  readonly options: readonly [Spintax, ...Spintax[]];
}

/** A group that has been opened: the options before the last bar, and the parts since. */
interface Group {
  readonly options: Spintax[];
  parts: (string | Choice)[];
}

/**
 * Reads `{a|b|c}` text; groups may be nested and options may be empty. Braces that offer no choice are text: `{name}` and
 * a brace without its partner stay as they are. A backslash takes the meaning from a `{`, `|`, `}` or `\` after it and
 * goes; before anything else it is a backslash. Nothing here calls itself, so that no caption, however deep, can exhaust
 * the stack.
 */
export function parseSpintax(source: string): Spintax {
  const outer: Group = { options: [], parts: [] };
  const open: Group[] = [];
  for (const [token] of source.matchAll(/\\[{|}\\]|[{|}]|(?:\\(?![{|}\\])|[^{|}\\])+/g)) {
    const group = open.at(-1);
    if (token === '{') open.push({ options: [], parts: [] });
    else if (token === '|' && group !== undefined) nextOption(group);
    else if (token === '}' && group !== undefined) {
      open.pop();
      (open.at(-1) ?? outer).parts.push({ options: closed(group) });
    } else (group ?? outer).parts.push(/^\\[{|}\\]$/.test(token) ? token.slice(1) : token);
  }
  for (let group = open.pop(); group !== undefined; group = open.pop())
    (open.at(-1) ?? outer).parts.push({ options: [unclosed(group)] });
  return measured(outer.parts);
}

function nextOption(group: Group): void {
  group.options.push(measured(group.parts));
  group.parts = [];
}

function closed({ options, parts }: Group): Choice['options'] {
  const [first, ...rest] = options;
  return first === undefined ? [measured(['{', ...parts, '}'])] : [first, ...rest, measured(parts)];
}

function unclosed({ options, parts }: Group): Spintax {
  return measured(['{', ...options.flatMap((option): (string | Choice)[] => [{ options: [option] }, '|']), ...parts]);
}

function measured(parts: readonly (string | Choice)[]): Spintax {
  let leastUnits = 0;
  let leastHashes = 0;
  let readings = 1;
  for (const part of parts) {
    if (typeof part === 'string') {
      leastUnits += part.length;
      leastHashes += part.split('#').length - 1;
      continue;
    }
    leastUnits += Math.min(...part.options.map((option) => option.leastUnits));
    leastHashes += Math.min(...part.options.map((option) => option.leastHashes));
    readings *= part.options.reduce((sum, option) => sum + option.readings, 0);
    readings = Math.min(readings, Number.MAX_SAFE_INTEGER);
  }
  return { parts, leastUnits, leastHashes, readings };
}

/** What decides about each choice on the way through a text. */
type Choose = (options: Choice['options']) => Spintax;

function read(spintax: Spintax, choose: Choose): string {
  let text = '';
  const ahead = [...spintax.parts].reverse();
  for (let part = ahead.pop(); part !== undefined; part = ahead.pop()) {
    if (typeof part === 'string') text += part;
    else ahead.push(...[...choose(part.options).parts].reverse());
  }
  return text;
}

/**
 * Draws one reading, each option of a group as likely as the others, but never an option that would make the text longer
 * than `maxUnits` whatever else is drawn. Where even the shortest reading is longer, that is the one.
 */
export function drawReading(spintax: Spintax, random: Random, maxUnits = Number.POSITIVE_INFINITY): string {
  let spare = maxUnits - spintax.leastUnits;
  return read(spintax, (options) => {
    const shortest = shortestOf(options);
    const [first, ...rest] = options.filter((option) => option.leastUnits - shortest.leastUnits <= spare);
    if (first === undefined || options.length === 1) return shortest;
    const drawn = pick(random, [first, ...rest]);
    spare -= drawn.leastUnits - shortest.leastUnits;
    return drawn;
  });
}

export function shortestReading(spintax: Spintax): string {
  return read(spintax, shortestOf);
}

/** The reading with the fewest `#`. */
export function plainestReading(spintax: Spintax): string {
  return read(spintax, (options) =>
    options.reduce((best, next) => (next.leastHashes < best.leastHashes ? next : best)),
  );
}

function shortestOf(options: Choice['options']): Spintax {
  return options.reduce((best, next) => (next.leastUnits < best.leastUnits ? next : best));
}

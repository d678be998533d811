/** What people type into the search of tasks, and what it asks the server for. docs/console.md describes it. */
import type { QueryOf } from '../../lib/ask.ts';
import { readSpan } from './days.ts';

export type TaskQuery = Omit<QueryOf<'listTaskIds'>, 'sort' | 'limit'>;

export interface Parsed {
  readonly query: TaskQuery;
  /** Qualifiers whose value is none that they take. */
  readonly wrong: readonly string[];
}

export const STATES = ['pending', 'running', 'published', 'failed'] as const;
export type StateWord = (typeof STATES)[number];
const STATE_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['pending', 0],
  ['running', 1],
  ['published', 2],
  ['completed', 2],
  ['failed', 3],
]);

/** The values that each qualifier takes; an empty list takes any. */
export const QUALIFIERS = {
  state: STATES,
  account: [],
  phone: [],
  app: ['tiktok', 'instagram'],
  error: [],
  is: ['unknown', 'overdue', 'published'],
  tag: [],
  due: ['today', 'tomorrow', 'yesterday', 'week'],
  finished: ['today', 'yesterday', 'week'],
  created: ['today', 'yesterday', 'week'],
  source: ['ui', 'api'],
  script: [],
  file: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Qualifier = keyof typeof QUALIFIERS;

/** `phone:"my phone"` is one token. */
export function tokensOf(text: string): string[] {
  return text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
}

export function parse(text: string, timeZone: string, now: Date = new Date()): Parsed {
  const words: string[] = [];
  const wrong: string[] = [];
  let query: TaskQuery = {};
  for (const token of tokensOf(text)) {
    const [key, value] = split(token);
    if (key === null) {
      const word = token.replaceAll('"', '').trim();
      if (word !== '') words.push(word);
      continue;
    }
    const read = value === '' ? null : readQualifier(key, value, { timeZone, now });
    if (read === null) wrong.push(token);
    else query = { ...query, ...read };
  }
  return { query: words.length === 0 ? query : { ...query, search: words.join(' ') }, wrong };
}

function split(token: string): readonly [Qualifier, string] | readonly [null, string] {
  const at = token.indexOf(':');
  const key = token.slice(0, at).toLowerCase();
  if (at < 1 || !Object.hasOwn(QUALIFIERS, key)) return [null, token];
  return [key as Qualifier, token.slice(at + 1).replaceAll('"', '')];
}

interface Where {
  readonly timeZone: string;
  readonly now: Date;
}

function readQualifier(key: Qualifier, value: string, where: Where): TaskQuery | null {
  switch (key) {
    case 'state':
      return readStates(value);
    case 'account':
      return { username: value };
    case 'phone':
      return { serial: value };
    case 'app':
      return value === 'tiktok' || value === 'instagram' ? { platform: value } : null;
    case 'error':
      return /^[a-z][a-z0-9_]*$/i.test(value) ? { error: value.toUpperCase() } : null;
    case 'is':
      return IS.get(value.toLowerCase()) ?? null;
    case 'tag':
      return { tag: value };
    case 'source':
      return value === 'ui' || value === 'api' ? { source: value } : null;
    case 'script':
      return { script_name: value };
    case 'file':
      return /^[0-9a-f]{64}$/.test(value) ? { material: value } : null;
    default:
      return readTimes(key, value, where);
  }
}

const IS: ReadonlyMap<string, TaskQuery> = new Map([
  ['unknown', { published: 'unknown' }],
  ['published', { published: 'yes' }],
  ['overdue', { needs_decision: true }],
]);

function readStates(value: string): TaskQuery | null {
  const numbers = value.split(',').map((word) => STATE_NUMBERS.get(word.toLowerCase()));
  return numbers.includes(undefined) ? null : { statuses: [...new Set(numbers)].join(',') };
}

function readTimes(key: 'due' | 'finished' | 'created', value: string, { timeZone, now }: Where): TaskQuery | null {
  const span = readSpan(value, timeZone, now);
  if (span === null) return null;
  return {
    ...(span.from === null ? {} : { [`${key}_from`]: span.from.toISOString() }),
    ...(span.to === null ? {} : { [`${key}_to`]: span.to.toISOString() }),
  };
}

/** The same text with this qualifier set to a value, or without it. */
export function withQualifier(text: string, key: Qualifier, value: string | null): string {
  const others = tokensOf(text).filter((token) => split(token)[0] !== key);
  const quoted = value !== null && /\s/.test(value) ? `"${value}"` : value;
  return [...(quoted === null ? [] : [`${key}:${quoted}`]), ...others].join(' ');
}

export function qualifierOf(text: string, key: Qualifier): string | null {
  const found = tokensOf(text).map(split);
  return found.find(([name]) => name === key)?.[1] ?? null;
}

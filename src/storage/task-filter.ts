import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely';

import { TASK_STATUS } from '../contract/task-states.ts';
import type { Tables } from './tables.ts';

/** A stretch of time; undefined is open. */
export interface Span {
  readonly from: Date | undefined;
  /** Exclusive. */
  readonly to: Date | undefined;
}

/** Which tasks are meant: all that is given has to fit. Undefined filters nothing. */
export interface TaskFilter {
  readonly ids?: readonly number[] | undefined;
  readonly statuses?: readonly number[] | undefined;
  readonly serial?: string | undefined;
  readonly scriptName?: string | undefined;
  readonly source?: 'ui' | 'api' | undefined;
  /** Without a leading @; upper and lower case are the same. */
  readonly username?: string | undefined;
  readonly platform?: 'tiktok' | 'instagram' | undefined;
  /** Of the account. */
  readonly tag?: string | undefined;
  readonly created?: Span | undefined;
  readonly due?: Span | undefined;
  readonly finished?: Span | undefined;
  readonly published?: 'yes' | 'no' | 'unknown' | undefined;
  readonly errorCode?: string | undefined;
  /** The SHA-256 of a material. */
  readonly material?: string | undefined;
  readonly needsDecision?: boolean | undefined;
  /** Part of the caption or title, in lower case. */
  readonly text?: string | undefined;
  /** In lower case; each is part of the caption, the title, the @account or the serial, or is the id. */
  readonly words?: readonly string[] | undefined;
}

type Where = ExpressionBuilder<Tables, 'tasks'>;
type Condition = ExpressionWrapper<Tables, 'tasks', SqlBool>;

export function conditions(where: Where, filter: TaskFilter): Condition[] {
  return [...plainConditions(where, filter), ...spanConditions(where, filter), ...foundConditions(where, filter)];
}

function plainConditions(where: Where, filter: TaskFilter): Condition[] {
  const { ids, statuses, serial, scriptName, source, username, platform, needsDecision } = filter;
  return [
    ...(ids === undefined ? [] : [where('id', '=', sql<number>`any(${[...ids]}::bigint[])`)]),
    ...(statuses === undefined ? [] : [isInOneOf(where, statuses)]),
    ...(serial === undefined ? [] : [where('serial', '=', serial)]),
    ...(scriptName === undefined ? [] : [where('script_name', '=', scriptName)]),
    ...(source === undefined ? [] : [where('source', '=', source)]),
    ...(username === undefined ? [] : [where(sql`lower(username)`, '=', username.toLowerCase())]),
    ...(platform === undefined ? [] : [where('platform', '=', platform)]),
    ...(needsDecision === undefined ? [] : [where('held_for', needsDecision ? 'is not' : 'is', null)]),
  ];
}

/** No state at all fits nothing; with a single one, an index gives its tasks in order. */
function isInOneOf(where: Where, statuses: readonly number[]): Condition {
  return statuses.length === 0 ? where.and([where(sql`1`, '=', 0)]) : where.and([where('status', 'in', [...statuses])]);
}

function spanConditions(where: Where, { created, due, finished }: TaskFilter): Condition[] {
  const spans = [
    ['created_at', created],
    ['scheduled_at', due],
    ['finished_at', finished],
  ] as const;
  return spans.flatMap(([column, span]) => [
    ...(span?.from === undefined ? [] : [where(column, '>=', span.from)]),
    ...(span?.to === undefined ? [] : [where(column, '<', span.to)]),
  ]);
}

function foundConditions(where: Where, { tag, published, errorCode, material, text, words }: TaskFilter): Condition[] {
  return [
    ...(published === undefined ? [] : [publishedAs(where, published)]),
    ...(errorCode === undefined
      ? []
      : [where.and([where('status', '=', TASK_STATUS.failed), where(sql`error->>'code'`, '=', errorCode)])]),
    ...(tag === undefined ? [] : [hasTag(where, tag)]),
    ...(material === undefined
      ? []
      : [where('id', 'in', where.selectFrom('material_uses').select('task_id').where('sha256', '=', material))]),
    // strpos knows no wildcards, so % and _ in the text mean themselves.
    ...(text === undefined ? [] : [where(sql<number>`strpos(search_text, ${text})`, '>', 0)]),
    ...(words ?? []).map((word) => hasWord(where, word)),
  ];
}

function publishedAs(where: Where, published: 'yes' | 'no' | 'unknown'): Condition {
  const { completed, failed } = TASK_STATUS;
  if (published !== 'yes')
    return where.and([where('status', '=', failed), where(sql`error->>'published'`, '=', published)]);
  const known = where.or([
    where(sql`result->>'published_at'`, 'is not', null),
    where(sql`settled->>'published'`, '=', 'true'),
  ]);
  return where.and([where('status', '=', completed), known]);
}

/** By the names of the accounts, since a task for whoever is current on a phone learns only the name. */
function hasTag(where: Where, tag: string): Condition {
  const tagged = where
    .selectFrom('accounts')
    .select(sql`1`.as('one'))
    .whereRef('accounts.platform', '=', 'tasks.platform')
    .where(sql`lower(accounts.username)`, '=', sql`lower(tasks.username)`)
    .where(sql<boolean>`${tag} in (select lower(unnest(accounts.tags)))`);
  return where.exists(tagged);
}

function hasWord(where: Where, word: string): Condition {
  const inText = where(
    sql<number>`strpos(concat_ws(e'\n', search_text, '@' || lower(username), lower(serial)), ${word})`,
    '>',
    0,
  );
  const [, digits] = /^#?(\d{1,15})$/.exec(word) ?? [];
  return digits === undefined ? inText : where.or([where('id', '=', Number(digits)), inText]);
}

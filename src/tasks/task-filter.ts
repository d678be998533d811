import type { TaskFilterBody } from '../contract/task-filter.ts';
import { invalid } from '../errors.ts';
import type { Span, TaskFilter } from '../storage/task-filter.ts';
import { parseTimestamp } from './timestamp.ts';

/** More words than people type; each is looked for in every caption. */
const MAX_WORDS = 20;

/**
 * What a caller's filter means.
 * @param place where it stands in the request: `query`, `filter`.
 * @throws INVALID_PARAMETER
 */
export function filterOf(sent: TaskFilterBody, place: string): TaskFilter {
  return {
    statuses: statusesOf(sent),
    serial: sent.serial,
    scriptName: sent.script_name,
    source: sent.source,
    username: sent.username?.replace(/^@/, ''),
    platform: sent.platform,
    tag: sent.tag?.toLowerCase(),
    created: span(sent, place, 'created'),
    due: span(sent, place, 'due'),
    finished: span(sent, place, 'finished'),
    published: sent.published,
    errorCode: sent.error,
    material: sent.material,
    needsDecision: sent.needs_decision,
    text: sent.q?.toLowerCase(),
    words: sent.search
      ?.toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
      .slice(0, MAX_WORDS),
  };
}

function statusesOf({ status, statuses }: TaskFilterBody): number[] | undefined {
  const several = statuses?.split(',').map(Number);
  if (status === undefined) return several;
  return several === undefined || several.includes(status) ? [status] : [];
}

function span(sent: TaskFilterBody, place: string, what: 'created' | 'due' | 'finished'): Span | undefined {
  const read = (end: 'from' | 'to'): Date | undefined => {
    const text = sent[`${what}_${end}`];
    return text === undefined ? undefined : parseTimestamp(text, `${place}.${what}_${end}`);
  };
  const [from, to] = [read('from'), read('to')];
  if (from !== undefined && to !== undefined && to < from) {
    throw invalid([{ path: `${place}.${what}_to`, message: `must not be before ${what}_from` }]);
  }
  return { from, to };
}

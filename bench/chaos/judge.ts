/** Compares what the tasks say with what the phones published. */
import type { TaskDetail } from '../../src/contract/types.ts';
import type { Post } from '../../src/simulator/rack-types.ts';
import type { CreatedPost } from './poster.ts';

/** What a task that was created has come to; undefined when the server does not know it any more. */
export interface Outcome {
  readonly created: CreatedPost;
  readonly task: TaskDetail | undefined;
}

export type Violation = 'duplicate' | 'lost' | 'lie' | 'unknown' | 'stranger' | 'repeated' | 'tapped';

export interface Finding {
  readonly violation: Violation;
  readonly row: string;
  readonly taskIds: readonly number[];
  readonly what: string;
}

export interface Tally {
  posts: number;
  completed: number;
  failedNo: number;
  unknown: number;
  duplicates: number;
  lost: number;
  lies: number;
}

export interface Judgement {
  readonly findings: readonly Finding[];
  readonly byRow: ReadonlyMap<string, Tally>;
}

const PENDING = 0;
const COMPLETED = 2;
const FAILED = 3;

/**
 * Tasks that publish the same file on the same phone are judged together, by their number; most are alone.
 * @param ledger all that was published.
 */
export function judge(outcomes: readonly Outcome[], ledger: readonly Post[]): Judgement {
  const findings: Finding[] = [];
  const byRow = new Map<string, Tally>();
  const rows = groupBy(ledger, (post) => `${post.media[0]?.sha256}@${post.serial}`);
  const groups = groupBy(outcomes, ({ created }) => `${created.sha256}@${created.post.serial}`);
  for (const [place, published] of rows)
    if (!groups.has(place))
      findings.push({
        violation: 'stranger',
        row: '',
        taskIds: [],
        what: `nobody asked for ${JSON.stringify(published[0])}`,
      });
  for (const [place, group] of groups) {
    const tally = tallyOf(group);
    const published = rows.get(place) ?? [];
    const found = [
      ...compare(group, tally, published.length),
      ...group.flatMap(undecided),
      ...group.flatMap(repeated),
      ...published.flatMap(tapped),
    ];
    const [row = ''] = group.map(({ created }) => created.post.row);
    findings.push(
      ...found.map((finding) => ({ ...finding, row, taskIds: group.map(({ created }) => created.taskId) })),
    );
    add(byRow, row, { ...tally, ...countsOf(found) });
  }
  return { findings, byRow };
}

type Found = Pick<Finding, 'violation' | 'what'>;

function tallyOf(group: readonly Outcome[]) {
  const count = (is: (task: TaskDetail) => boolean): number =>
    group.filter(({ task }) => task !== undefined && is(task)).length;
  return {
    posts: group.length,
    completed: count(({ status }) => status === COMPLETED),
    failedNo: count(({ status, error }) => status === FAILED && error?.published === 'no'),
    unknown: count(isUnknown),
  };
}

function compare(group: readonly Outcome[], tally: ReturnType<typeof tallyOf>, rows: number): readonly Found[] {
  const { posts, completed, failedNo } = tally;
  const found: Found[] = [];
  const times = (violation: Violation, count: number, what: string): void => {
    for (let time = 0; time < count; time += 1) found.push({ violation, what });
  };
  times('duplicate', rows - posts, `${posts} task(s), ${rows} posts`);
  times('lost', completed - rows, `${completed} completed, ${rows} post(s)`);
  times(
    'lie',
    Math.min(failedNo, rows - (posts - failedNo)),
    `${failedNo} failed with published "no", ${rows} post(s)`,
  );
  for (const { task, created } of group) {
    if (task === undefined) times('lost', 1, `task ${created.taskId} has vanished`);
    else if (task.status < COMPLETED)
      times('lost', 1, `task ${task.id} stays ${task.status === PENDING ? 'pending' : 'running'}`);
  }
  return found;
}

/** A second tap on what publishes is one too many even where the app took no notice of it. */
function tapped({ taps, caption }: Post): readonly Found[] {
  return taps > 1
    ? [{ violation: 'tapped', what: `${taps} taps on what publishes for ${JSON.stringify(caption)}` }]
    : [];
}

/** By the end all phones are here and signed in, so that every profile could be read. */
function undecided({ task, created: { post } }: Outcome): readonly Found[] {
  if (task === undefined || !isUnknown(task)) return [];
  return [{ violation: 'unknown', what: `${post.app} ${post.kind} on ${post.serial}: ${task.error?.message}` }];
}

function isUnknown({ status, error }: TaskDetail): boolean {
  return status === FAILED && error?.published === 'unknown';
}

/** An attempt after one that may have published is a second tap, whatever came of it. */
function repeated({ task }: Outcome): readonly Found[] {
  const attempts = task?.attempts ?? [];
  const doubtful = attempts.findIndex(
    ({ error, outcome }) => outcome === 'completed' || error?.published === 'unknown',
  );
  if (doubtful === -1 || doubtful === attempts.length - 1) return [];
  return [{ violation: 'repeated', what: `task ${task?.id} was tried again after attempt ${doubtful + 1}` }];
}

function countsOf(found: readonly Found[]): Pick<Tally, 'duplicates' | 'lost' | 'lies'> {
  const count = (...kinds: readonly Violation[]): number =>
    found.filter(({ violation }) => kinds.includes(violation)).length;
  return { duplicates: count('duplicate', 'repeated', 'tapped'), lost: count('lost'), lies: count('lie') };
}

function add(byRow: Map<string, Tally>, row: string, more: Tally): void {
  const sum = byRow.get(row) ?? { posts: 0, completed: 0, failedNo: 0, unknown: 0, duplicates: 0, lost: 0, lies: 0 };
  for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += more[key];
  byRow.set(row, sum);
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(list, keyOf);
}

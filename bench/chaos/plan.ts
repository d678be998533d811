/** What a run will do, drawn from its seed alone before anything is started: a replay does the same. */
import type { CrashPoint } from '../../src/kit/crash-points.ts';
import type { FaultOrder } from '../../src/simulator/ports.ts';
import type { Post } from '../../src/simulator/rack-types.ts';
import { Dice } from './dice.ts';
import { FAULTS } from './faults.ts';
import { crashRounds, crashTheme, Deck, roundsOfDeal, type Theme } from './themes.ts';

/** Something done to the world, besides the faults of single phones. Times count from the round's first running task. */
export type Blow =
  /** SIGKILL of the server as it passes a crash point, for the so-manieth time. */
  | { readonly kind: 'crash'; readonly point: CrashPoint; readonly pass: number }
  /** SIGKILL of the server. */
  | { readonly kind: 'kill'; readonly afterMs: number }
  | { readonly kind: 'kill-postgres'; readonly afterMs: number }
  | { readonly kind: 'kill-adb'; readonly afterMs: number; readonly downMs: number }
  /** All phones of the round at once, or the first so many. */
  | { readonly kind: 'unplug'; readonly afterMs: number; readonly phones: number; readonly outMs: number }
  | { readonly kind: 'full-disk'; readonly afterMs: number; readonly forMs: number }
  | { readonly kind: 'clock'; readonly afterMs: number; readonly offsetMs: number }
  /** SIGTERM, and a start when it has stopped. */
  | { readonly kind: 'terminate'; readonly afterMs: number }
  /** SIGSTOP, and SIGCONT later. */
  | { readonly kind: 'suspend'; readonly afterMs: number; readonly forMs: number }
  /** Another server is started on the data directory. */
  | { readonly kind: 'second-server'; readonly afterMs: number }
  /** Another server works on the same database when this one is killed, or suspended for longer than its lease. */
  | { readonly kind: 'takeover'; readonly afterMs: number; readonly first: 'killed' | 'suspended' };

export interface PlannedPost {
  /** Of this post alone: its files are named after it, and it stands in the caption. */
  readonly mark: string;
  /** Posts with the same one publish the same file: its mark. */
  readonly file: string;
  /** Whether another one publishes it, too. */
  readonly isShared: boolean;
  readonly serial: string;
  readonly app: Post['app'];
  readonly kind: Post['kind'];
  readonly mode: 'device' | 'account';
  /** Which of the phone's accounts, in account mode. */
  readonly account: 0 | 1;
  readonly caption: string;
  readonly maxRetries: number;
  /** Scheduled so far ahead; 0 for at once. */
  readonly aheadMs: number;
  /** How long after the round's begin its client sends it. */
  readonly sentAfterMs: number;
  /** The client goes away so soon after asking, then asks again with the same key. */
  readonly lostAfterMs: number | null;
  /** The row of the table it counts in. */
  readonly row: string;
  readonly fault: FaultOrder | null;
}

export interface PlannedRound {
  readonly number: number;
  readonly row: string;
  readonly blows: readonly Blow[];
  /** How long a phone that went away is left away. */
  readonly outMs: number;
  readonly posts: readonly PlannedPost[];
}

export interface PlanOptions {
  readonly seed: number;
  readonly posts: number;
  readonly serials: readonly string[];
  readonly points: readonly CrashPoint[];
  /** Whether the data directory's disk can be filled. */
  readonly canFillDisk: boolean;
  /** Whether the server has a PostgreSQL of its own. */
  readonly canKillPostgres: boolean;
  /** Rounds of these kinds alone. */
  readonly only?: readonly string[];
}

const FEWEST_PHONES = 4;
const MOST_PHONES = 40;
const TWINS_PERCENT = 8;
const ACCOUNT_MODE_PERCENT = 30;
const SCHEDULED_PERCENT = 10;
const LOST_ANSWER_PERCENT = 15;
/** A server that is struck has posts in all their steps, some done and some to come: about as fast as a machine does them. */
const SPREAD_MS = 250;
const LEAST_SPREAD_MS = 2_500;
const SHORT_MS = 300;

/** A phone whose post an operator settles stays away that long, so that no look comes first. */
const SETTLED_WITHIN_MS = 10_000;

function isSettled(blow: Blow): boolean {
  return blow.kind === 'crash' && blow.point.startsWith('settle.');
}

/** So many phones, a post on each in every round, that so many posts are enough for everything to come once. */
export function phonesFor(options: Omit<PlanOptions, 'seed' | 'serials'>): number {
  const phones = Math.floor(options.posts / roundsOfDeal(options));
  return Math.min(Math.max(phones, FEWEST_PHONES), MOST_PHONES);
}

export function planRounds(options: PlanOptions): readonly PlannedRound[] {
  const { seed, posts, serials } = options;
  const dice = new Dice(seed);
  const deck = new Deck(options, dice.for('deck'));
  const rounds: PlannedRound[] = [];
  for (let left = posts; left > 0; left -= serials.length) {
    const number = rounds.length + 1;
    const count = Math.min(left, serials.length);
    rounds.push(planRound(number, { ...deck.next(), dice: dice.for(number), count, serials }));
  }
  return rounds;
}

/** One more round for points at which no server has ended yet. */
export function planAgain(options: PlanOptions, number: number, missed: readonly CrashPoint[]): PlannedRound {
  const { seed, serials } = options;
  const dice = new Dice(seed).for('again', number);
  const [chain = []] = crashRounds(missed, dice);
  const theme = crashTheme(chain, { dice, phones: serials.length });
  return planRound(number, { ...theme, dice, count: serials.length, serials });
}

interface RoundDraft extends Theme {
  readonly dice: Dice;
  readonly count: number;
  readonly serials: readonly string[];
}

function planRound(number: number, draft: RoundDraft): PlannedRound {
  const { row, blows, dice, count, serials } = draft;
  const posts: PlannedPost[] = [];
  const deal = dice.for('faults').shuffled(draft.faults ?? FAULTS);
  for (const [index, serial] of dice.for('phones').shuffled(serials).slice(0, count).entries()) {
    const mark = `r${number}p${index + 1}`;
    const fault = deal[index % deal.length] ?? null;
    const post = planPost(draft, { mark, serial, dice: dice.for('post', index), isFirst: index === 0, fault });
    const before = posts.at(-1);
    if (before === undefined || before.fault !== null || !dice.percent(TWINS_PERCENT)) posts.push(post);
    else posts.splice(-1, 1, ...twins(before, post.mark, dice.percent(50)));
  }
  const outMs = dice.for('out').between(300, 4_000) + (blows.some(isSettled) ? SETTLED_WITHIN_MS : 0);
  return { number, row, blows, outMs, posts };
}

/** A twin comes on the same phone, as the same account, with the same words, and maybe with the same file. */
function twins(first: PlannedPost, mark: string, isShared: boolean): readonly PlannedPost[] {
  const twin = { ...first, mark, file: isShared ? first.file : mark, isShared, lostAfterMs: null };
  return [{ ...first, isShared: first.isShared || isShared }, twin];
}

const KINDS = [
  { app: 'tiktok', kind: 'video' },
  { app: 'tiktok', kind: 'video' },
  { app: 'tiktok', kind: 'images' },
  { app: 'instagram', kind: 'reel' },
  { app: 'instagram', kind: 'reel' },
  { app: 'instagram', kind: 'images' },
  { app: 'instagram', kind: 'story' },
] as const;

interface PostDraft {
  readonly mark: string;
  readonly serial: string;
  readonly dice: Dice;
  readonly isFirst: boolean;
  /** What strikes it, if anything does. */
  readonly fault: FaultOrder | null;
}

function planPost(
  { row, blows, count, faultsPercent }: RoundDraft,
  { mark, serial, dice, isFirst, fault: dealt }: PostDraft,
): PlannedPost {
  // Where faults are wanted, one comes.
  const isStruck = dice.percent(isFirst && faultsPercent > 0 ? 100 : faultsPercent);
  const fault = isStruck ? dealt : null;
  // In a while, by which clock? Seen from one that moves, it may be past, or an hour and a half away.
  const movesClock = blows.some(({ kind }) => kind === 'clock');
  return {
    ...dice.one(KINDS),
    mark,
    file: mark,
    isShared: false,
    serial,
    mode: dice.percent(ACCOUNT_MODE_PERCENT) ? 'account' : 'device',
    account: dice.percent(50) ? 0 : 1,
    caption: `Post ${mark} of the harness #chaos`,
    maxRetries: dice.one([0, 1, 2, 3]),
    aheadMs: dice.percent(SCHEDULED_PERCENT) && !movesClock ? dice.between(500, 4_000) : 0,
    sentAfterMs: dice.between(0, blows.length > 0 ? Math.max(LEAST_SPREAD_MS, count * SPREAD_MS) : SHORT_MS),
    lostAfterMs: dice.percent(LOST_ANSWER_PERCENT) ? dice.between(1, 60) : null,
    row: fault !== null && blows.length === 0 ? `fault ${fault.kind}` : row,
    fault,
  };
}

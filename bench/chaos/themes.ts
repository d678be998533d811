/** What a round is about: its blows, dealt so that each kind comes before one comes again. */
import type { CrashPoint } from '../../src/kit/crash-points.ts';
import type { FaultOrder } from '../../src/simulator/ports.ts';
import { Dice } from './dice.ts';
import { DOUBTFUL, FAULTS } from './faults.ts';
import type { Blow, PlanOptions } from './plan.ts';

const MOST_PASSES = 3;
const MIXED_FAULTS_PERCENT = 30;
/** Each has its share of the faults. */
const FAULT_ROUNDS = 3;
/** Crash points that a server passes when it starts after a kill, or when it is asked to stop: they need a blow before. */
const AFTER_A_KILL = 'recovery.';
const WHILE_STOPPING = 'stop.';

export interface Theme {
  readonly row: string;
  readonly blows: readonly Blow[];
  /** How many posts of a hundred meet a fault of their phone. */
  readonly faultsPercent: number;
  /** Which faults; all when absent. */
  readonly faults?: readonly FaultOrder[];
}

export class Deck {
  readonly #options: PlanOptions;
  readonly #dice: Dice;
  #cards: Theme[] = [];
  #deals = 0;

  constructor(options: PlanOptions, dice: Dice) {
    this.#options = options;
    this.#dice = dice;
  }

  next(): Theme {
    if (this.#cards.length === 0) {
      this.#deals += 1;
      const dice = this.#dice.for(this.#deals);
      // What leaves posts in doubt comes first: the later looks at them are over by the end of the other rounds.
      this.#cards = dice
        .shuffled(dealOf({ ...this.#options, phones: this.#options.serials.length }, dice))
        .toSorted((one, other) => Math.sign(one.faultsPercent) - Math.sign(other.faultsPercent));
    }
    return this.#cards.pop() as Theme;
  }
}

/** Of so many posts, this part is enough for somebody to be in doubt about one; of fewer all are. */
const MANY_PHONES = 16;
const MANY_DOUBTS_PERCENT = 40;

type DealOptions = Pick<PlanOptions, 'points' | 'canFillDisk' | 'canKillPostgres' | 'only'> & {
  readonly phones: number;
};

/** The number of rounds in which everything comes once. */
export function roundsOfDeal(options: Omit<DealOptions, 'phones'>): number {
  return dealOf({ ...options, phones: 0 }, new Dice(0)).length;
}

function dealOf(options: DealOptions, dice: Dice): readonly Theme[] {
  const { only } = options;
  const all = themes(options, dice);
  const deal = only === undefined ? all : all.filter(({ row }) => only.some((word) => row.includes(word)));
  if (deal.length === 0) throw new Error(`No rounds are called ${only?.join(', ')}`);
  return deal;
}

/** Everything once, with the crash points two a round: a task that is killed three times in a row is given up. */
function themes({ points, canFillDisk, canKillPostgres, phones }: DealOptions, dice: Dice): readonly Theme[] {
  const soon = (): number => dice.between(0, 3_500);
  const plain = (row: string, ...blows: Blow[]): Theme => ({ row, blows, faultsPercent: 0 });
  const minutes = (count: number): number => count * 60_000;
  return [
    ...crashRounds(points, dice).map((chain) => crashTheme(chain, { dice, phones })),
    plain('kill at a random moment', { kind: 'kill', afterMs: soon() }, { kind: 'kill', afterMs: soon() }),
    plain('kill at a random moment', { kind: 'kill', afterMs: soon() }),
    ...(canKillPostgres ? [plain('kill of PostgreSQL', { kind: 'kill-postgres', afterMs: soon() })] : []),
    plain('kill of the ADB server', { kind: 'kill-adb', afterMs: soon(), downMs: dice.between(100, 3_000) }),
    plain('phones unplugged', { kind: 'unplug', afterMs: soon(), phones: 3, outMs: dice.between(300, 4_000) }),
    plain('all phones unplugged', { kind: 'unplug', afterMs: soon(), phones: 1_000, outMs: dice.between(300, 4_000) }),
    plain('clock jumps', {
      kind: 'clock',
      afterMs: soon(),
      offsetMs: dice.one([-1, 1]) * minutes(dice.between(1, 90)),
    }),
    plain('SIGTERM', { kind: 'terminate', afterMs: soon() }),
    plain('SIGSTOP and SIGCONT', { kind: 'suspend', afterMs: soon(), forMs: dice.between(500, 8_000) }),
    plain('two servers, one directory', { kind: 'second-server', afterMs: soon() }),
    plain('two servers, one killed', { kind: 'takeover', afterMs: soon(), first: 'killed' }),
    plain('two servers, one suspended', { kind: 'takeover', afterMs: soon(), first: 'suspended' }),
    ...(canFillDisk
      ? [plain('full disk', { kind: 'full-disk', afterMs: soon(), forMs: dice.between(1_000, 5_000) })]
      : []),
    ...Array.from({ length: FAULT_ROUNDS }, (_, part): Theme => {
      const faults = FAULTS.filter((_fault, index) => index % FAULT_ROUNDS === part);
      return { row: 'faults of phones', blows: [], faultsPercent: 100, faults };
    }),
    ...[1, 2].map(
      (): Theme => ({
        row: 'mixed',
        blows: [
          dice.one<Blow>([
            { kind: 'kill', afterMs: soon() },
            { kind: 'kill-adb', afterMs: soon(), downMs: dice.between(100, 3_000) },
            canKillPostgres ? { kind: 'kill-postgres', afterMs: soon() } : { kind: 'terminate', afterMs: soon() },
          ]),
          { kind: 'kill', afterMs: soon() },
        ],
        faultsPercent: MIXED_FAULTS_PERCENT,
      }),
    ),
  ];
}

interface CrashDraw {
  readonly dice: Dice;
  readonly phones: number;
}

/** Kills at points one after the other. */
export function crashTheme(chain: readonly CrashPoint[], { dice, phones }: CrashDraw): Theme {
  const blows = chain.map((point, at): Blow => ({ kind: 'crash', point, pass: passOf(point, { dice, at }) }));
  const doubtsPercent = phones < MANY_PHONES ? 100 : MANY_DOUBTS_PERCENT;
  return {
    row: 'kill at crash points',
    blows,
    faultsPercent: chain.some(isAfterDoubt) ? doubtsPercent : 0,
    faults: DOUBTFUL,
  };
}

/** Chains of points to be killed at one after the other, such that each can be reached. */
export function crashRounds(points: readonly CrashPoint[], dice: Dice): readonly (readonly CrashPoint[])[] {
  const shuffled = dice.shuffled(points);
  const recoveries = shuffled.filter((point) => point.startsWith(AFTER_A_KILL));
  const firsts = shuffled.filter((point) => !point.startsWith(AFTER_A_KILL) && !isAfterDoubt(point));
  const committed = firsts.filter((point) => COMMITTED.has(point));
  const chains: CrashPoint[][] = recoveries.map((point) => [committed.shift() ?? 'commit.tapped', point]);
  chains.push(...shuffled.filter(isAfterDoubt).map((point) => [point]));
  const rest = firsts.filter((point) => !chains.some((chain) => chain.includes(point)));
  // The table is in the order of a task's life: after a kill that came late in it there may be nothing left to do.
  const ordered = points.filter((point) => rest.includes(point));
  const later = dice.shuffled(ordered.splice(Math.ceil(ordered.length / 2)));
  for (const [at, first] of ordered.entries()) chains.push([first, later[at]].filter((point) => point !== undefined));
  return dice.shuffled(chains);
}

/** Passed only for posts of which nobody knows whether they are out. */
function isAfterDoubt(point: CrashPoint): boolean {
  return point.startsWith('look.') || point.startsWith('settle.');
}

function isOfCreation(point: CrashPoint): boolean {
  return point.startsWith('creation.') || point.startsWith('material.');
}

/** An attempt passes a point once; with several phones at work, another phone may be the one that strikes. */
function passOf(point: CrashPoint, { dice, at }: { readonly dice: Dice; readonly at: number }): number {
  return at > 0 || isOfCreation(point) || isAfterDoubt(point) || point.startsWith(WHILE_STOPPING)
    ? 1
    : dice.between(1, MOST_PASSES);
}

/** A server killed there leaves an attempt that only the phone can decide about. */
const COMMITTED: ReadonlySet<CrashPoint> = new Set([
  'commit.recorded',
  'commit.tapped',
  'commit.done',
  'confirm.begun',
  'confirm.done',
]);

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULTS } from '../../bench/chaos/faults.ts';
import { judge, type Outcome } from '../../bench/chaos/judge.ts';
import { type PlannedRound, phonesFor, planRounds } from '../../bench/chaos/plan.ts';
import { POINTS } from '../../bench/chaos/run.ts';
import type { Post } from '../../src/simulator/rack-types.ts';

type Error = { readonly published: 'no' | 'unknown' };
interface Written {
  readonly id: number;
  readonly status: number;
  readonly error?: Error;
  readonly attempts?: readonly object[];
  readonly file?: string;
}

function outcome({ id, status, error, attempts = [], file = `file ${id}` }: Written): Outcome {
  const task = { id, status, error: error ?? null, attempts };
  const created = { post: { serial: 'RACK0001', row: 'a row' }, taskId: id, sha256: file };
  return { created, task } as unknown as Outcome;
}

function published(...files: readonly string[]): readonly Post[] {
  return files.map((sha256) => ({ serial: 'RACK0001', media: [{ sha256 }] })) as unknown as readonly Post[];
}

const COMPLETED = 2;
const FAILED = 3;

function violations(outcomes: readonly Outcome[], ledger: readonly Post[]): readonly string[] {
  return judge(outcomes, ledger).findings.map(({ violation }) => violation);
}

test('what agrees with the ledger is no violation', () => {
  const outcomes = [
    outcome({ id: 1, status: COMPLETED }),
    outcome({ id: 2, status: FAILED, error: { published: 'no' } }),
  ];
  const { findings, byRow } = judge(outcomes, published('file 1'));
  assert.deepEqual(findings, []);
  const counts = { posts: 2, completed: 1, failedNo: 1, unknown: 0, duplicates: 0, lost: 0, lies: 0 };
  assert.deepEqual([...byRow], [['a row', counts]]);
});

test('each violation is found', () => {
  const completed = outcome({ id: 1, status: COMPLETED });
  assert.deepEqual(violations([completed], published('file 1', 'file 1')), ['duplicate']);
  assert.deepEqual(violations([completed], []), ['lost']);
  assert.deepEqual(violations([{ ...completed, task: undefined }], []), ['lost']);
  assert.deepEqual(violations([outcome({ id: 1, status: 0 })], []), ['lost']);
  assert.deepEqual(violations([outcome({ id: 1, status: FAILED, error: { published: 'no' } })], published('file 1')), [
    'lie',
  ]);
  const unknown = outcome({ id: 1, status: FAILED, error: { published: 'unknown' } });
  assert.deepEqual(violations([unknown], published('file 1')), ['unknown']);
  assert.deepEqual(violations([unknown], []), ['unknown']);
  assert.deepEqual(violations([completed], published('file 1', 'a file of nobody')), ['stranger']);
  const tappedTwice = published('file 1').map((post) => ({ ...post, taps: 2 }));
  assert.deepEqual(violations([completed], tappedTwice), ['tapped']);
  const attempts = [
    { outcome: 'failed', error: { published: 'unknown' } },
    { outcome: 'completed', error: null },
  ];
  assert.deepEqual(violations([outcome({ id: 1, status: COMPLETED, attempts })], published('file 1')), ['repeated']);
});

test('tasks of the same file on the same phone are compared by number', () => {
  const twins = [
    outcome({ id: 1, status: COMPLETED, file: 'both' }),
    outcome({ id: 2, status: FAILED, error: { published: 'no' }, file: 'both' }),
  ];
  assert.deepEqual(violations(twins, published('both')), []);
  assert.deepEqual(violations(twins, published('both', 'both')), ['lie']);
  assert.deepEqual(violations(twins, published()), ['lost']);
});

test('the same seed plans the same rounds, and each crash point is in one', () => {
  const options = {
    posts: 400,
    serials: ['A', 'B', 'C', 'D'],
    points: POINTS,
    canFillDisk: true,
    canKillPostgres: true,
  };
  const plan = planRounds({ ...options, seed: 5 });
  assert.deepEqual(planRounds({ ...options, seed: 5 }), plan);
  assert.notDeepEqual(planRounds({ ...options, seed: 6 }), plan);
  const pointsOf = (rounds: readonly PlannedRound[]): readonly string[] =>
    rounds.flatMap(({ blows }) => blows.flatMap((blow) => (blow.kind === 'crash' ? [blow.point] : [])));
  assert.deepEqual(new Set(pointsOf(plan)), new Set(POINTS));
  const rows = (rounds: readonly PlannedRound[]): readonly string[] =>
    [...new Set(rounds.map(({ row }) => row))].sort();
  for (const posts of [200, 1000]) {
    const serials = Array.from({ length: phonesFor({ ...options, posts }) }, (_, index) => `PHONE${index}`);
    const dealt = planRounds({ ...options, posts, serials, seed: 7 });
    assert.deepEqual(rows(dealt), rows(plan));
    assert.deepEqual(new Set(pointsOf(dealt)), new Set(POINTS));
    const faultsOf = dealt.filter(({ row }) => row === 'faults of phones').flatMap((round) => round.posts);
    if (posts === 1000) assert.deepEqual(new Set(faultsOf.map(({ fault }) => fault)), new Set(FAULTS));
  }
  const movesClock = ({ blows }: PlannedRound): boolean => blows.some(({ kind }) => kind === 'clock');
  const scheduled = plan.filter(({ posts }) => posts.some(({ aheadMs }) => aheadMs > 0));
  assert.ok(scheduled.length > 0);
  assert.ok(plan.some(movesClock));
  assert.deepEqual(scheduled.filter(movesClock), []);
});

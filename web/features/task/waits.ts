import type { TaskAttempt, TaskDetail } from '../../../src/contract/types.ts';

export type AttemptStep = TaskAttempt['steps'][number];
export type EvidenceLink = TaskAttempt['evidence'][number];

/** Shorter than this nobody waited. */
const WORTH_TELLING_MS = 1_000;

/** How long the first attempt waited for its turn after it was due; null where that is not known or not worth a word. */
export function turnWaitMs({ attempts, created_at: createdAt, scheduled_at: scheduledAt }: TaskDetail): number | null {
  const [first, ...others] = attempts;
  // A retry moves the time at which the task is due.
  if (first === undefined || others.length > 0) return null;
  return worth(Date.parse(first.started_at) - Math.max(Date.parse(createdAt), Date.parse(scheduledAt)));
}

/** Between the end of an attempt and the beginning of the next one. */
export function waitBefore(attempts: readonly TaskAttempt[], index: number): number | null {
  const before = attempts[index - 1]?.finished_at ?? null;
  const attempt = attempts[index];
  if (before === null || attempt === undefined) return null;
  return worth(Date.parse(attempt.started_at) - Date.parse(before));
}

/** Between the end of one step and the beginning of the next. */
export function gapBefore(steps: readonly AttemptStep[], index: number): number | null {
  const before = steps[index - 1]?.finished_at ?? null;
  const step = steps[index];
  if (before === null || step === undefined) return null;
  return worth(Date.parse(step.started_at) - Date.parse(before));
}

function worth(ms: number): number | null {
  return ms >= WORTH_TELLING_MS ? ms : null;
}

/** What was kept while each step went on, or right after it and before the next one. */
export function evidenceByStep({ steps, evidence }: TaskAttempt): ReadonlyMap<number, readonly EvidenceLink[]> {
  const grouped = Map.groupBy(evidence, ({ at }) =>
    Math.max(
      0,
      steps.findLastIndex(({ started_at: startedAt }) => startedAt <= at),
    ),
  );
  return grouped;
}

/** The span of an attempt, for drawing its steps to scale. */
export function spanOf(attempt: TaskAttempt, now: number): { readonly from: number; readonly ms: number } {
  const from = Date.parse(attempt.started_at);
  const ends = attempt.steps.map(({ finished_at: finishedAt }) => (finishedAt === null ? now : Date.parse(finishedAt)));
  const until = attempt.finished_at === null ? now : Date.parse(attempt.finished_at);
  return { from, ms: Math.max(1, Math.max(until, ...ends) - from) };
}

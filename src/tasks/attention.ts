import { type Attention, type AttentionTask, DEFAULT_ATTENTION_ITEMS } from '../contract/attention.ts';
import type { Hold } from '../queue/holds.ts';
import {
  type Group,
  listBlockedApps,
  listDialogs,
  listEvidence,
  listHeld,
  listQuarantined,
  listSignedOut,
  listUnknownOutcomes,
  type QuarantinedRow,
  type StuckRow,
} from '../storage/attention.ts';
import { atOneMoment, type Reader } from '../storage/database.ts';
import type { TaskRow } from '../storage/tasks.ts';
import type { EvidenceEntry, EvidenceKind } from './evidence.ts';
import { planOf } from './plan.ts';
import type { StatusParts } from './status.ts';
import { evidenceUrl, viewTask } from './task-view.ts';

export type AttentionParts = Pick<StatusParts, 'db' | 'holds' | 'incident'>;

/** What waits for somebody, as of now. @param items how many of each group are listed; all of them are counted. */
export async function readAttention(parts: AttentionParts, items = DEFAULT_ATTENTION_ITEMS): Promise<Attention> {
  const found = await atOneMoment(parts.db, async (tx) => await readGroups(tx, items));
  const holds = viewHolds(parts);
  const { unknown, held, quarantined, dialogs, signedOut, blocked, evidence } = found;
  const counts = [unknown, held, dialogs, signedOut, blocked, holds].map(({ count }) => count);
  return {
    total: counts.reduce((sum, count) => sum + count, quarantined.length),
    unknown_outcomes: { ...headOf(unknown), tasks: unknown.rows.map((row) => viewUnknown(row, evidence)) },
    overdue: { ...headOf(held), tasks: held.rows.map((row) => viewHeld(row)) },
    quarantined: {
      count: quarantined.length,
      oldest_at: quarantined[0]?.quarantined_at?.toISOString() ?? null,
      phones: quarantined.slice(0, items).map(viewQuarantined),
    },
    dialogs: { ...headOf(dialogs), dialogs: dialogs.rows.map((row) => viewDialog(row, evidence)) },
    signed_out: {
      ...headOf(signedOut),
      accounts: signedOut.rows.map(({ id, platform, username, serial, last_check_at: checkedAt }) => ({
        account_id: id,
        platform,
        username,
        serial: serial ?? '',
        last_check_at: checkedAt?.toISOString() ?? '',
      })),
    },
    blocked_apps: { ...headOf(blocked), apps: blocked.rows.map((row) => viewBlocked(row, evidence)) },
    holds,
  };
}

type Evidence = Awaited<ReturnType<typeof listEvidence>>;

async function readGroups(tx: Reader, items: number) {
  const unknown = await listUnknownOutcomes(tx, items);
  const held = await listHeld(tx, items);
  const quarantined = await listQuarantined(tx);
  const dialogs = await listDialogs(tx, items);
  const signedOut = await listSignedOut(tx, items);
  const blocked = await listBlockedApps(tx, items);
  const seen = [unknown.rows, dialogs.rows, blocked.rows].flatMap((rows) => rows.map(({ id }) => id));
  return { unknown, held, quarantined, dialogs, signedOut, blocked, evidence: await listEvidence(tx, seen) };
}

function headOf({ count, oldestAt }: Group<unknown>): { count: number; oldest_at: string | null } {
  return { count, oldest_at: oldestAt?.toISOString() ?? null };
}

/** Those of single phones pass by themselves, or are quarantines, which have a group of their own. */
function viewHolds({ holds, incident }: AttentionParts): Attention['holds'] {
  const ofAll = holds().filter(({ serial }) => serial === null);
  const ongoing = incident();
  const since = ofAll.map((hold) => hold.since.toISOString());
  const began = [...since, ...(ongoing === null ? [] : [ongoing.began_at])].toSorted();
  return { count: began.length, oldest_at: began[0] ?? null, holds: ofAll.map(viewHold), incident: ongoing };
}

function viewHold({ name, reason, serial, since }: Hold): Attention['holds']['holds'][number] {
  return { name, reason, serial, since: since.toISOString() };
}

function viewUnknown(row: TaskRow, evidence: Evidence): AttentionTask {
  return {
    ...viewWaiting(row),
    since: (row.finished_at ?? row.created_at).toISOString(),
    message: viewTask(row).error?.message ?? '',
    reason: null,
    next_look_at: row.reconcile_at?.toISOString() ?? null,
    screenshot_url: keptUrl(evidence, row.id, 'screenshot'),
  };
}

function viewHeld(row: TaskRow): AttentionTask {
  const waits = viewTask(row).needs_decision;
  return {
    ...viewWaiting(row),
    since: waits?.since ?? row.scheduled_at.toISOString(),
    message: waits?.message ?? '',
    reason: waits?.reason ?? null,
    next_look_at: null,
    screenshot_url: null,
  };
}

type Waiting = Pick<
  AttentionTask,
  'task_id' | 'serial' | 'platform' | 'username' | 'script_name' | 'caption' | 'scheduled_at'
>;

function viewWaiting(row: TaskRow): Waiting {
  const plan = planOf(row);
  return {
    task_id: row.id,
    serial: row.serial,
    platform: row.platform,
    username: row.username,
    script_name: row.script_name,
    caption: plan.kind === 'custom' ? '' : plan.caption,
    scheduled_at: row.scheduled_at.toISOString(),
  };
}

function viewQuarantined(row: QuarantinedRow): Attention['quarantined']['phones'][number] {
  const { serial, model, state, quarantined_at: at, quarantine_reason: reason, quarantined_by: by } = row;
  return { serial, model, state, at: at?.toISOString() ?? '', reason: reason ?? '', by: by ?? 'postwright' };
}

function viewStuck(row: StuckRow, evidence: Evidence) {
  return {
    code: row.error.code,
    tasks: row.tasks,
    first_seen_at: row.first.toISOString(),
    last_seen_at: row.last.toISOString(),
    last_task_id: row.id,
    message: row.error.message,
    screenshot_url: keptUrl(evidence, row.id, 'screenshot'),
  };
}

function viewDialog(row: StuckRow, evidence: Evidence): Attention['dialogs']['dialogs'][number] {
  return {
    ...viewStuck(row, evidence),
    fingerprint: row.error.fingerprint ?? '',
    serials: [...row.serials],
    tree_url: keptUrl(evidence, row.id, 'tree'),
  };
}

function viewBlocked(row: StuckRow, evidence: Evidence): Attention['blocked_apps']['apps'][number] {
  return { ...viewStuck(row, evidence), serial: row.serials[0] ?? '', platform: row.platform };
}

/** The last file of that kind is of the moment the attempt failed. */
function keptUrl(evidence: Evidence, taskId: number, kind: EvidenceKind): string | null {
  const entries = (evidence.get(taskId) ?? []) as readonly EvidenceEntry[];
  const entry = entries.findLast((one) => one.kind === kind);
  return entry === undefined ? null : evidenceUrl(taskId, entry.path);
}

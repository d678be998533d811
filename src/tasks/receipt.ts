import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Receipt } from '../contract/receipt.ts';
import { API_PREFIX } from '../contract/route-spec.ts';
import type { Task } from '../contract/task.ts';
import { PostwrightError } from '../errors.ts';
import type { Plan } from '../scripts/script.ts';
import { listAttempts } from '../storage/attempts.ts';
import { atOneMoment, type Db, type Reader } from '../storage/database.ts';
import { findDevice } from '../storage/devices.ts';
import { findMaterial } from '../storage/materials.ts';
import { getTask } from '../storage/tasks.ts';
import { planOf } from './plan.ts';
import { TASK_STATUS } from './states.ts';
import { viewTask } from './task-view.ts';

type Attempts = Awaited<ReturnType<typeof listAttempts>>;

/**
 * What a completed task has to show.
 * @throws NOT_FOUND; STATE_CONFLICT for any other task.
 */
export async function readReceipt(db: Db, id: number): Promise<Receipt> {
  return await atOneMoment(db, async (tx) => {
    const row = await getTask(tx, id);
    const task = viewTask(row);
    if (row.status !== TASK_STATUS.completed) {
      const message = `Task ${id} is ${task.status_text}; only a completed task has a receipt.`;
      throw new PostwrightError('STATE_CONFLICT', message);
    }
    const plan = planOf(row);
    const device = await findDevice(tx, row.serial);
    return {
      ...viewTarget(task, plan),
      ...viewAttempts(await listAttempts(tx, id), row.attempt),
      phone: {
        serial: row.serial,
        name: device?.name ?? null,
        model: device?.model ?? null,
        android_version: device?.android_version ?? null,
      },
      materials: await viewMaterials(tx, plan),
    };
  });
}

type Target = Omit<Receipt, 'phone' | 'materials' | keyof ReturnType<typeof viewAttempts>>;

function viewTarget(task: Task, plan: Plan): Target {
  const { result } = task;
  const kind = kindOf(plan);
  const seenAt = result?.published_at ?? null;
  return {
    task_id: task.id,
    kind,
    proof: seenAt !== null ? 'seen' : task.settled?.published === true ? 'said' : 'none',
    script_name: task.script_name,
    platform: task.platform,
    account: accountOf(task),
    title: plan.kind === 'custom' ? null : plan.title,
    caption: plan.kind === 'custom' ? '' : plan.caption,
    created_at: task.created_at,
    scheduled_at: task.scheduled_at,
    seen_at: seenAt,
    finished_at: task.finished_at,
    post_url: result?.post_url ?? null,
    settled: task.settled,
    values: result !== null && 'values' in result ? result.values : null,
    screenshot_url: result?.screenshot_url ?? null,
  };
}

/** An operator who settled a task may not have known whose it was. */
function accountOf({ result, username }: Task): string | null {
  const account = result?.account ?? '';
  return account === '' ? username : account;
}

function kindOf(plan: Plan): Receipt['kind'] {
  if (plan.kind === 'custom') return 'custom';
  return plan.rehearsal ? 'rehearsal' : 'post';
}

function viewAttempts(attempts: Attempts, number: number) {
  const last = attempts.find((attempt) => attempt.number === number);
  return {
    app: (last?.app ?? null) as Receipt['app'],
    started_at: last?.started_at.toISOString() ?? null,
    committed_at: last?.committed_at?.toISOString() ?? null,
    attempts: attempts.length,
  };
}

async function viewMaterials(db: Reader, plan: Plan): Promise<Receipt['materials']> {
  if (plan.kind === 'custom') return [];
  const views: Receipt['materials'] = [];
  for (const { sha256, name, mime, sizeBytes } of plan.materials) {
    const isKept = (await findMaterial(db, sha256)) !== undefined;
    const thumbnail = isKept ? `${API_PREFIX}/material/${sha256}/thumbnail` : null;
    views.push({ sha256, name, mime, size_bytes: sizeBytes, thumbnail_url: thumbnail });
  }
  return views;
}

/** The screenshot that a receipt points to; null when the disk has it no longer. */
export async function readProof(db: Db, id: number, directory: string): Promise<Buffer | null> {
  const path = viewTask(await getTask(db, id)).result?.screenshot ?? null;
  return path === null ? null : await readFile(join(directory, path)).catch(() => null);
}

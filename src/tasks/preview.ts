import type { CreateTasks } from '../contract/create-task.ts';
import { MAX_PREVIEWED, type PreviewedTask, type TaskPreview } from '../contract/task-preview.ts';
import type { Tx } from '../storage/database.ts';
import { type CreateParts, type Decided, dueTimesOf, type ScriptRequest, scriptRequestOf } from './create.ts';
import { estimateEnd } from './estimate.ts';
import { viewPlan } from './read.ts';
import { parseSpintax } from './spintax.ts';

/**
 * What a request would make, decided by the code that makes it, in a transaction that writes nothing. Files that it brings
 * are looked at like any, and go again.
 * @throws as createTasks, duplicates aside: they are told.
 */
export async function previewTasks(parts: CreateParts, body: CreateTasks): Promise<TaskPreview> {
  const now = parts.clock.now();
  const delivery = parts.materials.open();
  try {
    const script = scriptRequestOf(parts, body, { delivery, now });
    for (;;) {
      await script.prepare();
      const preview = await parts.db
        .transaction()
        .execute(async (tx) => await previewInside(tx, parts, { body, now, script }));
      if (preview !== null) return preview;
    }
  } finally {
    // What cannot be taken back now is swept up later.
    await delivery.takeBack().catch(() => {});
  }
}

interface Asked {
  readonly body: CreateTasks;
  readonly now: Date;
  readonly script: ScriptRequest;
}

async function previewInside(tx: Tx, parts: CreateParts, { body, now, script }: Asked): Promise<TaskPreview | null> {
  let duplicates: TaskPreview['duplicates'] = null;
  const decided = await script.decide(tx, (told) => {
    duplicates = { code: 40901, ...told };
  });
  if (decided === null) return null;
  const dueAt = dueTimesOf(parts, body, now);
  const due = decided.map((each) => ({ ...each, at: dueAt(each.target.serial).at }));
  const times = due.map(({ at }) => at.getTime());
  const toDo = due.map(({ target: { serial, platform }, plan, at }) => ({
    serial,
    platform,
    scriptName: body.script_name,
    isRehearsal: plan.kind !== 'custom' && plan.rehearsal,
    scheduledAt: at,
  }));
  return {
    total: due.length,
    phones: new Set(due.map(({ target }) => target.serial)).size,
    tasks: due.slice(0, MAX_PREVIEWED).map(viewer()),
    first_at: new Date(Math.min(...times)).toISOString(),
    last_at: new Date(Math.max(...times)).toISOString(),
    finished_at: (await estimateEnd(tx, toDo, now))?.toISOString() ?? null,
    duplicates,
  };
}

/** Tasks of one request mostly share one caption, which is read once. */
function viewer(): (task: Decided & { readonly at: Date }) => PreviewedTask {
  const readings = new Map<string, number>();
  return ({ target, plan, spintax, at }) => {
    const ways = readings.get(spintax) ?? parseSpintax(spintax).readings;
    readings.set(spintax, ways);
    const where = {
      serial: target.serial,
      username: target.account?.username ?? null,
      platform: target.platform,
      scheduled_at: at.toISOString(),
      readings: ways,
    };
    return { ...where, kind: plan.kind, ...viewPlan(plan) };
  };
}

import { randomUUID } from 'node:crypto';

import { type CreatedTasks, type CreateTasks, isPost } from '../contract/create-task.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import { crashPoint } from '../kit/crash-points.ts';
import type { CustomCatalog } from '../scripts/custom/custom-scripts.ts';
import type { Plan } from '../scripts/script.ts';
import type { Db, Reader, Tx } from '../storage/database.ts';
import { insertUses } from '../storage/material-uses.ts';
import { forgetRequests, insertRequest } from '../storage/requests.ts';
import { insertTask, type NewTask, type TaskRow } from '../storage/tasks.ts';
import type { Delivery, MaterialDoor } from './admit.ts';
import { bodyHash } from './body-hash.ts';
import { CustomRequest } from './custom-request.ts';
import { type DuplicateRefusal, duplicateError } from './duplicates.ts';
import type { FolderReader } from './folder-shelf.ts';
import { claimKey, earlierAnswer, lifetimeBefore } from './idempotency.ts';
import { PostRequest, usesOf } from './post-request.ts';
import type { TaskQueue } from './queue.ts';
import type { Random } from './random.ts';
import { type Due, dueTimes, firstDueAt } from './schedule.ts';
import type { Target } from './targets.ts';

export interface CreateParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly queue: TaskQueue;
  readonly random: Random;
  readonly materials: MaterialDoor;
  readonly folders: FolderReader;
  readonly license: DeviceLimit;
  readonly scripts: CustomCatalog;
  /** IANA name of the zone in which start_time is meant. */
  readonly timeZone: string;
  /** How long an account is not given the same files again without allow_duplicate; 0 for no such rule. */
  readonly duplicateWithinMs: number;
}

export interface DeviceLimit {
  /** @throws PLAN_REFUSED naming the limit, when one of these phones is more than the plan allows. */
  checkDevices(db: Reader, serials: readonly string[]): Promise<void>;
}

export interface CreateRequest {
  /** Checked against its schema. */
  readonly body: CreateTasks;
  readonly idempotencyKey: string | undefined;
  readonly source: 'ui' | 'api';
}

/** One task of a request: where, as whom, and what. */
export interface Decided {
  /** A custom script has neither platform nor account. */
  readonly target: Omit<Target, 'platform'> & { readonly platform: Target['platform'] | null };
  readonly plan: Plan;
  /** What `q` of the list finds it by. */
  readonly text: string;
  /** What its caption was drawn from. */
  readonly spintax: string;
}

/** What becomes of a refusal that `allow_duplicate` would lift. */
export type OnRefusal = (refusal: DuplicateRefusal) => void;

/** What a request asks of its script. */
export interface ScriptRequest {
  /** Checks what there is to check, and does what takes long: before the transaction, and again when that asks for it. */
  prepare(): Promise<void>;
  /**
   * Decides the tasks, in the transaction that makes them, by what is in the database then. Writes nothing.
   * @returns null when `prepare` has to be called first, after the transaction.
   */
  decide(tx: Tx, onRefusal: OnRefusal): Promise<readonly Decided[] | null>;
}

/** A request with everything in it that does not depend on the database. */
interface Draft extends CreateRequest {
  readonly requestId: string;
  readonly hash: string;
  readonly now: Date;
  readonly script: ScriptRequest;
}

/**
 * Creates all tasks of a request with their jobs, or none, in one transaction. The media are checked and copied before
 * it begins, since that can take long; who and where is looked up again inside, since that can change meanwhile.
 * @throws INVALID_PARAMETER, NOT_FOUND, PLAN_REFUSED; STATE_CONFLICT for a key that came with another body,
 * and for files that the account was given a short while ago.
 */
export async function createTasks(parts: CreateParts, request: CreateRequest): Promise<CreatedTasks> {
  const { body, idempotencyKey: key } = request;
  const now = parts.clock.now();
  const hash = bodyHash(body);
  const earlier = key === undefined ? undefined : await earlierAnswer(parts.db, { key, hash, now });
  if (earlier !== undefined) return earlier;
  const delivery = parts.materials.open();
  const created = await endDelivery(delivery, async () => {
    const script = scriptRequestOf(parts, body, { delivery, now });
    return await createPrepared(parts, { ...request, requestId: randomUUID(), hash, now, script });
  });
  crashPoint('creation.written');
  for (const { id, serial } of created.tasks) parts.bus.publish('task.created', { taskId: id, serial });
  return created.answer;
}

/**
 * The request, if its settings go together.
 * @throws INVALID_PARAMETER; wrong times are told before any file is copied.
 */
export function scriptRequestOf(
  parts: CreateParts,
  body: CreateTasks,
  { delivery, now }: { readonly delivery: Delivery; readonly now: Date },
): ScriptRequest {
  const script = isPost(body)
    ? new PostRequest({ ...parts, materials: delivery }, body)
    : new CustomRequest(parts, body);
  dueTimesOf(parts, body, now);
  return script;
}

/** When each task of the request falls due, asked for in the order of the tasks. @throws INVALID_PARAMETER */
export function dueTimesOf(
  { timeZone, random }: Pick<CreateParts, 'timeZone' | 'random'>,
  body: CreateTasks,
  now: Date,
): (serial: string) => Due {
  return dueTimes(body, firstDueAt(body, { now, timeZone }), random);
}

/** Files stay when they have tasks. Of a request that is refused nothing stays, and it is told why even if that fails. */
async function endDelivery<T>(delivery: Delivery, work: () => Promise<T>): Promise<T> {
  try {
    const done = await work();
    delivery.keep();
    return done;
  } catch (error) {
    await delivery.takeBack().catch(() => {});
    throw error;
  }
}

/** Files are copied while no transaction is open; one that finds too few makes way for more of them, and comes again. */
async function createPrepared(parts: CreateParts, draft: Draft): Promise<Created> {
  for (;;) {
    await draft.script.prepare();
    crashPoint('creation.prepared');
    const created = await parts.db.transaction().execute(async (tx) => await createInside(tx, parts, draft));
    if (created !== null) return created;
  }
}

interface Created {
  readonly answer: CreatedTasks;
  /** None when the answer is that of an earlier request. */
  readonly tasks: readonly TaskRow[];
}

async function createInside(tx: Tx, parts: CreateParts, draft: Draft): Promise<Created | null> {
  const { idempotencyKey: key, hash, now, body } = draft;
  const earlier = key === undefined ? undefined : await claimKey(tx, { key, hash, now });
  if (earlier !== undefined) return { answer: earlier, tasks: [] };
  const decided = await draft.script.decide(tx, (refusal) => {
    throw duplicateError(refusal);
  });
  if (decided === null) return null;
  const dueAt = dueTimesOf(parts, body, now);
  const tasks: TaskRow[] = [];
  for (const each of decided) {
    const task = await insertTask(tx, newTask(draft, each, dueAt(each.target.serial)));
    await insertUses(tx, usesOf(task, each));
    await parts.queue.enqueue(tx, {
      serial: task.serial,
      taskId: task.id,
      attempt: task.attempt,
      priority: task.priority,
      startAfter: task.scheduled_at,
    });
    tasks.push(task);
  }
  const answer = { task_ids: tasks.map((task) => task.id), created_count: tasks.length };
  await insertRequest(tx, { id: draft.requestId, idempotencyKey: key ?? null, bodyHash: hash, answer, createdAt: now });
  await forgetRequests(tx, lifetimeBefore(now));
  return { answer, tasks };
}

function newTask({ body, requestId, source, now }: Draft, { target, plan, text }: Decided, due: Due): NewTask {
  return {
    request_id: requestId,
    serial: target.serial,
    account_id: target.account?.id ?? null,
    username: target.account?.username ?? null,
    platform: target.platform,
    script_name: body.script_name,
    script_config: JSON.stringify(body.script_config),
    plan: JSON.stringify(plan),
    search_text: text.toLowerCase(),
    source,
    priority: body.priority ?? 0,
    max_retries: body.max_retries ?? 0,
    scheduled_at: due.at,
    gap_ms: due.gapMs,
    created_at: now,
  };
}

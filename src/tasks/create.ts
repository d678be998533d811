import { randomUUID } from 'node:crypto';

import type { CreatedTasks, CreateTasks } from '../contract/create-task.ts';
import { type FullPostConfig, withPostDefaults } from '../contract/post-config.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../kit/clock.ts';
import type { PostPlan } from '../scripts/script.ts';
import type { Db, Reader, Tx } from '../storage/database.ts';
import { listOwnCaptions } from '../storage/material-picks.ts';
import { insertUses } from '../storage/material-uses.ts';
import { forgetRequests, insertRequest } from '../storage/requests.ts';
import { insertTask, type NewTask, type TaskRow } from '../storage/tasks.ts';
import type { MaterialAdmission } from './admit.ts';
import { bodyHash } from './body-hash.ts';
import type { FolderReader } from './folder-shelf.ts';
import { FolderSupply } from './folder-supply.ts';
import { claimKey, earlierAnswer, lifetimeBefore } from './idempotency.ts';
import { LibrarySupply } from './library-supply.ts';
import { ListSupply } from './list-supply.ts';
import { assertFitTogether, assertOffered } from './offered.ts';
import { planPost } from './post-plan.ts';
import type { TaskQueue } from './queue.ts';
import type { Random } from './random.ts';
import { dueTimes, firstDueAt } from './schedule.ts';
import { publisherOf, type Supply } from './supply.ts';
import { resolveTargets, type Target } from './targets.ts';

export interface CreateParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly queue: TaskQueue;
  readonly random: Random;
  readonly materials: MaterialAdmission;
  readonly folders: FolderReader;
  readonly license: DeviceLimit;
  /** IANA name of the zone in which start_time is meant. */
  readonly timeZone: string;
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

/** A request with everything in it that does not depend on the database. */
interface Draft extends CreateRequest {
  readonly requestId: string;
  readonly hash: string;
  readonly config: FullPostConfig;
  readonly now: Date;
  readonly supply: Supply;
}

/**
 * Creates all tasks of a request with their jobs, or none, in one transaction. The media are checked and copied before
 * it begins, since that can take long; who and where is looked up again inside, since that can change meanwhile.
 * @throws INVALID_PARAMETER, NOT_FOUND, PLAN_REFUSED; STATE_CONFLICT for a key that came with another body.
 */
export async function createTasks(parts: CreateParts, request: CreateRequest): Promise<CreatedTasks> {
  const { body, idempotencyKey: key } = request;
  const now = parts.clock.now();
  const hash = bodyHash(body);
  const earlier = key === undefined ? undefined : await earlierAnswer(parts.db, { key, hash, now });
  if (earlier !== undefined) return earlier;
  const config = withPostDefaults(body.script_config);
  assertFitTogether(config);
  // Wrong times are told before any file is copied.
  dueTimes(body, firstDueAt(body, { now, timeZone: parts.timeZone }), parts.random);
  const supply = supplyOf(parts, config);
  const draft = { ...request, requestId: randomUUID(), hash, config, now, supply };
  const created = await createStocked(parts, draft);
  for (const { id, serial } of created.tasks) parts.bus.publish('task.created', { taskId: id, serial });
  return created.answer;
}

/** Where the media of a request come from. What `material_list` names leaves nothing to pick. */
function supplyOf({ materials, folders }: CreateParts, config: FullPostConfig): Supply {
  if (config.material_list.length > 0) return new ListSupply(materials, config);
  return config.material_source === 'localFolder' ? new FolderSupply(folders, config) : new LibrarySupply(config);
}

/** Files are copied while no transaction is open; one that finds too few makes way for more of them, and comes again. */
async function createStocked(parts: CreateParts, draft: Draft): Promise<Created> {
  for (;;) {
    await draft.supply.stock(await allowedTargets(parts.db, parts, draft.body));
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
  const targets = await allowedTargets(tx, parts, body);
  const plans = await planAll(tx, { parts, draft, targets });
  if (plans === null) return null;
  const dueAt = dueTimes(body, firstDueAt(body, { now, timeZone: parts.timeZone }), parts.random);
  const tasks: TaskRow[] = [];
  for (const [index, plan] of plans.entries()) {
    const target = targets[index] as Target;
    const task = await insertTask(tx, newTask(draft, { target, plan, scheduledAt: dueAt(target.serial) }));
    await insertUses(tx, usesOf(task, target, plan));
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

interface Planning {
  readonly parts: CreateParts;
  readonly draft: Draft;
  readonly targets: readonly Target[];
}

/** @returns null when more files are needed first. */
async function planAll(tx: Tx, { parts, draft, targets }: Planning): Promise<PostPlan[] | null> {
  const { config, supply } = draft;
  const gifts = await supply.give(tx, targets);
  if (gifts === null) return null;
  const sha256s = gifts.flatMap(({ materials }) => materials.map(({ sha256 }) => sha256));
  const ownCaptions = config.captions === '' ? await listOwnCaptions(tx, [...new Set(sha256s)]) : new Map();
  return gifts.map((given, index) => {
    const target = targets[index] as Target;
    return planPost({ config, target, given, ownCaptions, random: parts.random });
  });
}

function usesOf({ id, created_at: createdAt }: TaskRow, target: Target, { materials, rehearsal }: PostPlan) {
  const sha256s = new Set(materials.map(({ sha256 }) => sha256));
  return [...sha256s].map((sha256) => ({ ...publisherOf(target), sha256, taskId: id, rehearsal, createdAt }));
}

/** The targets of a request, if the plan and the apps allow what is asked for them. */
async function allowedTargets(db: Reader, { license }: CreateParts, body: CreateTasks): Promise<Target[]> {
  const targets = await resolveTargets(db, { ...body, targetApp: body.script_config.target_app });
  await license.checkDevices(db, [...new Set(targets.map((target) => target.serial))]);
  assertOffered(new Set(targets.map((target) => target.platform)), withPostDefaults(body.script_config));
  return targets;
}

interface Planned {
  readonly target: Target;
  readonly plan: PostPlan;
  readonly scheduledAt: Date;
}

function newTask({ body, requestId, source, now }: Draft, { target, plan, scheduledAt }: Planned): NewTask {
  return {
    request_id: requestId,
    serial: target.serial,
    account_id: target.account?.id ?? null,
    username: target.account?.username ?? null,
    platform: target.platform,
    script_name: body.script_name,
    script_config: JSON.stringify(body.script_config),
    plan: JSON.stringify(plan),
    search_text: [plan.title ?? '', plan.caption].join('\n').trim().toLowerCase(),
    source,
    priority: body.priority ?? 0,
    max_retries: body.max_retries ?? 0,
    scheduled_at: scheduledAt,
    created_at: now,
  };
}

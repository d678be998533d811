import type { RetentionStatus } from '../contract/status.ts';
import type { EventBus } from '../events/bus.ts';
import { pause } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import { crashPoint } from '../kit/crash-points.ts';
import type { Log } from '../kit/log.ts';
import type { Db } from '../storage/database.ts';
import {
  countKept,
  deleteOldTasks,
  deleteUnneededMaterial,
  type EndedTask,
  forgetEvidence,
  knownTaskIds,
  listEnded,
  listUnneededMaterials,
  whileEnded,
} from '../storage/retention.ts';
import type { MaterialFiles } from './delete-material.ts';
import type { EvidenceStore } from './evidence.ts';

export interface KeptMaterials extends MaterialFiles {
  /** Removes uploads that nobody went on with. */
  forgetUploads(): Promise<void>;
  /** Removes files that the database does not know, of before a moment. @returns how many. */
  sweep(before: Date, signal: AbortSignal): Promise<number>;
}

export interface RetentionParts {
  readonly db: Db;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Log;
  readonly evidence: EvidenceStore;
  readonly materials: KeptMaterials;
  /** How long finished tasks are kept; 0 is for ever. */
  readonly keepMs: number;
  /** How much room evidence may take; 0 is any. */
  readonly budgetBytes: number;
  /** Whether the files are those of this database: another one's must not be taken for left behind. */
  ownsFiles(): Promise<boolean>;
}

const EVERY_MS = 60 * 60_000;
/** Evidence comes faster than hours go by. */
const LOOK_EVERY_MS = 60_000;
/** Rows held at once: a lane or a caller never waits long for one of them. */
const BATCH = 100;
/** Reading all folders once a day finds what other servers of the database left here. */
const SWEEP_EVERY_ROUNDS = 24;
/** Between batches, so that nobody else has to wait for the disk or the database. */
const REST_MS = 20;
/** A file that was brought along by a request that came to nothing goes after this; requests take minutes at most. */
const UNNEEDED_AFTER_MS = 24 * 60 * 60_000;
/** Files that no row names yet are being written; none takes this long. */
const ORPHANED_AFTER_MS = 24 * 60 * 60_000;

/** What one run has taken away. */
export interface Cleared {
  tasks: number;
  evidenceBytes: number;
  materials: number;
  orphans: number;
}

/**
 * Forgets what is old: finished tasks with their evidence by age, evidence by the room it takes, and media files that
 * no task needs. Runs at the start and every hour, a little at a time. Tasks that are pending, running or of an unknown
 * outcome are never touched, and no file that a task could still publish.
 */
export class Retention {
  readonly #parts: RetentionParts;
  readonly #abort = new AbortController();
  #running: Promise<void> | undefined;
  #nextRunAt: Date | null = null;
  #lastRunAt: Date | null = null;
  #last: Cleared | null = null;
  #isMeasured = false;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#running ??= this.#keepOn(this.#abort.signal);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  async status(): Promise<RetentionStatus> {
    const { db, evidence, keepMs, budgetBytes } = this.#parts;
    const { finished, materials, materialBytes } = await countKept(db);
    const last = this.#last;
    return {
      keep_days: keepMs === 0 ? null : keepMs / (24 * 60 * 60_000),
      evidence_budget_bytes: budgetBytes === 0 ? null : budgetBytes,
      evidence_bytes: evidence.totalBytes,
      evidence_measured: this.#isMeasured,
      finished_tasks: finished,
      materials,
      materials_bytes: materialBytes,
      last_run_at: this.#lastRunAt?.toISOString() ?? null,
      last_run:
        last === null
          ? null
          : { tasks: last.tasks, evidence_bytes: last.evidenceBytes, materials: last.materials, orphans: last.orphans },
      next_run_at: this.#nextRunAt?.toISOString() ?? null,
    };
  }

  async #keepOn(signal: AbortSignal): Promise<void> {
    for (let round = 0; !signal.aborted; round += 1) {
      try {
        await this.run(signal, { sweep: round % SWEEP_EVERY_ROUNDS === 0 });
      } catch (error) {
        if (signal.aborted) return;
        this.#parts.log.warn({ err: error }, 'old tasks and files could not be cleared away; trying again in an hour');
      }
      await this.#rest(signal);
    }
  }

  /** Until the next run; evidence that outgrows its budget is seen to meanwhile. */
  async #rest(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    this.#nextRunAt = new Date(clock.now().getTime() + EVERY_MS);
    for (let restedMs = 0; restedMs < EVERY_MS; restedMs += LOOK_EVERY_MS) {
      await pause(LOOK_EVERY_MS, signal).catch(() => {});
      if (signal.aborted) return;
      await this.#trimEvidence(signal).catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, 'evidence could not be cleared away');
      });
    }
  }

  /** One round. With `sweep`, files that no row names are looked for too, which means reading all folders. */
  async run(signal: AbortSignal, { sweep }: { readonly sweep: boolean }): Promise<Cleared> {
    const { evidence, materials, log, clock } = this.#parts;
    const cleared: Cleared = { tasks: 0, evidenceBytes: 0, materials: 0, orphans: 0 };
    if (sweep) {
      const taskIds = await evidence.measure(signal);
      this.#isMeasured = true;
      if (await this.#parts.ownsFiles()) {
        cleared.orphans += await this.#sweepEvidence(taskIds, signal);
        cleared.orphans += await materials.sweep(new Date(clock.now().getTime() - ORPHANED_AFTER_MS), signal);
      } else {
        log.warn({}, 'the data directory belongs to another database: files that no row names are left where they are');
      }
    }
    const before = evidence.totalBytes;
    cleared.tasks = await this.#deleteOld(signal);
    await this.#trimEvidence(signal);
    cleared.evidenceBytes = Math.max(0, before - evidence.totalBytes);
    cleared.materials = await this.#deleteUnneeded(signal);
    await materials.forgetUploads();
    this.#lastRunAt = clock.now();
    this.#last = cleared;
    if (cleared.tasks + cleared.materials + cleared.orphans + cleared.evidenceBytes > 0)
      log.info({ ...cleared }, 'old tasks and files were cleared away');
    return cleared;
  }

  async #deleteOld(signal: AbortSignal): Promise<number> {
    const { db, bus, clock, evidence, keepMs } = this.#parts;
    if (keepMs === 0) return 0;
    for (let count = 0; ; ) {
      const before = new Date(clock.now().getTime() - keepMs);
      const gone = await deleteOldTasks(db, { before, limit: BATCH });
      if (gone.length === 0) return count;
      count += gone.length;
      crashPoint('retention.forgotten');
      for (const { id, serial } of gone) bus.publish('task.deleted', { taskId: id, serial });
      await evidence.removeOf(gone.map(({ id }) => id));
      await pause(REST_MS, signal);
    }
  }

  /** Down to the budget, the evidence of the task that ended first goes first. The tasks stay. */
  async #trimEvidence(signal: AbortSignal): Promise<void> {
    const { db, evidence, budgetBytes } = this.#parts;
    if (budgetBytes === 0) return;
    for (let after: EndedTask | null = null; evidence.totalBytes > budgetBytes; ) {
      const page: readonly EndedTask[] = await listEnded(db, after, BATCH);
      after = page.at(-1) ?? null;
      if (after === null) return;
      await this.#forgetUntilEnough(page.map(({ id }) => id));
      await pause(REST_MS, signal);
    }
  }

  async #forgetUntilEnough(ids: readonly number[]): Promise<void> {
    const { db, evidence, budgetBytes } = this.#parts;
    let excessBytes = evidence.totalBytes - budgetBytes;
    const chosen: number[] = [];
    for (const id of ids) {
      if (excessBytes <= 0) break;
      if (evidence.bytesOf(id) === 0) continue;
      chosen.push(id);
      excessBytes -= evidence.bytesOf(id);
    }
    if (chosen.length === 0) return;
    // A server that is killed after this finds the files again, and does the same once more.
    const forgotten = await forgetEvidence(db, chosen);
    crashPoint('retention.unnamed');
    const removals: (() => Promise<void>)[] = [];
    await whileEnded(db, forgotten, async (id) => void removals.push(await evidence.detach(id)));
    for (const remove of removals) await remove();
  }

  async #deleteUnneeded(signal: AbortSignal): Promise<number> {
    const { db, clock, materials } = this.#parts;
    const before = new Date(clock.now().getTime() - UNNEEDED_AFTER_MS);
    let count = 0;
    for (;;) {
      const batch = await listUnneededMaterials(db, { before, limit: BATCH });
      let deleted = 0;
      for (const sha256 of batch) {
        signal.throwIfAborted();
        const row = await db.transaction().execute(async (tx) => await deleteUnneededMaterial(tx, sha256, before));
        if (row === undefined) continue;
        crashPoint('retention.material');
        await materials.discard(row);
        deleted += 1;
      }
      count += deleted;
      // What is left is in somebody's hands.
      if (deleted === 0) return count;
      await pause(REST_MS, signal);
    }
  }

  /** Folders of tasks that are gone: a server was killed between a task's row and its files. Ids are never used again. */
  async #sweepEvidence(taskIds: readonly number[], signal: AbortSignal): Promise<number> {
    const { db, evidence } = this.#parts;
    let count = 0;
    for (let from = 0; from < taskIds.length; from += BATCH) {
      signal.throwIfAborted();
      const some = taskIds.slice(from, from + BATCH);
      const known = await knownTaskIds(db, some);
      const orphans = some.filter((id) => !known.has(id));
      await evidence.removeOf(orphans);
      count += orphans.length;
    }
    return count;
  }
}

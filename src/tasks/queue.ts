import type { Tx } from '../storage/database.ts';

/** A wake-up call for the lane of a phone. The task row decides what is done. */
export interface TaskJob {
  readonly serial: string;
  readonly taskId: number;
  readonly attempt: number;
  readonly priority: number;
  readonly startAfter: Date;
}

/** What tasks/ needs of the queue: a job that exists exactly when the transaction that wrote its task does. */
export interface TaskQueue {
  enqueue(tx: Tx, job: TaskJob): Promise<unknown>;
}

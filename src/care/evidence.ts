import { ERRORS, isTaskErrorName, type TaskErrorName } from '../errors.ts';

/**
 * How many attempts in a row must have ended with an error of the phone before it is looked after. What one attempt met
 * and the next will meet as well counts at once.
 */
const IN_A_ROW: Readonly<Partial<Record<TaskErrorName, number>>> = {
  DEVICE_LOCKED: 1,
  DEVICE_STORAGE_FULL: 1,
  UIA2_INSTALL_FAILED: 1,
  UIA2_UNAVAILABLE: 2,
  DEVICE_TIMEOUT: 2,
  APP_CRASHED: 3,
  DEVICE_COMMAND_FAILED: 3,
  PUSH_FAILED: 3,
  MEDIA_NOT_INDEXED: 3,
};
/** Different tasks that fail one after the other, with whatever another try might mend, have the phone in common. */
const DIFFERENT_TASKS = 5;
/** They say nothing of the phone's health. */
const NO_EVIDENCE: ReadonlySet<string> = new Set(['STOPPED', 'SERVER_STOPPED', 'DEVICE_LOST', 'OUTCOME_UNKNOWN']);

/** Why a phone is to be looked after. */
export interface Suspicion {
  readonly sentence: string;
  /** One error that says for sure what is wrong, if a self-test finds it too. */
  readonly isPlain: boolean;
}

/** What the attempts on one phone say of it. */
export class Evidence {
  #ofPhone = 0;
  readonly #tasks = new Set<number>();

  /** @param code of the error that ended the attempt; null for one that went well. */
  note(taskId: number, code: string | null): Suspicion | null {
    if (code !== null && NO_EVIDENCE.has(code)) return null;
    const name = code as TaskErrorName;
    if (code === null || !isTaskErrorName(name)) {
      this.clear();
      return null;
    }
    const needed = IN_A_ROW[name];
    if (ERRORS[name].retryable) this.#tasks.add(taskId);
    this.#ofPhone = needed === undefined ? 0 : this.#ofPhone + 1;
    return this.#suspicion(name, needed);
  }

  clear(): void {
    this.#ofPhone = 0;
    this.#tasks.clear();
  }

  #suspicion(name: TaskErrorName, needed: number | undefined): Suspicion | null {
    const attempts = this.#ofPhone === 1 ? 'An attempt' : `${this.#ofPhone} attempts in a row`;
    if (needed !== undefined && this.#ofPhone >= needed)
      return { sentence: `${attempts} failed here, the last with ${name}.`, isPlain: needed === 1 };
    if (this.#tasks.size < DIFFERENT_TASKS) return null;
    return {
      sentence: `${this.#tasks.size} different tasks in a row failed here, the last with ${name}.`,
      isPlain: false,
    };
  }
}

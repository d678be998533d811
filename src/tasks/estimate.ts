import type { Platform } from '../contract/common.ts';
import type { Reader } from '../storage/database.ts';
import { listUsualDurations, listWaiting, type Waiting } from '../storage/durations.ts';

/** A task that is to be made. */
export type ToDo = Waiting;

/**
 * About when the last of these tasks is finished, if each phone does its own one after the other, what already waits there
 * before them: by the median of how long such tasks took lately. Failures and phones that are away are not foreseen.
 * @returns null where nothing is known of how long one of them takes.
 */
export async function estimateEnd(db: Reader, toDo: readonly ToDo[], now: Date): Promise<Date | null> {
  const until = new Date(Math.max(...toDo.map(({ scheduledAt }) => scheduledAt.getTime())));
  const usual = new Map((await listUsualDurations(db)).map((each) => [kindOf(each), each.medianMs]));
  const waiting = await listWaiting(db, [...new Set(toDo.map(({ serial }) => serial))], until);
  // What waits already comes first where both are due at once.
  const bySerial = Map.groupBy([...waiting, ...toDo], ({ serial }) => serial);
  let last = now.getTime();
  for (const tasks of bySerial.values()) {
    const end = endOf(tasks, usual, now.getTime());
    if (end === null) return null;
    last = Math.max(last, end);
  }
  return new Date(last);
}

interface Kind {
  readonly scriptName: string;
  readonly platform: Platform | null;
  readonly isRehearsal: boolean;
}

/** A custom script has no rehearsals, and those of its attempts that published nothing took what they took. */
function kindOf({ scriptName, platform, isRehearsal }: Kind): string {
  return platform === null ? scriptName : `${scriptName} ${platform} ${isRehearsal}`;
}

function endOf(tasks: readonly ToDo[], usual: ReadonlyMap<string, number>, now: number): number | null {
  let free = now;
  for (const task of tasks.toSorted((a, b) => a.scheduledAt.getTime() - b.scheduledAt.getTime())) {
    const takesMs = usual.get(kindOf(task));
    if (takesMs === undefined) return null;
    free = Math.max(free, task.scheduledAt.getTime()) + takesMs;
  }
  return free;
}

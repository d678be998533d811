/** What processes hold in memory, from Linux's /proc. */
import { readdir, readFile } from 'node:fs/promises';

export interface Memory {
  /** Pages shared with other processes count in parts: the sum over processes is what they really hold. */
  readonly pssBytes: number;
  /** Shared pages count fully in every process: the sum over PostgreSQL's processes counts its buffers many times. */
  readonly rssBytes: number;
  readonly processes: number;
}

const KIB = 1024;

/** Of several processes together; what has ended meanwhile is left out. */
export async function memoryOf(pids: readonly number[]): Promise<Memory> {
  const each = (await Promise.all(pids.map(ofOne))).filter((memory) => memory !== null);
  const sum = (pick: (memory: Memory) => number): number => each.reduce((total, memory) => total + pick(memory), 0);
  return { pssBytes: sum((m) => m.pssBytes), rssBytes: sum((m) => m.rssBytes), processes: each.length };
}

/** A process and all that descend from it. */
export async function familyOf(pid: number): Promise<readonly number[]> {
  const parents = await parentOfEach();
  const family = [pid];
  // The list grows while it is walked: each member's children come after it.
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

async function ofOne(pid: number): Promise<Memory | null> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => null);
  if (rollup === null) return null;
  return { pssBytes: field(rollup, 'Pss'), rssBytes: field(rollup, 'Rss'), processes: 1 };
}

function field(rollup: string, name: string): number {
  const match = new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(rollup);
  if (match === null) throw new Error(`/proc/…/smaps_rollup has no ${name}; Linux 4.14 or newer is needed`);
  return Number(match[1]) * KIB;
}

async function parentOfEach(): Promise<ReadonlyMap<number, number>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map<number, number>();
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    // The name before it is in parentheses and may hold anything: the parent is the second word after the last one.
    const parent = stat
      ?.slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .at(1);
    if (parent !== undefined) parents.set(pid, Number(parent));
  }
  return parents;
}

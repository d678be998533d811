import type { FactName } from './bus.ts';
import { FACT_NAMES } from './told.ts';

/** What a server knows of its own phones alone is no news elsewhere. */
const OWN: ReadonlySet<FactName> = new Set<FactName>(['device.changed', 'device.health', 'device.incident']);
/** Facts about what is in the database, which all servers read. */
export const SHARED_FACTS: readonly FactName[] = Object.freeze(FACT_NAMES.filter((name) => !OWN.has(name)));

export interface ToldFact {
  readonly name: FactName;
  /** As readers are told it. */
  readonly data: object;
}

export interface Message {
  /** The server that tells. */
  readonly from: string;
  /** Whether it could not tell all that happened before. */
  readonly missed: boolean;
  readonly facts: readonly ToldFact[];
}

/** Facts that have still to be told to other servers: few, since of a task that goes on only its last step counts. */
export class Untold {
  readonly #most: number;
  readonly #facts = new Map<string, ToldFact>();
  #count = 0;
  #missed = false;

  constructor(most: number) {
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.#facts.size === 0 && !this.#missed;
  }

  add(fact: ToldFact): void {
    const taskId = (fact.data as { readonly task_id?: number }).task_id;
    this.#count += 1;
    const key = fact.name === 'task.progressed' ? `step of ${taskId}` : String(this.#count);
    this.#facts.delete(key);
    this.#facts.set(key, fact);
    if (this.#facts.size > this.#most) this.miss();
  }

  /** Who hears of it reads everything again: what is to be told besides is no news then. */
  miss(): void {
    this.#facts.clear();
    this.#missed = true;
  }

  clear(): void {
    this.#facts.clear();
    this.#missed = false;
  }

  /** Takes all of it, as messages of at most so many bytes. */
  take(from: string, maxBytes: number): string[] {
    const envelope = (missed: boolean, facts: string) =>
      `{"from":${JSON.stringify(from)},"missed":${missed},"facts":[${facts}]}`;
    const room = maxBytes - Buffer.byteLength(envelope(false, ''));
    const texts: string[] = [];
    let facts = '';
    for (const fact of this.#facts.values()) {
      const next = JSON.stringify(fact);
      if (Buffer.byteLength(next) > room) this.#missed = true;
      else if (Buffer.byteLength(facts) + 1 + Buffer.byteLength(next) <= room)
        facts += facts === '' ? next : `,${next}`;
      else {
        texts.push(envelope(false, facts));
        facts = next;
      }
    }
    if (facts !== '') texts.push(envelope(false, facts));
    if (this.#missed) texts.push(envelope(true, ''));
    this.clear();
    return texts;
  }
}

/** @returns null for what no server of this version says. */
export function readMessage(text: string): Message | null {
  try {
    const { from, missed, facts } = JSON.parse(text) as Partial<Record<keyof Message, unknown>>;
    if (typeof from !== 'string' || !Array.isArray(facts)) return null;
    return { from, missed: missed === true, facts: facts.filter(isShared) };
  } catch {
    return null;
  }
}

function isShared(fact: unknown): fact is ToldFact {
  if (typeof fact !== 'object' || fact === null) return false;
  const { name, data } = fact as Partial<ToldFact>;
  return SHARED_FACTS.some((shared) => shared === name) && typeof data === 'object' && data !== null;
}

import type { LookedFor } from '../../src/contract/looked-for.ts';
import type { StepName } from '../../src/contract/task.ts';
import type { AttemptLedger, EvidenceOptions, OpenedApp, PostLandmark, Twin } from '../../src/scripts/script.ts';

/** The record of an attempt, in memory. It refuses, as the real one does, once the attempt was stopped. */
export class MemoryLedger implements AttemptLedger {
  readonly steps: StepName[] = [];
  readonly evidence = new Map<string, Uint8Array>();
  readonly accounts: string[] = [];
  readonly apps: OpenedApp[] = [];
  /** What was looked for, of the last tree that says so. */
  lookedFor: LookedFor | null = null;
  /** How often the commit point was recorded: a second time would be a second post. */
  commits = 0;
  committedAt: Date | null = null;
  /** Other posts with the same texts. */
  alike: readonly Twin[] = [];
  /** Posts that were up before. */
  earlier: readonly PostLandmark[] = [];
  /** Called when the commit point was recorded, before the tap. */
  onCommit: () => void = () => {};
  /** Called when a step begins; the step waits for it. */
  onStep: (name: StepName) => void | Promise<void> = () => {};
  onProgress: (label: string) => void = () => {};
  /** Called before a piece of evidence is kept. */
  onKeep: (name: string) => void = () => {};
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  async step<T>(name: StepName, _label: string, work: () => Promise<T>): Promise<T> {
    if (name !== 'cleanup') this.#signal.throwIfAborted();
    this.steps.push(name);
    await this.onStep(name);
    return await work();
  }

  progress(_percent: number, label: string): void {
    this.onProgress(label);
  }

  async account(username: string): Promise<void> {
    this.#signal.throwIfAborted();
    this.accounts.push(username);
  }

  async app(opened: OpenedApp): Promise<void> {
    this.#signal.throwIfAborted();
    this.apps.push(opened);
  }

  async twins(): Promise<readonly Twin[]> {
    return this.alike;
  }

  async landmarks(): Promise<readonly PostLandmark[]> {
    return this.earlier;
  }

  async commit(): Promise<void> {
    this.#signal.throwIfAborted();
    this.commits += 1;
    this.committedAt = new Date();
    this.onCommit();
  }

  async keep(bytes: Uint8Array, { kind, name, lookedFor }: EvidenceOptions): Promise<string> {
    this.onKeep(name);
    this.#signal.throwIfAborted();
    const path = `${name}.${kind === 'tree' ? 'xml' : 'png'}`;
    this.evidence.set(path, bytes);
    this.lookedFor = lookedFor ?? this.lookedFor;
    return path;
  }
}

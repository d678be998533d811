import { randomUUID } from 'node:crypto';

import type { Phone } from '../../src/devices/phone.ts';
import { PostwrightError } from '../../src/errors.ts';
import type { AttemptContext, CustomPlan, DoneReceipt, PostReceipt, Script } from '../../src/scripts/script.ts';
import { Leases } from '../../src/tasks/leases.ts';
import { type RunnerParts, TaskRunner } from '../../src/tasks/run.ts';
import type { World } from './world.ts';

/** What an attempt does, in place of driving a phone. */
export type Play = (context: AttemptContext) => Promise<PostReceipt>;

/** Runs the tasks of phones as lanes do, with the real runner and a script that a test writes. */
export class TestLanes {
  readonly #runner: TaskRunner;
  readonly #stop = new AbortController();
  play: Play = async (context) => await publish(context);
  /** What an attempt at a custom script does. */
  playCustom: (context: AttemptContext<CustomPlan>) => Promise<DoneReceipt> = async () => {
    throw new Error('Nobody said what this script does.');
  };

  constructor(world: World) {
    const { tasks } = world.parts;
    const phone = { gone: new AbortController().signal } as Phone;
    const script: Script = {
      name: 'post',
      run: async (context) => await this.play(context),
      lookUp: async () => ({ published: 'unknown', reason: 'The profile could not be read.' }),
    };
    const custom: Script<CustomPlan> = {
      name: 'demo',
      run: async (context) => await this.playCustom(context),
      lookUp: async () => ({ published: 'unknown', reason: 'It names no flow to confirm by.' }),
    };
    const leases = new Leases({
      db: tasks.db,
      clock: tasks.clock,
      log: tasks.log,
      onStopRequested: (taskId) => void tasks.running.stop(taskId, new PostwrightError('STOPPED')),
    });
    const parts: RunnerParts = {
      db: tasks.db,
      bus: tasks.bus,
      clock: tasks.clock,
      queue: tasks.queue,
      reconcileMs: tasks.reconcileMs,
      log: tasks.log,
      running: tasks.running,
      leases,
      shutdown: tasks.shutdown,
      evidence: world.evidence,
      serverId: randomUUID(),
      script: (name) => (name === 'post' ? script : custom),
      phone: () => phone,
      answers: async () => true,
      openScreen: async () => {
        throw new Error('These attempts have no screen.');
      },
      materialPath: () => '',
    };
    this.#runner = new TaskRunner(parts);
  }

  /** Carries out the next due task of a phone to its end. @returns whether there was one. */
  async runNext(serial: string): Promise<boolean> {
    return await this.#runner.runNext(serial, this.#stop.signal);
  }

  /** Begins the next due task of a phone; it goes on until it is stopped. @returns what settles when it has ended. */
  async begin(serial: string, options: UntilStopped = {}): Promise<{ readonly ran: Promise<boolean> }> {
    const attempt = untilStopped(options);
    this.play = attempt.play;
    const ran = this.runNext(serial);
    await attempt.begun;
    return { ran };
  }
}

/** An attempt that goes well. */
export async function publish({ ledger, plan }: AttemptContext): Promise<PostReceipt> {
  await ledger.step('prepare', 'Preparing', async () => {});
  const account = plan.username ?? 'whoever';
  await ledger.step('account', 'Reading the account', async () => await ledger.account(account));
  await ledger.step('commit', 'Publishing', async () => await ledger.commit());
  const screenshot = await ledger.keep(new TextEncoder().encode('a picture'), {
    kind: 'screenshot',
    name: 'published',
  });
  return { outcome: 'published', seenAt: new Date(), account, postUrl: null, screenshot };
}

interface UntilStopped {
  readonly commit?: boolean;
}

/** An attempt that goes on until it is stopped, and tells when it has begun. */
export function untilStopped(options: UntilStopped = {}) {
  const begun = Promise.withResolvers<void>();
  const play: Play = async ({ ledger, signal }) => {
    return await ledger.step('media', 'Copying', async () => {
      if (options.commit === true) await ledger.commit();
      begun.resolve();
      signal.throwIfAborted();
      await new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      );
      throw new Error('unreachable');
    });
  };
  return { play, begun: begun.promise };
}

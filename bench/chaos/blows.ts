/** What is done to the world, and what it takes until it is whole again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from './api.ts';
import { settleOne, stopPastCommit } from './doubt.ts';
import type { Blow } from './plan.ts';
import type { CreatedPost } from './poster.ts';
import type { World } from './world.ts';

/** What a blow came to. */
export interface Struck {
  readonly kills: number;
  /** From the start of what had ended, or the return of what was away, until the work went on. */
  readonly recoveryMs: readonly number[];
  /** The crash point that was armed, when the server ended there. */
  readonly reached?: string;
  /** What should not have happened. */
  readonly wrong: readonly string[];
}

export interface Scene {
  readonly world: World;
  /** Settles when the first task of the round runs. */
  readonly begun: Promise<void>;
  /** Settles when every task of the round has been created and has ended. */
  readonly done: Promise<void>;
  /** The blow after this one. */
  readonly next: Blow | undefined;
  /** Resolves when no task runs whose attempt began before this moment. */
  untilSettled(begunBefore: number): Promise<void>;
  readonly created: readonly CreatedPost[];
}

/** A point that nothing leads to any more is not waited for. */
const REACHED_WITHIN_MS = 60_000;
const ANSWERS_WITHIN_MS = 45_000;
const POLL_MS = 50;
/** Longer than the 15 s after which another server takes an attempt over. */
const SUSPENDED_MS = 20_000;
const TAKES_OVER_WITHIN_MS = 30_000;

const NOTHING: Struck = { kills: 0, recoveryMs: [], wrong: [] };

export async function strike(blow: Blow, scene: Scene): Promise<Struck> {
  const { world, begun } = scene;
  if (blow.kind === 'crash') return await crash(blow, scene);
  await begun;
  await sleep(blow.afterMs);
  switch (blow.kind) {
    case 'kill':
      await world.server.kill();
      return await restart(scene);
    case 'terminate':
      return await terminate(scene);
    case 'kill-postgres':
      return await killPostgres(world);
    case 'kill-adb':
      await world.killAdb();
      await sleep(blow.downMs);
      await world.startAdb();
      return await timed(async () => await world.untilPhonesKnown());
    case 'unplug':
      return await unplug(blow, scene);
    case 'full-disk':
      await world.fillDisk();
      await sleep(blow.forMs);
      await world.freeDisk();
      return await untilAnswers(world);
    case 'clock':
      await world.server.tell({ clockOffsetMs: blow.offsetMs });
      return NOTHING;
    case 'suspend':
      world.server.signal('SIGSTOP');
      await sleep(blow.forMs);
      world.server.signal('SIGCONT');
      return await untilAnswers(world);
    case 'second-server':
      return await startBeside(world);
    case 'takeover':
      return await takeOver(blow, scene);
  }
}

/** Waits for the end at the point the server is armed with; then starts the next server, armed with the next one. */
async function crash({ point }: Extract<Blow, { kind: 'crash' }>, scene: Scene): Promise<Struck> {
  const { world } = scene;
  if (point.startsWith('stop.')) {
    await scene.begun;
    world.server.signal('SIGTERM');
  }
  if (point.startsWith('look.')) await stopPastCommit(world, scene.created);
  if (point.startsWith('settle.')) await settleOne(world, scene.created);
  const isReached = await endsThere(scene, point);
  await world.server.kill();
  return { ...(await restart(scene)), ...(isReached ? { reached: point } : {}) };
}

/** A server may pass its point never, when all posts are done before. */
async function endsThere({ world, done }: Scene, point: string): Promise<boolean> {
  const { server } = world;
  const late = sleep(REACHED_WITHIN_MS, undefined, { ref: false });
  // Later looks come after all has ended at first.
  await Promise.race([server.ended, late, ...(/^(look|settle)\./.test(point) ? [] : [done])]);
  return server.output.includes(`crash point ${point}: SIGKILL`);
}

/** Starts the next server and waits until it has settled what the one before left, unless it is to end soon, too. */
async function restart({ world, untilSettled, next }: Scene): Promise<Struck> {
  const startedAt = Date.now();
  const arm = next?.kind === 'crash' ? written(next) : undefined;
  const server = await world.startServer(arm);
  if (server === null && arm === undefined)
    return { kills: 1, recoveryMs: [], wrong: [`the server did not start:\n${world.server.output}`] };
  if (arm !== undefined) return { ...NOTHING, kills: 1 };
  await untilSettled(startedAt);
  return { kills: 1, recoveryMs: [Date.now() - startedAt], wrong: [] };
}

/** As the server is armed with it. */
export function written({ point, pass }: Extract<Blow, { kind: 'crash' }>): string {
  return `${point}:${pass}`;
}

async function terminate(scene: Scene): Promise<Struck> {
  const { exitCode, signal } = await scene.world.server.stop();
  const restarted = await restart(scene);
  const wrong = signal === 'SIGKILL' ? ['the server did not stop when it was asked to'] : [];
  if (exitCode !== 0 && exitCode !== null) wrong.push(`the server stopped with exit code ${exitCode}`);
  return { ...restarted, wrong: [...restarted.wrong, ...wrong] };
}

async function killPostgres(world: World): Promise<Struck> {
  const killed = await world.postmaster();
  process.kill(killed, 'SIGKILL');
  return await untilAnswers(world, async () => (await world.postmaster().catch(() => killed)) !== killed);
}

async function unplug(blow: Extract<Blow, { kind: 'unplug' }>, { world }: Scene): Promise<Struck> {
  const serials = world.serials.slice(0, blow.phones);
  for (const serial of serials) await world.rack.unplug(serial);
  await sleep(blow.outMs);
  for (const serial of serials) await world.rack.plug(serial);
  return await timed(async () => await world.untilPhonesKnown());
}

async function startBeside(world: World): Promise<Struck> {
  const { process, url } = await world.startSecond('same directory');
  const { exitCode } = await (url === null ? process.ended : process.stop());
  const wrong = [];
  if (url !== null) wrong.push('a second server started on one data directory');
  if (exitCode !== 1) wrong.push(`the second server ended with ${exitCode}, not with 1`);
  if (!/in use by the Postwright server/.test(process.output)) wrong.push(`it said:\n${process.output}`);
  if (!world.isServing) wrong.push('the first server ended because of the second');
  return { ...NOTHING, wrong };
}

async function takeOver({ first }: Extract<Blow, { kind: 'takeover' }>, scene: Scene): Promise<Struck> {
  const { world, untilSettled } = scene;
  const { process: second, url } = await world.startSecond('same database');
  if (url === null) return { ...NOTHING, wrong: [`the second server did not start:\n${second.output}`] };
  const struckAt = Date.now();
  if (first === 'killed') await world.server.kill();
  else world.server.signal('SIGSTOP');
  await world.lendUrl(url, async () => await untilSettled(struckAt));
  const tookMs = Date.now() - struckAt;
  const wrong: string[] = [];
  if (tookMs > TAKES_OVER_WITHIN_MS) wrong.push(`the second server settled the first one's tasks after ${tookMs} ms`);
  if (first === 'suspended') {
    await sleep(Math.max(0, SUSPENDED_MS - tookMs));
    world.server.signal('SIGCONT');
    await second.stop();
    return { kills: 0, recoveryMs: [tookMs], wrong };
  }
  await second.stop();
  const restarted = await restart(scene);
  return { kills: 1, recoveryMs: [tookMs], wrong: [...wrong, ...restarted.wrong] };
}

/** Waits until the server answers from its database and is ready to work, after a fact that says that the blow has passed. */
async function untilAnswers(world: World, hasPassed = async (): Promise<boolean> => true): Promise<Struck> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < ANSWERS_WITHIN_MS && world.isServing) {
    if ((await hasPassed()) && (await isReady(world)))
      return { ...NOTHING, recoveryMs: [performance.now() - startedAt] };
    await sleep(POLL_MS);
  }
  const wrong = [
    world.isServing
      ? 'the server did not come round by itself'
      : `the server ended:\n${world.server.output.slice(-2_000)}`,
  ];
  // The round goes on with a server that works.
  await world.server.kill();
  return { ...NOTHING, wrong };
}

async function isReady(world: World): Promise<boolean> {
  const answer = await call(world.url, 'GET', '/api/v1/task/stats');
  return answer?.code === 0 && (await call(world.url, 'GET', '/readyz'))?.status === 200;
}

async function timed(work: () => Promise<void>): Promise<Struck> {
  const startedAt = performance.now();
  await work();
  return { ...NOTHING, recoveryMs: [performance.now() - startedAt] };
}

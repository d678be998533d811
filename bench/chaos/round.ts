/** One round: posts are asked for, the world is struck, made whole again, and everything is waited for. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Struck, strike, written } from './blows.ts';
import { writeMedia } from './media.ts';
import type { PlannedPost, PlannedRound } from './plan.ts';
import { type CreatedPost, createPost } from './poster.ts';
import { untilDone, untilNoneRunsSince, untilOneRuns } from './until.ts';
import type { World } from './world.ts';

const LOOK_AFTER_PHONES_MS = 500;

export interface RoundResult {
  readonly round: PlannedRound;
  readonly created: readonly CreatedPost[];
  readonly struck: readonly Struck[];
  /** What went wrong besides what the judge finds. */
  readonly wrong: readonly string[];
  readonly tookMs: number;
}

export async function runRound(world: World, round: PlannedRound): Promise<RoundResult> {
  const startedAt = performance.now();
  const created: CreatedPost[] = [];
  const wrong: string[] = [];
  const [first] = round.blows;
  if (first?.kind === 'crash') await world.server.tell({ arm: written(first) });
  for (const { serial, fault } of round.posts) if (fault !== null) await world.rack.order(serial, fault);
  const over = new AbortController();
  const phones = lookAfterPhones(world, { outMs: round.outMs, signal: over.signal, own: round.blows });
  // Told at the end of the round. Until then it must not end the process: an interrupted run still has to clear away.
  phones.catch(() => {});
  try {
    const clients = round.posts.map(async (post) => {
      const material = await materialOf(world, post);
      await sleep(post.sentAfterMs);
      created.push(await createPost(world, post, material));
    });
    const asked = Promise.allSettled(clients);
    const blows = new AbortController();
    const done = asked.then(async () => await untilDone(world, created, blows.signal));
    const struck = await strikeAll(world, round, { created, done });
    blows.abort();
    for (const answer of await asked) if (answer.status === 'rejected') wrong.push(String(answer.reason));
    await heal(world);
    await untilDone(world, created);
    return {
      round,
      created,
      struck,
      wrong: [...wrong, ...struck.flatMap((each) => each.wrong)],
      tookMs: performance.now() - startedAt,
    };
  } finally {
    over.abort();
    await phones;
    for (const { serial, accounts } of world.phones) {
      await world.rack.clearFaults(serial);
      await world.rack.setAccounts(serial, accounts);
    }
  }
}

async function strikeAll(
  world: World,
  { blows }: PlannedRound,
  { created, done }: { readonly created: readonly CreatedPost[]; readonly done: Promise<void> },
): Promise<Struck[]> {
  const begun = untilOneRuns(world);
  const untilSettled = async (before: number): Promise<void> => await untilNoneRunsSince(world, created, before);
  const struck: Struck[] = [];
  for (const [index, blow] of blows.entries())
    struck.push(await strike(blow, { world, begun, done, created, next: blows[index + 1], untilSettled }));
  return struck;
}

async function materialOf(world: World, { file, kind }: PlannedPost): Promise<{ path: string; sha256: string }> {
  const path = await writeMedia(world.media, kind === 'images' ? 'image' : 'video', file);
  return {
    path,
    sha256: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  };
}

/** Whatever a blow has not made whole itself. */
async function heal(world: World): Promise<void> {
  await world.startAdb();
  await world.freeDisk();
  if (!world.isServing) await world.startServer();
  world.server.signal('SIGCONT');
  await world.server.tell({ clockOffsetMs: 0 });
}

/** Somebody plugs in again what fell out, after a while. */
async function lookAfterPhones(
  world: World,
  { outMs, signal, own }: { readonly outMs: number; readonly signal: AbortSignal; readonly own: PlannedRound['blows'] },
): Promise<void> {
  // A blow that unplugs phones plugs them in itself.
  if (own.some(({ kind }) => kind === 'unplug')) return;
  const outSince = new Map<string, number>();
  for (let isLast = false; ; isLast = signal.aborted) {
    const now = performance.now();
    for (const { serial, state } of await world.rack.phones()) {
      if (state === 'device') outSince.delete(serial);
      else if (isLast || now - (outSince.get(serial) ?? now) >= outMs) await world.rack.plug(serial);
      else if (!outSince.has(serial)) outSince.set(serial, now);
    }
    if (isLast) return;
    await sleep(LOOK_AFTER_PHONES_MS, undefined, { signal }).catch(() => {});
  }
}

/** Posts of which nobody knows whether they are out: what the points of later looks and of settling need. */
import { setTimeout as sleep } from 'node:timers/promises';
import { call, listTasks } from './api.ts';
import type { CreatedPost } from './poster.ts';
import type { World } from './world.ts';

const WITHIN_MS = 60_000;
const POLL_MS = 100;
const RUNNING = 1;

/** Stops the first task that is past its commit point and not confirmed: its first later look comes at once. */
export async function stopPastCommit(world: World, created: readonly CreatedPost[]): Promise<void> {
  await withOneInConfirm(world, created, async ({ taskId }) => {
    await call(world.url, 'POST', `/api/v1/task/${taskId}/stop`);
  });
}

/** Does the same with its phone unplugged, so that no look comes first, and says the truth as soon as the post is out. */
export async function settleOne(world: World, created: readonly CreatedPost[]): Promise<void> {
  await withOneInConfirm(world, created, async ({ taskId, sha256, post }) => {
    await world.rack.unplug(post.serial);
    await call(world.url, 'POST', `/api/v1/task/${taskId}/stop`);
    await until(world, async () => (await world.rack.posts()).some(({ media }) => media[0]?.sha256 === sha256));
    const body = { published: true, by: 'the harness' };
    await call(world.url, 'POST', `/api/v1/task/${taskId}/settle`, { body });
  });
}

async function withOneInConfirm(
  world: World,
  created: readonly CreatedPost[],
  work: (one: CreatedPost) => Promise<void>,
): Promise<void> {
  await until(world, async () => {
    const running = (await listTasks(world.url, { status: RUNNING })) ?? [];
    const confirming = new Set(running.filter(({ progress }) => progress?.step === 'confirm').map(({ id }) => id));
    const one = created.find(({ taskId }) => confirming.has(taskId));
    if (one !== undefined) await work(one);
    return one !== undefined;
  });
}

/** Gives up when the server has ended or a long while has passed: the point then counts as missed. */
async function until(world: World, is: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  while (performance.now() < deadline && world.isServing) {
    if (await is()) return;
    await sleep(POLL_MS);
  }
}

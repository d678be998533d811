import { setTimeout as sleep } from 'node:timers/promises';
import type { CreatedTasks } from '../../src/contract/types.ts';
import { type Answer, call } from './api.ts';
import type { PlannedPost } from './plan.ts';
import type { World } from './world.ts';

const ANSWERED_WITHIN_MS = 180_000;
const ASK_AGAIN_MS = 150;
const UPLOAD_WAIT_SECONDS = 4;
const SERVER_ERROR = 500;
const TOO_MANY = 429;

/** A post whose creation was answered. */
export interface CreatedPost {
  readonly post: PlannedPost;
  readonly taskId: number;
  /** Of its first file. */
  readonly sha256: string;
}

export interface Material {
  readonly path: string;
  readonly sha256: string;
}

/**
 * Creates the task of a post as a careful client does: with a key, and again with the same key until it is answered.
 * @throws Error when the server refuses, or answers the same key with another task.
 */
export async function createPost(world: World, post: PlannedPost, { path, sha256 }: Material): Promise<CreatedPost> {
  const body = bodyOf(world, post, path);
  const key = `chaos-${post.mark}`;
  const options = { body, key };
  if (post.lostAfterMs !== null) {
    // Whether it was heard, its client never learns.
    await call(world.url, 'POST', '/api/v1/task', { ...options, signal: AbortSignal.timeout(post.lostAfterMs) });
  }
  const [taskId = 0] = (await answered(world, options)).task_ids;
  return { post, taskId, sha256 };
}

async function answered(world: World, options: { readonly body: object; readonly key: string }): Promise<CreatedTasks> {
  const deadline = performance.now() + ANSWERED_WITHIN_MS;
  for (;;) {
    const answer: Answer<CreatedTasks> | null = await call(world.url, 'POST', '/api/v1/task', options);
    if (answer?.code === 0) return answer.data;
    if (answer !== null && answer.status < SERVER_ERROR && answer.status !== TOO_MANY)
      throw new Error(
        `${options.key} was refused with ${answer.code}: ${answer.message} ${JSON.stringify(answer.data)}`,
      );
    if (performance.now() > deadline) throw new Error(`${options.key} was not answered: ${JSON.stringify(answer)}`);
    await sleep(ASK_AGAIN_MS);
  }
}

function bodyOf(world: World, post: PlannedPost, path: string): object {
  const { serial, app, kind, mode, account, caption, maxRetries, aheadMs } = post;
  const accounts = world.phones.find((phone) => phone.serial === serial)?.accounts[app] ?? [];
  const username = accounts[account % accounts.length];
  return {
    ...(mode === 'account' && username !== undefined ? { usernames: [username] } : { serials: [serial] }),
    script_name: 'post',
    max_retries: maxRetries,
    ...(post.isShared ? { allow_duplicate: true } : {}),
    ...(aheadMs > 0 ? { start_at: new Date(Date.now() + aheadMs).toISOString() } : {}),
    script_config: {
      target_app: app,
      content_type: kind === 'images' ? 1 : 0,
      ...(kind === 'story' ? { placement: 'story' } : {}),
      captions: caption,
      material_list: [path],
      upload_wait_time: UPLOAD_WAIT_SECONDS,
    },
  };
}

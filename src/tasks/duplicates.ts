import type { EarlierTask } from '../contract/task-preview.ts';
import { PostwrightError } from '../errors.ts';
import type { PostPlan } from '../scripts/script.ts';
import type { Tx } from '../storage/database.ts';
import {
  type CurrentAccount,
  type EarlierPost,
  listCurrentAccounts,
  listEarlierPosts,
  lockPublishers,
} from '../storage/duplicates.ts';
import { accountKey, postKeyOf, usedAs } from '../storage/material-uses.ts';
import { statusText, type TaskStatus } from './states.ts';
import { nameOf } from './supply.ts';
import type { Target } from './targets.ts';

export interface DecidedPost {
  readonly target: Target;
  readonly plan: PostPlan;
}

export interface DuplicateRule {
  readonly now: Date;
  /** 0 for no rule. */
  readonly withinMs: number;
}

/** Why a request is refused unless it says `allow_duplicate: true`. */
export interface DuplicateRefusal {
  readonly message: string;
  readonly tasks: EarlierTask[];
}

const MAX_NAMED = 10;

export function duplicateError({ message, tasks }: DuplicateRefusal): PostwrightError {
  return new PostwrightError('STATE_CONFLICT', message, { data: { duplicates: tasks } });
}

/**
 * Why a request is refused when one of its accounts was given the same files, whatever the caption, a short while ago or is
 * about to be; null when it is not. In the transaction that makes the tasks,
 * and before it writes them: of two equal requests at once, the second waits here and then sees the first.
 */
export async function duplicateRefusal(
  tx: Tx,
  posts: readonly DecidedPost[],
  { now, withinMs }: DuplicateRule,
): Promise<DuplicateRefusal | null> {
  if (withinMs === 0) return null;
  const current = new CurrentAccounts(
    await listCurrentAccounts(tx, [...new Set(posts.map((post) => post.target.serial))]),
  );
  const asked = posts.map(({ target, plan }) => ({
    target,
    postKey: postKeyOf(plan.materials.map(({ sha256 }) => sha256)),
    keys: keysOf(target, current),
  }));
  await lockPublishers(
    tx,
    asked.flatMap(({ target, keys }) => [...keys].map((key) => `${target.platform} ${key}`)),
  );
  const earlier = Map.groupBy(
    await listEarlierPosts(tx, {
      postKeys: [...new Set(asked.map(({ postKey }) => postKey))],
      since: new Date(now.getTime() - withinMs),
      until: new Date(now.getTime() + withinMs),
    }),
    ({ postKey }) => postKey,
  );
  const duplicates = asked.flatMap(({ target, postKey, keys }) => {
    const found = (earlier.get(postKey) ?? []).findLast((post) => isOf(post, target, keys));
    return found === undefined ? [] : [{ target, earlier: found }];
  });
  return duplicates.length === 0 ? null : refusalOf(duplicates);
}

/** Who is current on which phone, as far as that can be told. */
class CurrentAccounts {
  readonly #byPhone: ReadonlyMap<string, string>;

  constructor(accounts: readonly CurrentAccount[]) {
    this.#byPhone = new Map(accounts.map(({ serial, platform, username }) => [`${platform} ${serial}`, username]));
  }

  on({ serial, platform }: Pick<Target, 'serial' | 'platform'>): string | undefined {
    return this.#byPhone.get(`${platform} ${serial}`);
  }
}

/**
 * Under which keys uses of this publisher may have been written down. Whoever is current on its phone may be the account,
 * and the account may be whoever is current, but neither is said where it is not known.
 */
function keysOf(target: Target, current: CurrentAccounts): ReadonlySet<string> {
  const { serial, account } = target;
  const phone = accountKey({ username: null, serial });
  const known = current.on(target);
  if (account === null) return new Set(known === undefined ? [phone] : [phone, known]);
  const own = accountKey({ username: account.username, serial });
  return new Set(known === own ? [own, phone] : [own]);
}

/** A second task for whoever is current on a phone is compared with the first, also when that knows by now who it was. */
function isOf(post: EarlierPost, { serial, platform, account }: Target, keys: ReadonlySet<string>): boolean {
  if (post.platform !== platform) return false;
  return keys.has(post.accountKey) || (account === null && post.byCurrent && post.serial === serial);
}

interface Duplicate {
  readonly target: Target;
  readonly earlier: EarlierPost;
}

function refusalOf(duplicates: readonly Duplicate[]): DuplicateRefusal {
  const named = duplicates.slice(0, MAX_NAMED).map(({ target, earlier }) => {
    return `${nameOf(target)} by task ${earlier.taskId} (${stateOf(earlier)})`;
  });
  const more = duplicates.length > MAX_NAMED ? ` and ${duplicates.length - MAX_NAMED} more` : '';
  return {
    message: `The same files were given to ${named.join(', ')}${more}. Nothing was created; send allow_duplicate: true to publish them again.`,
    tasks: duplicates.map(({ earlier }) => ({
      task_id: earlier.taskId,
      serial: earlier.serial,
      username: usedAs({ account_key: earlier.accountKey }),
      platform: earlier.platform,
      status_text: stateOf(earlier),
      created_at: earlier.createdAt.toISOString(),
    })),
  };
}

function stateOf({ status }: EarlierPost): string {
  return status === null ? 'deleted' : statusText(status as TaskStatus);
}

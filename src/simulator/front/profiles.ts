import type { AppName } from '../ports.ts';
import type { AppPost } from './apps/accounts.ts';

/** What the servers of the apps show of each account, on whichever phone somebody is signed in to it. */
export class Profiles {
  readonly #posts = new Map<string, AppPost[]>();

  /** The account's posts, newest first; the list itself, which grows. */
  of(app: AppName, handle: string): AppPost[] {
    const key = `${app} ${handle}`;
    const known = this.#posts.get(key);
    if (known) return known;
    const posts: AppPost[] = [];
    this.#posts.set(key, posts);
    return posts;
  }

  clear(): void {
    for (const posts of this.#posts.values()) posts.length = 0;
  }
}

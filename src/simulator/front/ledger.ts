import type { Post, PostLedger } from '../rack-types.ts';

/**
 * The ground truth of a rack: what its phones published, in the order in which they did.
 * @param onClear takes the posts from wherever else they are shown.
 */
export function createLedger(onClear: () => void = () => {}): PostLedger {
  let posts: Post[] = [];
  let lastNumber = 0;
  return {
    add: (post) => {
      lastNumber += 1;
      const seq = lastNumber;
      // A getter stays one: what is counted of a post after it was published shows in it.
      posts.push(Object.freeze(Object.defineProperty(post, 'seq', { value: seq, enumerable: true }) as Post));
    },
    list: (since = 0) => {
      const first = since <= 0 ? 0 : posts.findIndex(({ seq }) => seq > since);
      return first < 0 ? [] : posts.slice(first);
    },
    clear: () => {
      posts = [];
      onClear();
    },
  };
}

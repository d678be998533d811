import type { Post, PostLedger } from '../rack-types.ts';

/** The ground truth of a rack: what its phones published, in the order in which they did. */
export function createLedger(): PostLedger {
  const posts: Post[] = [];
  return {
    add: (post) => void posts.push(Object.freeze(post)),
    list: () => [...posts],
    clear: () => {
      posts.length = 0;
    },
  };
}

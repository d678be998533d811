import type { AttemptContext, PassedCommit, Receipt, Script, Verdict } from '../script.ts';
import { PostAttempt } from './attempt.ts';
import type { PostKnowledge } from './known-apps.ts';
import { lookUpPost } from './look-up.ts';

/** The script `post`: publishes one post and sees it on the profile. */
export function createPostScript(knowledge: PostKnowledge): Script {
  return {
    name: 'post',
    run: async (context: AttemptContext): Promise<Receipt> => await new PostAttempt(context, knowledge).run(),
    lookUp: async (context: AttemptContext, commit: PassedCommit): Promise<Verdict> =>
      await lookUpPost(context, { knowledge, ...commit }),
  };
}

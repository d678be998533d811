import { pause } from '../../kit/abort.ts';
import type { UiTree } from '../../screen/screen.ts';
import type { AppScreen } from './app-screen.ts';
import type { ProfileLook } from './profile-look.ts';

/** "0 of 2", "0 de 2": how many stories the own entry of the tray holds (facts 4.10). */
const STORY_COUNT = /\b\d+ (?:of|de) (\d+)\b/;

/** From home: how many stories the account shows, by its own entry in the tray on the feed. */
export async function countOwnStories(app: AppScreen): Promise<number> {
  await app.run('go-home');
  const { tree } = await app.wait('ownStory');
  return countIn(app, tree);
}

function countIn(app: AppScreen, tree: UiTree): number {
  if (app.see(tree, 'noStory') !== null) return 0;
  const [, count] = STORY_COUNT.exec(app.see(tree, 'ownStoryEntry')?.description ?? '') ?? [];
  return count === undefined ? 0 : Number(count);
}

/** A story is not on the profile. One more in the own entry of the tray is ours: the lane is the only one to post. */
export async function lookAtStories(app: AppScreen, before: number | null): Promise<ProfileLook> {
  const deadline = Date.now() + app.pace.postPageMs;
  for (;;) {
    const count = await countOwnStories(app);
    if (before !== null && count > before) return { found: 'yes' };
    if (before === null && count > 0) return { found: 'unsure', why: 'The account shows stories, but not which.' };
    if (Date.now() >= deadline) return { found: 'no', looked: count };
    await pause(app.pace.pollMs, app.signal);
  }
}

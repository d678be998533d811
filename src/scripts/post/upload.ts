import { PostwrightError } from '../../errors.ts';
import { findCover } from '../../flows/cover.ts';
import { pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { UiTree } from '../../screen/screen.ts';
import type { AppScreen } from './app-screen.ts';

/** What the app shows of a post after the tap on "Post". */
export type UploadSign =
  /** Its own failure text. */
  | 'failed'
  /** It says that the post is up. */
  | 'done'
  /** A progress. */
  | 'uploading'
  /** The post page is still there. */
  | 'composing'
  /** The main screens, and nothing of an upload on them. */
  | 'idle'
  /** Something else, such as a dialog. */
  | 'unclear';

export function readUploadSign(app: AppScreen, tree: UiTree): UploadSign {
  if (app.see(tree, 'composer') !== null) return 'composing';
  if (app.seesOther(tree, 'uploadFailed')) return 'failed';
  if (app.seesOther(tree, 'uploading')) return 'uploading';
  if (app.seesOther(tree, 'uploaded')) return 'done';
  return app.see(tree, 'mainBar') === null ? 'unclear' : 'idle';
}

/** One look may fall between two screens. */
const IDLE_LOOKS = 3;
/** Unknown things over the app are closed with BACK, this often: the post is on its way, nothing can be lost by it. */
const MOST_BACKS = 2;

/**
 * Watches the app until it says what became of the upload, or until `deadline` (by `workingMs`).
 * @returns the last sign: `failed`, `done` and `idle` end the watch at once.
 */
export async function watchUpload(app: AppScreen, deadline: number): Promise<UploadSign> {
  let idle = 0;
  const covered = new CoverCloser(app);
  for (;;) {
    const tree = await app.tree();
    const sign = readUploadSign(app, tree);
    idle = sign === 'idle' ? idle + 1 : 0;
    if (sign === 'done' || sign === 'failed' || idle >= IDLE_LOOKS) return sign;
    if (workingMs() >= deadline) return sign;
    if (sign === 'unclear' || sign === 'composing') {
      const isAnswered = await app.lookout.answerDialog(tree);
      if (!isAnswered && sign === 'unclear') await covered.close(tree);
    }
    await pause(app.pace.pollMs, app.signal);
  }
}

/** Closes what covers the app and no flow knows, after bearing with it for a while. */
class CoverCloser {
  readonly #app: AppScreen;
  #since: number | null = null;
  #backs = 0;

  constructor(app: AppScreen) {
    this.#app = app;
  }

  async close(tree: UiTree): Promise<void> {
    const { pace, appId, screen, limits } = this.#app;
    const cover = findCover(tree, appId);
    if (cover.kind === 'home') throw new PostwrightError('APP_CRASHED', `${appId} is not in front any more.`);
    this.#since ??= workingMs();
    if (cover.kind === 'none' || this.#backs >= MOST_BACKS || workingMs() - this.#since < pace.coverMs) return;
    this.#backs += 1;
    this.#since = null;
    await screen.back(limits);
  }
}

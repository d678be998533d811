import type { PostwrightError } from '../errors.ts';
import type { Choice } from '../flows/variant.ts';
import type { Screen } from '../screen/screen.ts';
import type { SignedIn } from './post/accounts.ts';
import { type PostOptions, readKnowledge, supportOf } from './post/known-apps.ts';
import { createPostScript } from './post/post.ts';
import { readSignedIn } from './post/signed-in.ts';
import type { AppName, Script } from './script.ts';

export interface Scripts {
  /** What the API can run, by name. */
  readonly byName: ReadonlyMap<string, Script>;
  /**
   * Why the flows, as the files are now, cannot be used for an app of this version on a phone in this language: an error
   * whose message and remedy are for the reader. Null when they can.
   */
  supportOf(app: AppName, phone: Choice): PostwrightError | null;
  /** Opens an app on a phone and reads who is signed in. @throws PostwrightError of kind `task`. */
  readSignedInAccounts(screen: Screen, app: AppName, signal: AbortSignal): Promise<SignedIn>;
}

/** Reads and validates all flow files. @throws FLOW_INVALID for the package's own, naming file, line and column. */
export function createScripts(options: PostOptions = {}): Scripts {
  const knowledge = readKnowledge(options);
  const scripts = [createPostScript(knowledge)];
  return {
    byName: new Map(scripts.map((script) => [script.name, script])),
    supportOf: (app, phone) => supportOf(knowledge.apps[app], phone),
    readSignedInAccounts: async (screen, app, signal) => await readSignedIn(screen, { knowledge, app, signal }),
  };
}

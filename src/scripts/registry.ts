import type { PostwrightError } from '../errors.ts';
import { SHARED_FOLDER } from '../flows/library.ts';
import { ANY_PHONE, type Choice } from '../flows/variant.ts';
import type { Screen } from '../screen/screen.ts';
import { createCustomScript } from './custom/custom-script.ts';
import { CustomScripts } from './custom/custom-scripts.ts';
import type { SignedIn } from './post/accounts.ts';
import { openFlowLibrary, type PostOptions, readKnowledge, supportOf } from './post/known-apps.ts';
import { createPostScript } from './post/post.ts';
import { readSignedIn } from './post/signed-in.ts';
import type { AppName, Plan, Script } from './script.ts';

export interface ScriptsOptions extends PostOptions {
  /** The folder of the custom scripts; there are none when absent. */
  readonly customScripts?: string;
}

export interface Scripts {
  /** What the API can always run, by name. */
  readonly byName: ReadonlyMap<string, Script>;
  /** What the operator has added. */
  readonly custom: CustomScripts;
  /** What carries out the tasks of a script; for a custom one that is gone, what says so. */
  scriptOf(name: string): Script<Plan>;
  /**
   * Why the flows, as the files are now, cannot be used for an app of this version on a phone in this language: an error
   * whose message and remedy are for the reader. Null when they can.
   */
  supportOf(app: AppName, phone: Choice): PostwrightError | null;
  /** Opens an app on a phone and reads who is signed in. @throws PostwrightError of kind `task`. */
  readSignedInAccounts(screen: Screen, app: AppName, signal: AbortSignal): Promise<SignedIn>;
}

/** Reads and validates all flow files. @throws FLOW_INVALID for the package's own, naming file, line and column. */
export function createScripts({ customScripts, ...options }: ScriptsOptions = {}): Scripts {
  const knowledge = readKnowledge(options);
  const scripts = [createPostScript(knowledge)];
  const byName = new Map(scripts.map((script) => [script.name, script]));
  const flows = openFlowLibrary(options);
  const custom = new CustomScripts({
    folder: customScripts ?? null,
    androidDialogs: () => flows.flows(SHARED_FOLDER, ANY_PHONE).dialogs,
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  // What is wrong with one of them is logged now; it ends nothing but that script.
  custom.list();
  return {
    byName,
    custom,
    scriptOf: (name) => byName.get(name) ?? createCustomScript({ name, scripts: custom, pace: knowledge.pace }),
    supportOf: (app, phone) => supportOf(knowledge.apps[app], phone),
    readSignedInAccounts: async (screen, app, signal) => await readSignedIn(screen, { knowledge, app, signal }),
  };
}

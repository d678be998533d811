import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from '../../contract/json-schema.ts';
import { PostwrightError } from '../../errors.ts';
import type { Dialog } from '../../flows/dialogs.ts';
import { folderSignature } from '../../flows/signature.ts';
import type { Log } from '../../kit/log.ts';
import type { CustomPlan } from '../script.ts';
import { isVisible } from './folder.ts';
import { type LoadedScript, type LoadOptions, loadScript } from './load.ts';

/** A custom script as those see it who list it or make tasks of it. */
export interface CustomScript {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly appId: string;
  /** The JSON Schema of `script_config`. */
  readonly parameters: JsonSchema;
  /** Whether it may publish something: whether it has a commit point. */
  readonly publishes: boolean;
  /** What a task of it is decided to be. */
  plan(config: Readonly<Record<string, unknown>>): CustomPlan;
}

/** A folder of the scripts: a script, or the reason why it is none. */
export type CustomEntry =
  | { readonly name: string; readonly script: CustomScript; readonly error: null }
  | { readonly name: string; readonly script: null; readonly error: string };

/** What tasks/ needs of the custom scripts. */
export interface CustomCatalog {
  /** All folders, by name. */
  list(): readonly CustomEntry[];
  find(name: string): CustomEntry | undefined;
}

export interface CustomScriptsOptions {
  /** The folder of all custom scripts; it need not exist. Null where there are to be none. */
  readonly folder: string | null;
  /** What may come between on Android itself. */
  androidDialogs(): readonly Dialog[];
  readonly log?: Log;
}

/** Its name is taken. */
const BUILT_IN = 'post';

interface Read {
  readonly signature: string;
  readonly dialogs: readonly Dialog[];
  readonly entry: CustomEntry;
  readonly loaded: LoadedScript | PostwrightError;
}

/** The custom scripts of a data directory as they are now: whoever asks sees what was changed before. */
export class CustomScripts implements CustomCatalog {
  readonly #options: CustomScriptsOptions;
  readonly #read = new Map<string, Read>();
  #lastDialogs: readonly Dialog[] = [];

  constructor(options: CustomScriptsOptions) {
    this.#options = options;
  }

  list(): readonly CustomEntry[] {
    const names = this.#names();
    for (const name of this.#read.keys()) if (!names.includes(name)) this.#read.delete(name);
    return names.map((name) => this.#readNow(name).entry);
  }

  find(name: string): CustomEntry | undefined {
    return this.#names().includes(name) ? this.#readNow(name).entry : undefined;
  }

  /** @throws SCRIPT_GONE, SCRIPT_INVALID */
  load(name: string): LoadedScript {
    if (!this.#names().includes(name))
      throw new PostwrightError('SCRIPT_GONE', `There is no custom script "${name}" any more.`);
    const { loaded } = this.#readNow(name);
    if (loaded instanceof PostwrightError) throw loaded;
    return loaded;
  }

  #names(): readonly string[] {
    const { folder } = this.#options;
    if (folder === null) return [];
    return listNames(folder)
      .filter((name) => isVisible(name) && name !== BUILT_IN && isFolder(join(folder, name)))
      .sort();
  }

  #readNow(name: string): Read {
    const root = this.#options.folder ?? '';
    const signature = folderSignature(join(root, name), 0);
    const dialogs = this.#androidDialogs();
    const known = this.#read.get(name);
    if (known?.signature === signature && known.dialogs === dialogs) return known;
    const read = { signature, dialogs, ...this.#readFolder({ root, name, androidDialogs: dialogs }) };
    this.#read.set(name, read);
    return read;
  }

  #readFolder(options: LoadOptions): Pick<Read, 'entry' | 'loaded'> {
    const { log } = this.#options;
    const { name } = options;
    try {
      const loaded = loadScript(options);
      log?.info({ script: name, version: loaded.version }, 'a custom script was read');
      return { loaded, entry: { name, script: viewOf(loaded), error: null } };
    } catch (error) {
      if (!(error instanceof PostwrightError)) throw error;
      log?.warn({ script: name, err: error }, 'a custom script cannot be used');
      return { loaded: error, entry: { name, script: null, error: error.message } };
    }
  }

  /** Those that were valid last, while an operator's copy of them is not: `post` tells of the mistake. */
  #androidDialogs(): readonly Dialog[] {
    try {
      this.#lastDialogs = this.#options.androidDialogs();
    } catch (error) {
      if (!(error instanceof PostwrightError)) throw error;
    }
    return this.#lastDialogs;
  }
}

function viewOf({ name, title, description, appId, parameters, commitPoint, version }: LoadedScript): CustomScript {
  return {
    name,
    title,
    description,
    appId,
    parameters: parameters.schema,
    publishes: commitPoint !== null,
    plan: (config) => ({ kind: 'custom', version, parameters: { ...parameters.defaults, ...config } }),
  };
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No folder, no scripts.
    return [];
  }
}

/** What cannot be looked at is listed, with the reason. */
function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return true;
  }
}

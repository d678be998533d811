import { PostwrightError } from '../errors.ts';
import type { AboutApp } from './app-file.ts';
import type { Flow } from './command.ts';
import type { Dialog } from './dialogs.ts';
import { ELEMENTS_FILE, FlowFolders, type FlowRoots, SHARED_FOLDER } from './folder.ts';
import { FolderReader } from './folder-reader.ts';
import type { Target } from './selector.ts';
import type { Texts } from './texts.ts';
import { ANY_PHONE, type Choice } from './variant.ts';
import { suggestion } from './yaml.ts';

export { SHARED_FOLDER } from './folder.ts';

/** All that is known of one app's screens on one kind of phone, read from its folder and validated as a whole. */
export class AppFlows {
  readonly folder: string;
  readonly about: AboutApp;
  readonly texts: Texts;
  readonly dialogs: readonly Dialog[];
  readonly #flows: ReadonlyMap<string, Flow>;
  readonly #elements: ReadonlyMap<string, Target>;

  /**
   * @param folders the folder of all flows, or its files as they were listed at one moment.
   * @param folder the app's folder in it: `tiktok`.
   * @throws FLOW_INVALID naming file, line and column, unless there is somebody to report it to.
   */
  constructor(folders: string | FlowRoots | FlowFolders, folder: string, options: ReadOptions = {}) {
    const { choice = ANY_PHONE, report = rethrow } = options;
    const listed = foldersOf(folders);
    const reader = new FolderReader(listed, folder, { choice, report });
    const or = <T>(fallback: T, read: () => T): T => {
      try {
        return read();
      } catch (error) {
        report(error);
        return fallback;
      }
    };
    this.folder = folder;
    this.about = reader.about;
    this.texts = reader.texts;
    const names = or<readonly string[]>([], () => reader.flowNames());
    this.#flows = new Map(
      names.flatMap((name) => or<readonly [string, Flow][]>([], () => [[name, reader.flow(name)]])),
    );
    this.#elements = or<ReadonlyMap<string, Target>>(new Map(), () => reader.elements());
    const ofAndroid = (): readonly Dialog[] =>
      options.shared !== undefined
        ? options.shared
        : folder === SHARED_FOLDER || !listed.folders().includes(SHARED_FOLDER)
          ? []
          : new FolderReader(listed, SHARED_FOLDER, { choice: { ...choice, version: null }, report }).dialogs();
    this.dialogs = [...or([], () => reader.dialogs()), ...or([], ofAndroid)];
  }

  get flowNames(): readonly string[] {
    return [...this.#flows.keys()];
  }

  /** @throws FLOW_INVALID when there is no such file. */
  flow(name: string): Flow {
    const flow = this.#flows.get(name);
    if (flow === undefined)
      throw new PostwrightError(
        'FLOW_INVALID',
        `${this.folder}/${name}.yaml: the file cannot be read${suggestion(name, this.flowNames)}`,
      );
    return flow;
  }

  /** What `elements.yaml` calls by this name. @throws FLOW_INVALID */
  element(name: string): Target {
    const element = this.#elements.get(name);
    if (element === undefined)
      throw new PostwrightError('FLOW_INVALID', `${this.folder}/${ELEMENTS_FILE}.yaml: "${name}" is missing`);
    return element;
  }
}

/** How a folder is read. */
export interface ReadOptions {
  /** The phone, where there are variants of a file. */
  readonly choice?: Choice;
  /** Dialogs that are tried after the folder's own, in place of those of the shared folder. */
  readonly shared?: readonly Dialog[];
  /** Takes what is wrong with one file, so that the others can be read all the same. */
  report?(error: unknown): void;
}

function rethrow(error: unknown): never {
  throw error;
}

function foldersOf(folders: string | FlowRoots | FlowFolders): FlowFolders {
  if (folders instanceof FlowFolders) return folders;
  return new FlowFolders(typeof folders === 'string' ? { shipped: folders, operator: null } : folders);
}

import { PostwrightError } from '../errors.ts';
import type { Log } from '../kit/log.ts';
import type { AboutApp } from './app-file.ts';
import type { Dialog } from './dialogs.ts';
import { FlowFolders, type FlowRoots } from './folder.ts';
import { AppFlows } from './library.ts';
import { phonesOf } from './phones.ts';
import { signatureOf } from './signature.ts';
import type { Choice } from './variant.ts';

export interface FlowLibraryOptions {
  readonly roots: FlowRoots;
  /** Names of files in the folders that are for somebody else. */
  readonly notFlows?: readonly string[];
  /** Dialogs that are tried after those of a folder, in place of those of the shared folder. */
  shared?(): readonly Dialog[];
  /** What a folder's flows must have for whoever uses them. @throws FLOW_INVALID */
  readonly check?: (flows: AppFlows) => void;
  readonly log?: Log;
}

/** One folder as it was read, for every kind of phone its files tell apart. */
interface ReadFolder {
  readonly choices: ReturnType<typeof phonesOf>;
  readonly byPhone: ReadonlyMap<string, AppFlows>;
  readonly problems: readonly PostwrightError[];
}

/**
 * The flows of all apps, read again whenever a file of theirs has changed. A folder with a mistake is not used at all:
 * the operator's copy is there because the shipped file does not work.
 */
export class FlowLibrary {
  readonly roots: FlowRoots;
  readonly #options: FlowLibraryOptions;
  readonly #read = new Map<string, ReadFolder>();
  readonly #lastValid = new Map<string, ReadFolder>();
  #signature: string | null = null;
  #folders: FlowFolders;

  constructor(options: FlowLibraryOptions) {
    this.roots = options.roots;
    this.#options = options;
    this.#folders = new FlowFolders(options.roots, options.notFlows);
  }

  /**
   * The flows of an app for one phone, as the files are now. Who has them keeps them as they are.
   * @throws FLOW_INVALID when any file of the folder is not valid, for whatever phone.
   */
  flows(folder: string, choice: Choice): AppFlows {
    const read = this.#readNow(folder);
    const [problem, ...others] = read.problems;
    if (problem !== undefined) throw others.length === 0 ? problem : withOthers(problem, others.length);
    return flowsFor(read, choice);
  }

  /**
   * Like `flows`, but while there is a mistake it gives what was valid last, or else what was shipped: for what has to be
   * finished rather than begun.
   */
  flowsToFinish(folder: string, choice: Choice): AppFlows {
    const read = this.#readNow(folder);
    if (read.problems.length === 0) return flowsFor(read, choice);
    const { shipped } = this.roots;
    const asShipped = new FlowFolders({ shipped, operator: null }, this.#options.notFlows);
    const valid = this.#lastValid.get(folder) ?? readFolder(asShipped, folder, this.#options);
    return valid.problems.length === 0 ? flowsFor(valid, choice) : this.flows(folder, choice);
  }

  /** What `app.yaml` says now. @throws FLOW_INVALID */
  about(folder: string): AboutApp {
    return this.flows(folder, { version: null, language: null }).about;
  }

  /** The files as they are now, for whoever lists them. */
  get folders(): FlowFolders {
    this.#lookAgain();
    return this.#folders;
  }

  /** Everything that is wrong with a folder now, each with its place. */
  problems(folder: string): readonly PostwrightError[] {
    return this.#readNow(folder).problems;
  }

  #lookAgain(): void {
    const signature = signatureOf(this.roots);
    if (signature === this.#signature) return;
    this.#folders = new FlowFolders(this.roots, this.#options.notFlows);
    this.#read.clear();
    this.#signature = signature;
  }

  #readNow(folder: string): ReadFolder {
    this.#lookAgain();
    const known = this.#read.get(folder);
    if (known !== undefined) return known;
    const read = readFolder(this.#folders, folder, this.#options);
    this.#tell(folder, read);
    this.#read.set(folder, read);
    if (read.problems.length === 0) this.#lastValid.set(folder, read);
    return read;
  }

  #tell(folder: string, { problems }: ReadFolder): void {
    const { log } = this.#options;
    for (const error of problems)
      log?.error({ err: error, app: folder }, 'a flow file is not valid: no attempt with this app begins');
    if (problems.length === 0 && this.#lastValid.has(folder))
      log?.info({ app: folder }, 'the flow files were read again');
  }
}

type ReadFolderOptions = Pick<FlowLibraryOptions, 'check' | 'shared'>;

/** Reads a folder for each kind of phone, and collects what is wrong. */
function readFolder(folders: FlowFolders, folder: string, { check, shared }: ReadFolderOptions): ReadFolder {
  const dialogs = shared === undefined ? {} : { shared: shared() };
  const problems = new Map<string, PostwrightError>();
  const report = (error: unknown): void => {
    if (!(error instanceof PostwrightError) || error.errorName !== 'FLOW_INVALID') throw error;
    // A mistake shows again in every variant that contains it.
    if (!problems.has(error.message)) problems.set(error.message, error);
  };
  const choices = phonesOf(folders, folder, report);
  const byPhone = new Map<string, AppFlows>();
  for (const choice of choices.all) {
    try {
      const flows = new AppFlows(folders, folder, { choice, report, ...dialogs });
      if (problems.size === 0) check?.(flows);
      byPhone.set(choices.keyOf(choice), flows);
    } catch (error) {
      report(error);
    }
  }
  return { choices, byPhone, problems: [...problems.values()].map((problem) => withCopies(problem, folders, folder)) };
}

/** A shipped file may only be wrong beside an operator's copy that lacks something, say after an update. */
function withCopies(problem: PostwrightError, folders: FlowFolders, folder: string): PostwrightError {
  const { operator, operatorShown } = folders.roots;
  const shown = copiesIn(folders, folder);
  if (shown.length === 0 || problem.message.startsWith(operatorShown ?? operator ?? '')) return problem;
  return new PostwrightError('FLOW_INVALID', `${problem.message} (beside your ${shown.join(', ')})`, {
    cause: problem,
  });
}

function copiesIn(folders: FlowFolders, folder: string): readonly string[] {
  try {
    return folders
      .files(folder)
      .filter(({ source }) => source === 'operator')
      .map((file) => file.shown);
  } catch {
    return [];
  }
}

function flowsFor({ choices, byPhone }: ReadFolder, choice: Choice): AppFlows {
  const flows = byPhone.get(choices.keyOf(choice));
  if (flows === undefined) throw new Error('A folder without problems was not read for every phone');
  return flows;
}

function withOthers(problem: PostwrightError, count: number): PostwrightError {
  return new PostwrightError('FLOW_INVALID', `${problem.message} (and ${count} more; "flow check" names all)`, {
    cause: problem,
  });
}

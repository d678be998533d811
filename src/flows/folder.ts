import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PostwrightError } from '../errors.ts';
import { type Conditions, readConditions, type Variant } from './variant.ts';
import { flowInvalid, readYaml, type YamlNode } from './yaml.ts';

/** Where flow files are looked for. A file of the operator takes the place of the shipped one of the same name. */
export interface FlowRoots {
  readonly shipped: string;
  readonly operator: string | null;
  /** What messages call the operator's folder; its path when absent. */
  readonly operatorShown?: string;
}

export const APP_FILE = 'app';
export const TEXTS_FILE = 'texts';
export const ELEMENTS_FILE = 'elements';
export const DIALOGS_FILE = 'dialogs';
/** Every folder may have these beside its flows; the first has no variants. */
const SPECIAL_FILES: readonly string[] = [APP_FILE, TEXTS_FILE, ELEMENTS_FILE, DIALOGS_FILE];

/** The folder of what any app may meet on Android: permission dialogs, crashes, the notification shade. */
export const SHARED_FOLDER = 'android';

const YAML = '.yaml';
const VARIANT_MARK = '@';

/** One file of a folder, not read yet. */
export interface FlowFile {
  readonly folder: string;
  /** `open-picker@before-40`. */
  readonly name: string;
  /** What it is a variant of: `open-picker`. */
  readonly base: string;
  readonly source: Variant['source'];
  readonly path: string;
  /** As messages name it: `tiktok/open-picker.yaml`, or the whole path of an operator's. */
  readonly shown: string;
}

/** A file with its header, as far as choosing needs it. */
export interface ReadFile extends Variant {
  readonly file: FlowFile;
  /** The header; null where a file may do without and does. */
  readonly header: YamlNode | null;
  readonly body: YamlNode;
}

/** All files of the flows, as they are at one moment: listed once, read once. */
export class FlowFolders {
  readonly roots: FlowRoots;
  readonly #notFlows: readonly string[];
  readonly #listed = new Map<string, readonly FlowFile[]>();
  readonly #read = new Map<string, ReadFile>();

  /** @param notFlows names of files beside the flows that are for somebody else. */
  constructor(roots: FlowRoots, notFlows: readonly string[] = []) {
    this.roots = roots;
    this.#notFlows = notFlows;
  }

  /** All folders, shipped ones and the operator's, by name. */
  folders(): readonly string[] {
    return [...new Set(rootsOf(this.roots).flatMap(listFolders))].sort();
  }

  /** @throws FLOW_INVALID when neither root has the folder. */
  files(folder: string): readonly FlowFile[] {
    const listed = this.#listed.get(folder);
    if (listed !== undefined) return listed;
    const found = rootsOf(this.roots).map((root) => listFiles(root, folder));
    if (found.every((files) => files === null))
      throw new PostwrightError('FLOW_INVALID', `${folder}: there is no such folder of flows`);
    const byName = new Map<string, FlowFile>();
    for (const file of found.flatMap((files) => files ?? []))
      if (!this.#notFlows.includes(file.name)) byName.set(file.name, file);
    const files = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
    this.#listed.set(folder, files);
    return files;
  }

  /** Those that came with the package, in use or not. */
  shippedFiles(folder: string): readonly FlowFile[] {
    const [shipped] = rootsOf(this.roots);
    return listFiles(shipped, folder) ?? [];
  }

  variants(folder: string, base: string): readonly FlowFile[] {
    return this.files(folder).filter((file) => file.base === base);
  }

  /** The names of the flows of a folder, without variants. */
  flowNames(folder: string): readonly string[] {
    const names = this.files(folder).map((file) => file.base);
    return [...new Set(names)].filter((name) => !SPECIAL_FILES.includes(name));
  }

  /** @throws FLOW_INVALID */
  read(file: FlowFile): ReadFile {
    const known = this.#read.get(file.path);
    if (known !== undefined) return known;
    const read = readFile(file);
    this.#read.set(file.path, read);
    return read;
  }
}

interface Root {
  readonly path: string;
  readonly source: FlowFile['source'];
  /** Before the names of its folders, in messages. */
  readonly shown: string;
}

/** The operator's comes after the shipped one, whose files it may replace. */
function rootsOf({ shipped, operator, operatorShown }: FlowRoots): readonly [Root, ...Root[]] {
  const ours: Root = { path: shipped, source: 'shipped', shown: '' };
  if (operator === null) return [ours];
  return [ours, { path: operator, source: 'operator', shown: `${operatorShown ?? operator}/` }];
}

/** The flow files in a folder of a root; null when it has no such folder. */
function listFiles({ path, source, shown }: Root, folder: string): readonly FlowFile[] | null {
  const at = `${shown}${folder}`;
  const names = listNames(join(path, folder), at)?.filter(isVisible);
  const misnamed = names?.find((name) => /\.ya?ml$/i.test(name) && !name.endsWith(YAML));
  // It would be taken for a flow that is in use.
  if (misnamed !== undefined)
    throw flowInvalid({ file: `${at}/${misnamed}`, line: 1, column: 1 }, `flow files end in ${YAML}: rename it`);
  const files = names
    ?.filter((name) => name.endsWith(YAML))
    .map((fileName): FlowFile => {
      const name = fileName.slice(0, -YAML.length);
      const [base = name] = name.split(VARIANT_MARK);
      return { folder, name, base, source, path: join(path, folder, fileName), shown: `${at}/${fileName}` };
    });
  return files ?? null;
}

function listFolders({ path, shown }: Root): readonly string[] {
  const names = listNames(path, shown) ?? [];
  return names.filter((name) => isVisible(name) && isFolder(join(path, name)));
}

/** What cannot be looked at may be one: whoever lists it will say what is wrong. */
function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return true;
  }
}

/** Editors keep what they are at work on under such names. */
function isVisible(name: string): boolean {
  return !/^[.#]/.test(name);
}

/** @throws FLOW_INVALID for a folder that is there and cannot be read. */
function listNames(path: string, shown: string): readonly string[] | null {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new PostwrightError('FLOW_INVALID', `${shown}: the folder cannot be read`, { cause: error });
  }
}

function readFile(file: FlowFile): ReadFile {
  const [first, second, extra] = readYaml(file.path, file.shown);
  if (first === undefined) throw flowInvalid({ file: file.shown, line: 1, column: 1 }, 'the file is empty');
  if (extra !== undefined) throw extra.invalid('a file has one "---"');
  if (SPECIAL_FILES.includes(file.base)) return readSpecial(file, first, second);
  if (second === undefined) throw first.invalid('a flow is a header, a line "---", and a list of commands');
  const conditions = checked(file, readConditions(first.fields().take('for'), file.shown));
  return { file, source: file.source, conditions, header: first, body: second };
}

/** `for` and a line "---" may stand above its entries. */
function readSpecial(file: FlowFile, first: YamlNode, second: YamlNode | undefined): ReadFile {
  if (second === undefined) {
    const conditions = checked(file, readConditions(undefined, file.shown));
    return { file, source: file.source, conditions, header: null, body: first };
  }
  const fields = first.fields();
  const conditions = checked(file, readConditions(fields.need('for'), file.shown));
  fields.end();
  return { file, source: file.source, conditions, header: first, body: second };
}

function checked(file: FlowFile, conditions: Conditions): Conditions {
  const isForAll =
    conditions.language === null && conditions.versions.from === null && conditions.versions.below === null;
  if (file.name !== file.base && isForAll)
    throw flowInvalid(conditions.at, `a variant of "${file.base}" says what it is "for" in its header`);
  if (file.base === APP_FILE && file.name !== file.base)
    throw flowInvalid(conditions.at, `${APP_FILE}${YAML} has no variants`);
  const isByVersion = conditions.versions.from !== null || conditions.versions.below !== null;
  if (file.folder === SHARED_FOLDER && isByVersion)
    throw flowInvalid(conditions.at, `what is in ${SHARED_FOLDER}/ is not of one app, so it goes by "language" only`);
  return conditions;
}

import { readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { PostwrightError } from '../errors.ts';
import type { Flow, Trial } from './command.ts';
import { type Dialog, readDialogs } from './dialogs.ts';
import { readCommands } from './read-command.ts';
import { readTarget, type Target } from './selector.ts';
import { COPIED_TEXT, readVariableName } from './template.ts';
import { readTexts, type Texts } from './texts.ts';
import { readYaml, suggestion, type YamlNode } from './yaml.ts';

/** Every folder of flows may have these beside its flows. */
const TEXTS_FILE = 'texts.yaml';
const ELEMENTS_FILE = 'elements.yaml';
const DIALOGS_FILE = 'dialogs.yaml';
/** The folder of what any app may meet on Android: permission dialogs, crashes, the notification shade. */
export const SHARED_FOLDER = 'android';

/** All that is known of one app's screens, read from its folder and validated as a whole. */
export class AppFlows {
  readonly folder: string;
  readonly texts: Texts;
  readonly dialogs: readonly Dialog[];
  readonly #flows: ReadonlyMap<string, Flow>;
  readonly #elements: ReadonlyMap<string, Target>;

  /**
   * @param root the folder of all flows.
   * @param folder the app's folder in it: `tiktok`.
   * @throws FLOW_INVALID naming file, line and column.
   */
  constructor(root: string, folder: string) {
    const reader = new FolderReader(root, folder);
    this.folder = folder;
    this.texts = reader.texts;
    this.#flows = new Map(
      reader.flowFiles().map((file) => [file.replace(/\.yaml$/, ''), reader.flow(join(root, folder, file))]),
    );
    this.#elements = reader.elements();
    this.dialogs =
      folder === SHARED_FOLDER
        ? reader.dialogs()
        : [...reader.dialogs(), ...new FolderReader(root, SHARED_FOLDER).dialogs()];
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
      throw new PostwrightError('FLOW_INVALID', `${this.folder}/${ELEMENTS_FILE}: "${name}" is missing`);
    return element;
  }
}

class FolderReader {
  readonly texts: Texts;
  readonly #root: string;
  readonly #folder: string;
  readonly #read = new Map<string, Flow>();
  /** The files being read, outermost first: a file that is met again calls itself. */
  readonly #open: string[] = [];

  constructor(root: string, folder: string) {
    this.#root = resolve(root);
    this.#folder = folder;
    this.texts = this.#has(TEXTS_FILE)
      ? readTexts(this.#path(TEXTS_FILE), this.#name(this.#path(TEXTS_FILE)))
      : new Map();
  }

  flowFiles(): string[] {
    const special = [TEXTS_FILE, ELEMENTS_FILE, DIALOGS_FILE];
    return this.#files().filter((file) => file.endsWith('.yaml') && !special.includes(file));
  }

  elements(): ReadonlyMap<string, Target> {
    if (!this.#has(ELEMENTS_FILE)) return new Map();
    const path = this.#path(ELEMENTS_FILE);
    const scope = { texts: this.texts, variables: new Set<string>() };
    const entries = readYaml(path, this.#name(path)).flatMap((document) => document.entries());
    return new Map(entries.map(({ key, value }) => [key.string(), readTarget(value, scope)]));
  }

  dialogs(): readonly Dialog[] {
    if (!this.#has(DIALOGS_FILE)) return [];
    const path = this.#path(DIALOGS_FILE);
    return readYaml(path, this.#name(path)).flatMap((document) => readDialogs(document, this.texts));
  }

  flow(path: string): Flow {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    this.#open.push(path);
    const flow = this.#readFlow(path);
    this.#open.pop();
    this.#read.set(path, flow);
    return flow;
  }

  #readFlow(path: string): Flow {
    const file = this.#name(path);
    const [header, body, extra] = readYaml(path, file);
    if (header === undefined) throw new PostwrightError('FLOW_INVALID', `${file}: the file is empty`);
    if (body === undefined) throw header.invalid('a flow is a header, a line "---", and a list of commands');
    if (extra !== undefined) throw extra.invalid('a flow has one "---"');
    const head = readHeader(header);
    const variables = new Set([...head.env.keys(), COPIED_TEXT]);
    const readFlow = (node: YamlNode): Flow => this.#calledFlow(node, path);
    return {
      file,
      ...head,
      name: head.name ?? file,
      commands: readCommands(body, { texts: this.texts, variables, readFlow }),
    };
  }

  #calledFlow(node: YamlNode, caller: string): Flow {
    const path = resolve(dirname(caller), node.string());
    if (!path.startsWith(this.#root + sep))
      throw node.invalid(`"${node.string()}" lies outside the folder of the flows`);
    if (this.#open.includes(path)) throw node.invalid(`"${node.string()}" ends up calling itself`);
    try {
      return this.flow(path);
    } catch (error) {
      if (error instanceof PostwrightError && isMissingFile(error.cause))
        throw node.invalid(`there is no file "${node.string()}"`);
      throw error;
    }
  }

  #files(): string[] {
    try {
      return readdirSync(join(this.#root, this.#folder)).sort();
    } catch (error) {
      throw new PostwrightError('FLOW_INVALID', `${this.#folder}: there is no such folder of flows`, { cause: error });
    }
  }

  #has(file: string): boolean {
    return this.#files().includes(file);
  }

  #path(file: string): string {
    return join(this.#root, this.#folder, file);
  }

  #name(path: string): string {
    return relative(this.#root, path).replaceAll(sep, '/');
  }
}

function isMissingFile(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

interface Header {
  readonly appId: string;
  readonly name: string | null;
  readonly env: ReadonlyMap<string, string | null>;
  readonly triedOn: readonly Trial[];
}

function readHeader(node: YamlNode): Header {
  const fields = node.fields();
  const header = {
    appId: fields.need('appId').string(),
    name: fields.take('name')?.string() ?? null,
    env: new Map(
      fields
        .take('env')
        ?.entries()
        .map(({ key, value }) => [readVariableName(key), value.isEmpty ? null : value.string()]) ?? [],
    ),
    triedOn: fields.take('triedOn')?.list().map(readTrial) ?? [],
  };
  fields.end();
  return header;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function readTrial(node: YamlNode): Trial {
  const fields = node.fields();
  const date = fields.need('date');
  const trial: Trial = {
    app: fields.need('app').string(),
    how: fields.need('how').oneOf(['rack', 'phone'] as const),
    date: date.string(),
  };
  fields.end();
  if (!DATE.test(trial.date)) throw date.invalid('a date is YYYY-MM-DD');
  return trial;
}

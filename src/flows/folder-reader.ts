import { dirname, resolve, sep } from 'node:path';
import { PostwrightError } from '../errors.ts';
import { type AboutApp, LANGUAGES, readAboutApp } from './app-file.ts';
import type { Flow } from './command.ts';
import { type Dialog, readDialogs } from './dialogs.ts';
import { DIALOGS_FILE, ELEMENTS_FILE, type FlowFolders, type ReadFile, TEXTS_FILE } from './folder.ts';
import { readHeader } from './header.ts';
import { readCommands } from './read-command.ts';
import { readTarget, type Target } from './selector.ts';
import { COPIED_TEXT } from './template.ts';
import { layTexts, readTextEntries, type Texts } from './texts.ts';
import { type Choice, choose, inOrder, isBefore, tie } from './variant.ts';
import { flowInvalid, type YamlNode } from './yaml.ts';

interface ReaderOptions {
  readonly choice: Choice;
  /** Takes what is wrong with one file, so that the others can be read all the same. */
  report(error: unknown): void;
}

/** Reads one folder as one kind of phone needs it. */
export class FolderReader {
  readonly about: AboutApp;
  readonly texts: Texts;
  readonly #folders: FlowFolders;
  readonly #folder: string;
  readonly #choice: Choice;
  readonly #report: (error: unknown) => void;
  readonly #read = new Map<string, Flow>();
  /** The flows being read, outermost first: one that is met again calls itself. */
  readonly #open: string[] = [];

  constructor(folders: FlowFolders, folder: string, { choice, report }: ReaderOptions) {
    this.#folders = folders;
    this.#folder = folder;
    this.#choice = choice;
    this.#report = report;
    this.about = readAboutApp(folders, folder);
    this.texts = this.#readTexts();
  }

  flowNames(): readonly string[] {
    // A flow of which no variant fits is not there for this phone: who needs it will say so.
    return this.#folders.flowNames(this.#folder).filter((name) => this.#isThere(name));
  }

  elements(): ReadonlyMap<string, Target> {
    const scope = { texts: this.texts, variables: new Set<string>() };
    const entries = this.#laid(ELEMENTS_FILE).flatMap(({ body }) => body.entries());
    return new Map(entries.toReversed().map(({ key, value }) => [key.string(), readTarget(value, scope)]));
  }

  /** Those of variants come first; one of the same name takes the place of what comes after. */
  dialogs(): readonly Dialog[] {
    const all = this.#laid(DIALOGS_FILE).map(({ body }) => readDialogs(body, this.texts));
    return all.flatMap((dialogs, place) =>
      dialogs.filter(({ name }) => !all.slice(0, place).some((before) => before.some((other) => other.name === name))),
    );
  }

  flow(name: string): Flow {
    const known = this.#read.get(name);
    if (known !== undefined) return known;
    const read = this.#chosen(name);
    if (read === undefined) throw new PostwrightError('FLOW_INVALID', `${this.#folder}/${name}.yaml: there is no file`);
    this.#open.push(name);
    try {
      const flow = this.#readFlow(read);
      this.#read.set(name, flow);
      return flow;
    } finally {
      this.#open.pop();
    }
  }

  #readFlow({ file, header, body, conditions, source }: ReadFile): Flow {
    const head = readHeader(header ?? body);
    const variables = new Set([...head.env.keys(), COPIED_TEXT]);
    const readFlow = (node: YamlNode): Flow => this.#calledFlow(node);
    return {
      file: file.shown,
      ...head,
      name: head.name ?? file.shown,
      conditions,
      source,
      commands: readCommands(body, { texts: this.texts, variables, readFlow }),
    };
  }

  #calledFlow(node: YamlNode): Flow {
    const called = node.string();
    const path = resolve(sep, this.#folder, called);
    if (dirname(path) !== resolve(sep, this.#folder) || called.startsWith('/'))
      throw node.invalid(`"${called}" lies outside the folder of the flows`);
    const name = path.slice(dirname(path).length + 1).replace(/\.yaml$/, '');
    if (name.includes('@')) throw node.invalid(`call the flow, not a variant: the one that fits the phone is taken`);
    if (this.#open.includes(name)) throw node.invalid(`"${called}" ends up calling itself`);
    if (this.#chosen(name) === undefined) throw node.invalid(`there is no file "${called}"`);
    return this.flow(name);
  }

  #isThere(name: string): boolean {
    try {
      return this.#chosen(name) !== undefined;
    } catch (error) {
      this.#report(error);
      return false;
    }
  }

  #chosen(name: string): ReadFile | undefined {
    return choose(this.#variants(name), this.#choice);
  }

  #variants(base: string): readonly ReadFile[] {
    const variants = this.#folders.variants(this.#folder, base).map((file) => this.#folders.read(file));
    const foreign = variants.find(
      ({ conditions: { language } }) => language !== null && !this.about.languages.includes(language),
    );
    if (foreign !== undefined) {
      const { at, language } = foreign.conditions;
      throw flowInvalid(at, `${this.#folder}/app.yaml lists ${this.about.languages.join(', ')}, but not "${language}"`);
    }
    return variants;
  }

  /** The files of one kind that fit, the most specific first. @throws FLOW_INVALID when two say the same, equally. */
  #laid(base: string): readonly ReadFile[] {
    const files = inOrder(this.#variants(base), this.#choice);
    for (const [place, file] of files.entries()) {
      const rival = files.slice(place + 1).find((other) => !isBefore(file, other) && haveSameName(file, other));
      if (rival !== undefined) throw tie(file, rival, this.#choice);
    }
    return files;
  }

  #readTexts(): Texts {
    const { languages } = this.about;
    const files = this.#laid(TEXTS_FILE).map(({ file, body }) => {
      const isVariant = file.name !== file.base;
      const required = isVariant ? [] : languages.filter((language) => LANGUAGES.includes(language));
      return readTextEntries(body, { languages, required });
    });
    const { language } = this.#choice;
    return layTexts(files, language !== null && languages.includes(language) ? language : null);
  }
}

/** Whether both have an entry of one name: a key of texts or elements, the name of a dialog. */
function haveSameName(a: ReadFile, b: ReadFile): boolean {
  const names = ({ body }: ReadFile): readonly string[] =>
    body.isList
      ? body.list().flatMap((item) => item.fields().take('name')?.string() ?? [])
      : body.entries().map(({ key }) => key.string());
  const known = names(a);
  return names(b).some((name) => known.includes(name));
}

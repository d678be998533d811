import { readFileSync } from 'node:fs';
import { closest, distance } from 'fastest-levenshtein';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import { PostwrightError } from '../errors.ts';

/** A place in a flow file, for messages. Lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function flowInvalid(at: Position, problem: string): PostwrightError {
  return new PostwrightError('FLOW_INVALID', `${at.file}:${at.line}:${at.column}: ${problem}`);
}

/** Further apart than this, a suggestion confuses more than it helps. */
const LARGEST_TYPO = 4;

/** `. Did you mean "tapOn"?`, or nothing when no known word is near. */
export function suggestion(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(word, [...known]);
  return distance(word, nearest) <= LARGEST_TYPO ? `. Did you mean "${nearest}"?` : '';
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Deeper than anything a person writes. */
const DEEPEST_JSON = 20;

interface Source {
  /** As messages name it: relative to the folder of the flows. */
  readonly file: string;
  readonly lines: LineCounter;
}

/** A value in a YAML file that knows where it stands. Its readers check the type and complain with the position. */
export class YamlNode {
  readonly #source: Source;
  readonly #node: Node | null;
  readonly #offset: number;

  constructor(source: Source, node: Node | null, offset: number) {
    this.#source = source;
    this.#node = node;
    this.#offset = node?.range?.[0] ?? offset;
  }

  get at(): Position {
    const { line, col } = this.#source.lines.linePos(this.#offset);
    return { file: this.#source.file, line, column: col };
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  get isEmpty(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null);
  }

  invalid(problem: string): PostwrightError {
    return flowInvalid(this.at, problem);
  }

  /** Nothing, at the same place. */
  emptied(): YamlNode {
    return new YamlNode(this.#source, null, this.#offset);
  }

  list(): YamlNode[] {
    if (!isSeq(this.#node)) throw this.invalid(`a list is needed here, not ${this.#kind()}`);
    return this.#node.items.map((item) => new YamlNode(this.#source, item as Node | null, this.#offset));
  }

  /** The keys of a mapping with their values, in order. */
  entries(): { readonly key: YamlNode; readonly value: YamlNode }[] {
    if (!isMap(this.#node)) throw this.invalid(`a mapping is needed here, not ${this.#kind()}`);
    return this.#node.items.map((pair) => {
      const key = new YamlNode(this.#source, pair.key as Node | null, this.#offset);
      return { key, value: new YamlNode(this.#source, pair.value as Node | null, key.#offset) };
    });
  }

  fields(): YamlFields {
    return new YamlFields(this);
  }

  /** Numbers are taken as they are written: `text: 30` looks for "30". */
  string(): string {
    const value = this.#scalar();
    if (typeof value === 'string') return value;
    if (typeof value === 'number' && isScalar(this.#node)) return this.#node.source ?? String(value);
    throw this.invalid(`text is needed here, not ${this.#kind()}`);
  }

  /** As a key is written: `true` is one, in Maestro's conditions. */
  name(): string {
    return isScalar(this.#node) && typeof this.#node.value === 'boolean' ? String(this.#node.source) : this.string();
  }

  boolean(): boolean {
    const value = this.#scalar();
    if (typeof value !== 'boolean') throw this.invalid(`true or false is needed here, not ${this.#kind()}`);
    return value;
  }

  integer({ min, max }: { readonly min: number; readonly max: number }): number {
    const value = this.#scalar();
    if (typeof value !== 'number' || !Number.isInteger(value))
      throw this.invalid(`a whole number is needed here, not ${this.#kind()}`);
    if (value < min || value > max) throw this.invalid(`a number from ${min} to ${max} is needed here, not ${value}`);
    return value;
  }

  number(): number {
    const value = this.#scalar();
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw this.invalid(`a number is needed here, not ${this.#kind()}`);
    return value;
  }

  /** The value as JSON holds it. @throws FLOW_INVALID for what JSON cannot hold, for aliases, and for what is too deep. */
  json(depth = 0): Json {
    if (depth > DEEPEST_JSON) throw this.invalid(`this lies deeper than ${DEEPEST_JSON} levels`);
    if (this.isList) return this.list().map((item) => item.json(depth + 1));
    if (this.isMap) {
      const pairs = this.entries().map(({ key, value }) => [key.name(), value.json(depth + 1)] as const);
      return Object.fromEntries(pairs);
    }
    const value = this.isEmpty ? null : this.#scalar();
    const isJson = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
    if (!isJson) throw this.invalid(`JSON has no such value as ${this.#kind()}`);
    return value as Json;
  }

  oneOf<T extends string>(allowed: readonly T[]): T {
    const value = this.string();
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw this.invalid(`"${value}" is none of ${allowed.join(', ')}`);
    return found;
  }

  #scalar(): unknown {
    return isScalar(this.#node) ? this.#node.value : undefined;
  }

  #kind(): string {
    if (this.isEmpty) return 'nothing';
    if (this.isList) return 'a list';
    if (this.isMap) return 'a mapping';
    const value = this.#scalar();
    return value === undefined ? 'an alias' : `${typeof value} ${JSON.stringify(value)}`;
  }
}

/** The fields of a mapping, taken one by one, so that what nobody took can be refused. */
export class YamlFields {
  readonly at: Position;
  readonly #left = new Map<string, { readonly key: YamlNode; readonly value: YamlNode }>();
  readonly #known: string[] = [];

  constructor(node: YamlNode) {
    this.at = node.at;
    for (const entry of node.entries()) this.#left.set(entry.key.name(), entry);
  }

  take(name: string): YamlNode | undefined {
    this.#known.push(name);
    const entry = this.#left.get(name);
    this.#left.delete(name);
    return entry?.value;
  }

  need(name: string): YamlNode {
    const value = this.take(name);
    if (value === undefined) throw flowInvalid(this.at, `"${name}" is missing`);
    return value;
  }

  /** @throws FLOW_INVALID for the first field that was not taken. */
  end(): void {
    for (const [name, { key }] of this.#left)
      throw key.invalid(`"${name}" is not known here${suggestion(name, this.#known)}`);
  }
}

/** The documents of a YAML file. @throws FLOW_INVALID for a missing file and for what is not YAML. */
export function readYaml(path: string, file: string): YamlNode[] {
  const lines = new LineCounter();
  const source: Source = { file, lines };
  const documents = parseAllDocuments(readText(path, file), {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  });
  if (documents.length === 0) throw flowInvalid({ file, line: 1, column: 1 }, 'the file is empty');
  return documents.map((document) => {
    // A warning is a tag that nobody knows: its value would be taken for another than was meant.
    const [error] = [...document.errors, ...document.warnings];
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw flowInvalid({ file, line, column: col }, error.message);
    }
    return new YamlNode(source, document.contents, document.range[0]);
  });
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new PostwrightError('FLOW_INVALID', `${file}: the file cannot be read`, { cause: error });
  }
}

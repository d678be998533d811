import { compilePattern } from './pattern.ts';
import { flowInvalid, type Position, type YamlNode } from './yaml.ts';

/** The wordings of each key of `texts.yaml`, all languages together: an app may speak another language than its phone. */
export type Texts = ReadonlyMap<string, readonly string[]>;

/** One key of a file of texts: its wordings by language. */
export interface TextEntry {
  readonly at: Position;
  readonly byLanguage: ReadonlyMap<string, readonly string[]>;
}

const KEY = /^[a-z][A-Za-z0-9]*$/;

export interface TextRules {
  /** All that the app has. */
  readonly languages: readonly string[];
  /** Those that each key of this file must have. */
  readonly required: readonly string[];
}

/** Reads `key: { en: [pattern, …], es: [pattern, …] }`. @throws FLOW_INVALID */
export function readTextEntries(node: YamlNode, rules: TextRules): ReadonlyMap<string, TextEntry> {
  return new Map(node.entries().map(({ key, value }) => [readKey(key), readEntry(value, rules)]));
}

function readKey(node: YamlNode): string {
  const key = node.string();
  if (!KEY.test(key))
    throw node.invalid(`"${key}" is no name of a text: letters and digits, starting with a small letter`);
  return key;
}

function readEntry(node: YamlNode, { languages, required }: TextRules): TextEntry {
  const fields = node.fields();
  const byLanguage = new Map<string, readonly string[]>();
  for (const language of languages) {
    const wordings = fields.take(language);
    if (wordings !== undefined) byLanguage.set(language, wordings.list().map(readPattern));
  }
  fields.end();
  const missing = (byLanguage.size === 0 ? languages : required).find((language) => !byLanguage.has(language));
  if (missing !== undefined) throw node.invalid(`"${missing}" is missing`);
  return { at: node.at, byLanguage };
}

function readPattern(node: YamlNode): string {
  const source = node.string();
  const problem = compilePattern(source);
  if (problem instanceof Error) throw node.invalid(`"${source}" is no regular expression: ${problem.message}`);
  return source;
}

/**
 * Lays files of texts over each other, the most specific first: what one says of a language hides what the next says.
 * @param language in which every key must have wordings; null asks for none.
 * @throws FLOW_INVALID
 */
export function layTexts(files: readonly ReadonlyMap<string, TextEntry>[], language: string | null): Texts {
  const merged = new Map<string, TextEntry>();
  for (const file of files.toReversed()) {
    for (const [key, { at, byLanguage }] of file) {
      const before = merged.get(key)?.byLanguage ?? [];
      merged.set(key, { at, byLanguage: new Map([...before, ...byLanguage]) });
    }
  }
  for (const { at, byLanguage } of merged.values())
    if (language !== null && !byLanguage.has(language)) throw flowInvalid(at, `"${language}" is missing`);
  return new Map([...merged].map(([key, { byLanguage }]) => [key, [...new Set([...byLanguage.values()].flat())]]));
}

import { compilePattern } from './pattern.ts';
import { readYaml, type YamlNode } from './yaml.ts';

/** The languages the apps may be set to. Each text of `texts.yaml` has variants in all of them. */
export const LANGUAGES = ['en', 'es'] as const;

/** The wordings of each key of `texts.yaml`, all languages together: an app may speak another language than its phone. */
export type Texts = ReadonlyMap<string, readonly string[]>;

const KEY = /^[a-z][A-Za-z0-9]*$/;

/** Reads `key: { en: [pattern, …], es: [pattern, …] }`. @throws FLOW_INVALID */
export function readTexts(path: string, file: string): Texts {
  const texts = new Map<string, readonly string[]>();
  for (const document of readYaml(path, file)) {
    for (const { key, value } of document.entries()) texts.set(readKey(key), readVariants(value));
  }
  return texts;
}

function readKey(node: YamlNode): string {
  const key = node.string();
  if (!KEY.test(key))
    throw node.invalid(`"${key}" is no name of a text: letters and digits, starting with a small letter`);
  return key;
}

function readVariants(node: YamlNode): readonly string[] {
  const fields = node.fields();
  const variants = LANGUAGES.flatMap((language) => fields.need(language).list().map(readPattern));
  fields.end();
  return [...new Set(variants)];
}

function readPattern(node: YamlNode): string {
  const source = node.string();
  const problem = compilePattern(source);
  if (problem instanceof Error) throw node.invalid(`"${source}" is no regular expression: ${problem.message}`);
  return source;
}

import { compilePattern, escapePattern } from './pattern.ts';
import type { Texts } from './texts.ts';
import { suggestion, type YamlNode } from './yaml.ts';

type Part =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'dollar' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'texts'; readonly alternatives: readonly string[] };

/** A text of a flow with its `${…}` resolved as far as loading can. */
export interface Template {
  /** As it stands in the file. */
  readonly source: string;
  readonly parts: readonly Part[];
}

export type Variables = ReadonlyMap<string, string>;

/** What a template may name. */
export interface Scope {
  readonly texts: Texts;
  /** Names of the variables that will have a value. */
  readonly variables: ReadonlySet<string>;
}

/** Set by copyTextFrom, as in Maestro. */
export const COPIED_TEXT = 'maestro.copiedText';

const TEXTS_PREFIX = 't.';
const PLACEHOLDER = /\\\$\{|\$\{([^{}]*)\}/g;

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** @throws FLOW_INVALID */
export function readVariableName(node: YamlNode): string {
  const name = node.string();
  if (!VARIABLE_NAME.test(name)) throw node.invalid(`"${name}" is no name of a variable: letters, digits and _`);
  return name;
}

/** A text that is used as it is. `${t.…}` is refused: wordings are patterns, for selectors. @throws FLOW_INVALID */
export function readText(node: YamlNode, scope: Scope): Template {
  const template = readTemplate(node, scope);
  if (template.parts.some((part) => part.kind === 'texts'))
    throw node.invalid('wordings (t.…) belong in selectors only');
  return template;
}

/** A text whose fixed parts are a regular expression. @throws FLOW_INVALID */
export function readPattern(node: YamlNode, scope: Scope): Template {
  const template = readTemplate(node, scope);
  const stand = new Map([...scope.variables].map((name) => [name, 'x']));
  for (const pattern of expandPatterns(template, stand)) {
    const compiled = compilePattern(pattern);
    if (compiled instanceof Error)
      throw node.invalid(`"${template.source}" is no regular expression: ${compiled.message}`);
  }
  return template;
}

function readTemplate(node: YamlNode, scope: Scope): Template {
  const source = node.string();
  const parts: Part[] = [];
  let end = 0;
  for (const match of source.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push({ kind: 'literal', text: source.slice(end, match.index) });
    parts.push(match[1] === undefined ? { kind: 'dollar' } : readPlaceholder(match[1].trim(), node, scope));
    end = match.index + match[0].length;
  }
  if (end < source.length) parts.push({ kind: 'literal', text: source.slice(end) });
  return { source, parts };
}

function readPlaceholder(name: string, node: YamlNode, scope: Scope): Part {
  if (name.startsWith(TEXTS_PREFIX)) {
    const key = name.slice(TEXTS_PREFIX.length);
    const alternatives = scope.texts.get(key);
    if (alternatives === undefined)
      throw node.invalid(`texts.yaml has no "${key}"${suggestion(key, [...scope.texts.keys()])}`);
    return { kind: 'texts', alternatives };
  }
  if (scope.variables.has(name)) return { kind: 'variable', name };
  throw node.invalid(`the variable "${name}" is not defined${suggestion(name, [...scope.variables])}`);
}

/** The text with the values in place, each exactly as it is. */
export function expandText(template: Template, variables: Variables): string {
  return template.parts.map((part) => textOf(part, variables)).join('');
}

function textOf(part: Part, variables: Variables): string {
  switch (part.kind) {
    case 'literal':
      return part.text;
    case 'dollar':
      return '${';
    case 'variable':
      return givenValue(part.name, variables);
    case 'texts':
      return '';
  }
}

/** Regular expressions for a selector: values are matched literally, the wordings of a text are alternatives. */
export function expandPatterns(template: Template, variables: Variables): readonly string[] {
  const [only, ...others] = template.parts;
  if (only?.kind === 'texts' && others.length === 0) return only.alternatives;
  return [template.parts.map((part) => patternOf(part, variables)).join('')];
}

function patternOf(part: Part, variables: Variables): string {
  switch (part.kind) {
    case 'literal':
      return part.text;
    case 'dollar':
      return escapePattern('${');
    case 'variable':
      return escapePattern(givenValue(part.name, variables));
    case 'texts':
      return `(?:${part.alternatives.join('|')})`;
  }
}

function givenValue(name: string, variables: Variables): string {
  return variables.get(name) ?? '';
}

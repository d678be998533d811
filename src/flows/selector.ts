import type { Selector } from '../screen/screen.ts';
import { selectorWords } from '../screen/selector-words.ts';
import {
  expandPatterns,
  expandText,
  readPattern,
  readText,
  type Scope,
  type Template,
  type Variables,
} from './template.ts';
import type { Position, YamlFields, YamlNode } from './yaml.ts';

const RELATIONS = ['below', 'above', 'leftOf', 'rightOf', 'childOf', 'containsChild'] as const;
type Relation = (typeof RELATIONS)[number];
const FLAGS = ['clickable', 'enabled', 'selected'] as const;
type Flag = (typeof FLAGS)[number];

/** Further back than this from the end, or on from the start, no screen has matches. */
const INDEX_LIMIT = 999;

/** One selector of a flow, its variables still open. */
interface SelectorTemplate {
  readonly label: readonly Template[];
  readonly description: readonly Template[];
  readonly id: Template | null;
  readonly className: string | null;
  readonly packageName: string | null;
  readonly index: number | null;
  readonly flags: Partial<Readonly<Record<Flag, boolean>>>;
  readonly relations: Partial<Readonly<Record<Relation, SelectorTemplate>>>;
}

/** What a command looks for: the first of its alternatives that is on the screen. */
export interface Target {
  readonly at: Position;
  readonly alternatives: readonly SelectorTemplate[];
}

/** Every key a selector may have. `docs/flows.md` lists the same. */
export const SELECTOR_KEYS = [
  'text',
  'description',
  'id',
  'className',
  'packageName',
  'index',
  ...FLAGS,
  ...RELATIONS,
] as const;

/** Reads a target: a text, a selector, or `anyOf` several of them. @throws FLOW_INVALID */
export function readTarget(node: YamlNode, scope: Scope): Target {
  if (!node.isMap) return { at: node.at, alternatives: [readSelector(node, scope)] };
  const fields = node.fields();
  const target = takeTarget(fields, scope);
  fields.end();
  if (target === null) throw node.invalid('a selector needs at least one condition');
  return target;
}

/** Takes the selector out of a command's fields. @returns null when there is none. */
export function takeTarget(fields: YamlFields, scope: Scope): Target | null {
  const anyOf = fields.take('anyOf');
  if (anyOf !== undefined) {
    const alternatives = anyOf.list().map((item) => readSelector(item, scope));
    if (alternatives.length === 0) throw anyOf.invalid('anyOf needs at least one selector');
    return { at: fields.at, alternatives };
  }
  const selector = takeSelector(fields, scope);
  return selector === null ? null : { at: fields.at, alternatives: [selector] };
}

function readSelector(node: YamlNode, scope: Scope): SelectorTemplate {
  if (!node.isMap) return { ...EMPTY, label: readPatterns(node, scope) };
  const fields = node.fields();
  const selector = takeSelector(fields, scope);
  fields.end();
  if (selector === null) throw node.invalid('a selector needs at least one condition');
  return selector;
}

const EMPTY: SelectorTemplate = {
  label: [],
  description: [],
  id: null,
  className: null,
  packageName: null,
  index: null,
  flags: {},
  relations: {},
};

function takeSelector(fields: YamlFields, scope: Scope): SelectorTemplate | null {
  const text = fields.take('text');
  const description = fields.take('description');
  const id = fields.take('id');
  const index = fields.take('index');
  const flags = Object.fromEntries(FLAGS.flatMap((name) => pairOf(name, fields.take(name)?.boolean())));
  const relations = Object.fromEntries(
    RELATIONS.flatMap((name) => pairOf(name, readRelation(fields.take(name), scope))),
  );
  const selector: SelectorTemplate = {
    label: text === undefined ? [] : readPatterns(text, scope),
    description: description === undefined ? [] : readPatterns(description, scope),
    id: id === undefined ? null : readText(id, scope),
    className: fields.take('className')?.string() ?? null,
    packageName: fields.take('packageName')?.string() ?? null,
    index: index?.integer({ min: -INDEX_LIMIT, max: INDEX_LIMIT }) ?? null,
    flags,
    relations,
  };
  return JSON.stringify(selector) === JSON.stringify(EMPTY) ? null : selector;
}

function pairOf<V>(name: string, value: V | undefined): [string, V][] {
  return value === undefined ? [] : [[name, value]];
}

function readRelation(node: YamlNode | undefined, scope: Scope): SelectorTemplate | undefined {
  return node === undefined ? undefined : readSelector(node, scope);
}

function readPatterns(node: YamlNode, scope: Scope): readonly Template[] {
  if (!node.isList) return [readPattern(node, scope)];
  const patterns = node.list().map((item) => readPattern(item, scope));
  if (patterns.length === 0) throw node.invalid('the list of texts is empty');
  return patterns;
}

export interface Resolution {
  readonly variables: Variables;
  /** Completes ids that name no package. */
  readonly appId: string;
}

/** The selectors of a target with the values of the moment. */
export function resolveTarget(target: Target, resolution: Resolution): readonly Selector[] {
  return target.alternatives.map((selector) => resolve(selector, resolution));
}

function resolve(selector: SelectorTemplate, resolution: Resolution): Selector {
  const { variables } = resolution;
  const relations = RELATIONS.flatMap((name) => {
    const relation = selector.relations[name];
    return pairOf(name, relation === undefined ? undefined : resolve(relation, resolution));
  });
  return {
    ...(selector.label.length === 0
      ? {}
      : { label: selector.label.flatMap((template) => expandPatterns(template, variables)) }),
    ...(selector.description.length === 0
      ? {}
      : { description: selector.description.flatMap((template) => expandPatterns(template, variables)) }),
    ...(selector.id === null ? {} : { id: fullId(expandText(selector.id, variables), resolution.appId) }),
    ...(selector.className === null ? {} : { className: selector.className }),
    ...(selector.packageName === null ? {} : { packageName: selector.packageName }),
    ...(selector.index === null ? {} : { index: selector.index }),
    ...selector.flags,
    ...Object.fromEntries(relations),
  };
}

function fullId(id: string, appId: string): string {
  return id.includes(':') ? id : `${appId}:id/${id}`;
}

/** Alternatives in words, for messages. */
export function describeSelectors(selectors: readonly Selector[]): string {
  return selectors.map(selectorWords).join(', or ');
}

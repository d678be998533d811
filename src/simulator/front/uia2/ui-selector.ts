import { listedNodes, nodeText, type UiNode } from '../ui/node.ts';
import type { TextField } from '../ui/text-field.ts';
import { Uia2Error } from './errors.ts';
import { javaPattern } from './java-regex.ts';
import type { Argument, Call, Construction } from './selector-parser.ts';

type Test = (node: UiNode) => boolean;

/** A compiled UiSelector. */
interface Selector {
  readonly tests: readonly Test[];
  readonly instance: number | null;
  readonly child: Selector | null;
  readonly fromParent: Selector | null;
}

/** Every node a UiSelector finds below `root` (and `root` itself), in document order. */
export function selectNodes(expression: Construction, root: UiNode, focusedField: TextField | null): readonly UiNode[] {
  const selector = compile(expression, focusedField);
  return [...new Set(matches(selector, [...listedNodes(root)]))];
}

function* matches(selector: Selector, candidates: readonly UiNode[]): Generator<UiNode> {
  let seen = 0;
  for (const node of candidates) {
    if (!selector.tests.every((test) => test(node))) continue;
    const isWanted = selector.instance === null || selector.instance === seen;
    seen += 1;
    if (!isWanted) continue;
    if (selector.child !== null) yield* matches(selector.child, below(node));
    else if (selector.fromParent !== null)
      yield* matches(selector.fromParent, node.parent === null ? [] : below(node.parent));
    else yield node;
  }
}

function below(node: UiNode): readonly UiNode[] {
  return [...listedNodes(node)].slice(1);
}

function compile(expression: Construction, focusedField: TextField | null): Selector {
  if (expression.type !== 'UiSelector') fail(`${expression.type} where a UiSelector was expected`);
  const tests: Test[] = [];
  let instance: number | null = null;
  let child: Selector | null = null;
  let fromParent: Selector | null = null;
  for (const call of expression.calls) {
    if (call.name === 'instance') instance = numberOf(call);
    else if (call.name === 'childSelector') child = compile(selectorOf(call), focusedField);
    else if (call.name === 'fromParent') fromParent = compile(selectorOf(call), focusedField);
    else tests.push(testFor(call, focusedField));
  }
  return { tests, instance, child, fromParent };
}

/** What a criterion reads of a node. */
const STRINGS: Readonly<Record<string, (node: UiNode) => string | null>> = {
  text: nodeText,
  description: (node) => node.view.description ?? null,
  className: (node) => node.view.className,
  resourceId: (node) => node.view.resourceId ?? null,
  packageName: (node) => node.packageName,
};

const BOOLEANS: Readonly<Record<string, (node: UiNode, focused: TextField | null) => boolean>> = {
  clickable: (node) => node.view.clickable === true || node.view.field !== undefined,
  longClickable: (node) => node.view.longClickable === true,
  enabled: (node) => node.view.disabled !== true,
  scrollable: (node) => node.view.scroll !== undefined && node.view.scroll.limit > 0,
  selected: (node) => node.view.selected === true,
  checked: (node) => node.view.checked === true,
  checkable: (node) => node.view.checkable === true,
  focusable: (node) => node.view.clickable === true || node.view.field !== undefined,
  focused: (node, focused) => node.view.field !== undefined && node.view.field === focused,
};

const COMPARISON = /^(text|description|className|resourceId|packageName)(Contains|StartsWith|Matches)?$/;

function testFor(call: Call, focusedField: TextField | null): Test {
  const flag = BOOLEANS[call.name];
  if (flag !== undefined) {
    const wanted = call.args[0];
    if (typeof wanted !== 'boolean') fail(`${call.name} needs true or false`);
    return (node) => flag(node, focusedField) === wanted;
  }
  if (call.name === 'index') {
    const wanted = numberOf(call);
    return (node) => node.index === wanted;
  }
  const [, name, comparison] = COMPARISON.exec(call.name) ?? [];
  const read = name === undefined ? undefined : STRINGS[name];
  if (read === undefined) fail(`UiSelector has no ${call.name} method`);
  return stringTest(read, comparison, stringOf(call));
}

/** "Contains" and "starts with" ignore case in UiSelector; equality and patterns do not. */
function stringTest(read: (node: UiNode) => string | null, comparison: string | undefined, wanted: string): Test {
  if (comparison === 'Matches') {
    const pattern = javaPattern(wanted);
    return (node) => pattern.test(read(node) ?? '');
  }
  const lower = wanted.toLowerCase();
  if (comparison === 'Contains') return (node) => read(node)?.toLowerCase().includes(lower) === true;
  if (comparison === 'StartsWith') return (node) => read(node)?.toLowerCase().startsWith(lower) === true;
  return (node) => read(node) === wanted;
}

function only(call: Call): Argument {
  const [argument] = call.args;
  if (argument === undefined || call.args.length !== 1) fail(`${call.name} takes one argument`);
  return argument;
}

function stringOf(call: Call): string {
  const argument = only(call);
  return typeof argument === 'string' ? argument : fail(`${call.name} needs a string`);
}

function numberOf(call: Call): number {
  const argument = only(call);
  return typeof argument === 'number' ? argument : fail(`${call.name} needs a number`);
}

function selectorOf(call: Call): Construction {
  const argument = only(call);
  return typeof argument === 'object' ? argument : fail(`${call.name} needs a UiSelector`);
}

function fail(what: string): never {
  throw new Uia2Error('invalid selector', `Could not parse the UiSelector: ${what}`);
}

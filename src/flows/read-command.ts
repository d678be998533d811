import {
  type BodyOf,
  type Command,
  type CommandName,
  type Condition,
  DIRECTIONS,
  type EnvTemplates,
  type Flow,
  KEYS,
  type KeyName,
  type Point,
} from './command.ts';
import { readTarget, type Target, takeTarget } from './selector.ts';
import { readText, readVariableName, type Scope } from './template.ts';
import { suggestion, type YamlFields, type YamlNode } from './yaml.ts';

/** Where a command is read: what it may name, and how it gets at other flows. */
export interface ReadContext extends Scope {
  /** Reads the flow file that a node names, relative to the file the node is in. */
  readonly readFlow: (node: YamlNode) => Flow;
}

type Reader<N extends CommandName> = (argument: Argument) => BodyOf<N>;

/** Longer than any screen needs; a wait beyond this is a mistake in the unit. */
const LONGEST_WAIT_MS = 10 * 60_000;
const MOST_REPEATS = 1_000;
/** A slider's own range, where it is not 0 to 100. */
const LARGEST_SLIDER = 10_000;
const PERCENT = 100;
/** Maestro's own defaults. */
const TAP_REPEAT_DELAY_MS = 100;
const SWIPE_MS = 400;
const SCROLL_UNTIL_TIMEOUT_MS = 20_000;
const ANIMATION_TIMEOUT_MS = 15_000;
/** Maestro leaves it to the command's own time-out; ours says it here. */
const EXTENDED_WAIT_MS = 15_000;

/** What stands behind a command's name. A single value is its short form. */
class Argument {
  readonly node: YamlNode;
  readonly context: ReadContext;
  /** Null for the short form and for no argument at all. */
  readonly fields: YamlFields | null;

  constructor(node: YamlNode, context: ReadContext) {
    this.node = node;
    this.context = context;
    this.fields = node.isMap ? node.fields() : null;
  }

  needFields(): YamlFields {
    return this.fields ?? this.node.fields();
  }

  target(): Target {
    const target = this.optionalTarget();
    if (target === null) throw this.node.invalid('a selector is needed here');
    return target;
  }

  optionalTarget(): Target | null {
    if (this.fields !== null) return takeTarget(this.fields, this.context);
    return this.node.isEmpty ? null : readTarget(this.node, this.context);
  }

  targetAt(key: string): Target | null {
    const node = this.needFields().take(key);
    return node === undefined ? null : readTarget(node, this.context);
  }

  /** The short form, or the value of a field. */
  valueOr(key: string): YamlNode | undefined {
    if (this.fields !== null) return this.fields.take(key);
    return this.node.isEmpty ? undefined : this.node;
  }

  needValueOr(key: string): YamlNode {
    const value = this.valueOr(key);
    if (value === undefined) throw this.node.invalid(`"${key}" is missing`);
    return value;
  }

  timeoutMs(defaultMs: number): number {
    return this.fields?.take('timeout')?.integer({ min: 0, max: LONGEST_WAIT_MS }) ?? defaultMs;
  }
}

const READERS: { readonly [N in CommandName]: Reader<N> } = {
  assertNotVisible: (argument) => ({ target: argument.target() }),
  assertVisible: (argument) => ({ target: argument.target() }),
  back: () => ({}),
  copyTextFrom: (argument) => {
    const as = argument.fields?.take('as');
    return { as: as === undefined ? null : readVariableName(as), target: argument.target() };
  },
  eraseText: () => ({}),
  extendedWaitUntil: readExtendedWait,
  hideKeyboard: () => ({}),
  inputText: (argument) => ({ text: readText(argument.needValueOr('text'), argument.context) }),
  launchApp: (argument) => {
    const appId = argument.valueOr('appId');
    const stopFirst = argument.fields?.take('stopApp')?.boolean() ?? true;
    return { appId: appId === undefined ? null : readText(appId, argument.context), stopFirst };
  },
  longPressOn: (argument) => ({ target: argument.target() }),
  openLink: (argument) => {
    const link = readText(argument.needValueOr('link'), argument.context);
    const appId = argument.fields?.take('appId');
    return { link, appId: appId === undefined ? null : readText(appId, argument.context) };
  },
  pressKey: (argument) => ({ key: argument.needValueOr('key').oneOf(Object.keys(KEYS) as KeyName[]) }),
  repeat: readRepeat,
  runFlow: readRunFlow,
  scroll: () => ({}),
  scrollUntilVisible: (argument) => {
    const element = argument.targetAt('element');
    if (element === null) throw argument.node.invalid('"element" is missing');
    const direction = argument.fields?.take('direction')?.oneOf(DIRECTIONS) ?? 'DOWN';
    return { element, direction, timeoutMs: argument.timeoutMs(SCROLL_UNTIL_TIMEOUT_MS) };
  },
  setSlider: (argument) => {
    const fields = argument.needFields();
    const value = readText(fields.need('value'), argument.context);
    const max = fields.take('max')?.integer({ min: 1, max: LARGEST_SLIDER }) ?? PERCENT;
    return { target: argument.target(), value, max };
  },
  stopApp: (argument) => {
    const appId = argument.valueOr('appId');
    return { appId: appId === undefined ? null : readText(appId, argument.context) };
  },
  swipe: readSwipe,
  takeScreenshot: (argument) => ({ path: readText(argument.needValueOr('path'), argument.context) }),
  tapOn: readTap,
  waitForAnimationToEnd: (argument) => ({ timeoutMs: argument.timeoutMs(ANIMATION_TIMEOUT_MS) }),
};

/** Every command the flows have. `docs/flows.md` describes each. */
export const COMMAND_NAMES = Object.keys(READERS) as readonly CommandName[];

/** Reads a list of commands. @throws FLOW_INVALID for what is not known, whole, or of the right type. */
export function readCommands(node: YamlNode, context: ReadContext): readonly Command[] {
  return node.list().map((item) => readCommand(item, context));
}

function readCommand(item: YamlNode, context: ReadContext): Command {
  if (!item.isMap) return build(item, item, { context, bare: true });
  const [entry, ...others] = item.entries();
  const second = others[0];
  if (entry === undefined) throw item.invalid('a command is needed here');
  if (second !== undefined)
    throw second.key.invalid(`one command an item; put "${second.key.string()}" deeper or after a dash of its own`);
  return build(entry.key, entry.value, { context, bare: false });
}

const NEEDS_NO_ARGUMENT = new Set<CommandName>([
  'back',
  'eraseText',
  'hideKeyboard',
  'launchApp',
  'scroll',
  'stopApp',
  'waitForAnimationToEnd',
]);

function build(
  nameNode: YamlNode,
  value: YamlNode,
  { context, bare }: { context: ReadContext; bare: boolean },
): Command {
  const name = readName(nameNode);
  if (bare && !NEEDS_NO_ARGUMENT.has(name)) throw nameNode.invalid(`${name} needs an argument`);
  const argument = new Argument(bare ? nameNode.emptied() : value, context);
  const optional = argument.fields?.take('optional')?.boolean() ?? false;
  const label = argument.fields?.take('label')?.string() ?? null;
  const body = READERS[name](argument);
  argument.fields?.end();
  if (argument.fields === null && !argument.node.isEmpty && isEmptyBody(body))
    throw argument.node.invalid(`${name} takes no argument`);
  return { name, at: nameNode.at, optional, label, ...body } as Command;
}

function isEmptyBody(body: object): boolean {
  return Object.keys(body).length === 0;
}

function readName(node: YamlNode): CommandName {
  const name = node.string();
  const known = COMMAND_NAMES.find((candidate) => candidate === name);
  if (known === undefined) throw node.invalid(`the command "${name}" is not known${suggestion(name, COMMAND_NAMES)}`);
  return known;
}

function readExtendedWait(argument: Argument): BodyOf<'extendedWaitUntil'> {
  const visible = argument.targetAt('visible');
  const notVisible = argument.targetAt('notVisible');
  if ((visible === null) === (notVisible === null))
    throw argument.node.invalid('either "visible" or "notVisible" is needed, and only one of them');
  return { visible, notVisible, timeoutMs: argument.timeoutMs(EXTENDED_WAIT_MS) };
}

function readRepeat(argument: Argument): BodyOf<'repeat'> {
  const fields = argument.needFields();
  const times = fields.take('times')?.integer({ min: 1, max: MOST_REPEATS }) ?? null;
  const condition = fields.take('while');
  if (times === null && condition === undefined) throw argument.node.invalid('"times" or "while" is missing');
  return {
    times,
    while: condition === undefined ? null : readCondition(condition, argument.context),
    commands: readCommands(fields.need('commands'), argument.context),
  };
}

function readRunFlow(argument: Argument): BodyOf<'runFlow'> {
  const { context, fields } = argument;
  const when = fields?.take('when');
  const condition = when === undefined ? null : readCondition(when, context);
  const env = readEnv(fields?.take('env'), context);
  const inline = fields?.take('commands');
  const file = argument.valueOr('file');
  if (inline !== undefined) {
    if (file !== undefined) throw file.invalid('either "file" or "commands" is possible, not both');
    const variables = new Set([...context.variables, ...env.keys()]);
    return { commands: readCommands(inline, { ...context, variables }), when: condition, env, defaults: new Map() };
  }
  if (file === undefined) throw argument.node.invalid('"file" or "commands" is missing');
  const flow = context.readFlow(file);
  const missing = [...flow.env].find(
    ([name, value]) => value === null && !env.has(name) && !context.variables.has(name),
  );
  if (missing !== undefined) throw file.invalid(`${flow.file} needs a value for "${missing[0]}"; give it under "env"`);
  return { commands: flow.commands, when: condition, env, defaults: defaultsOf(flow) };
}

/** The values a flow brings along for variables nobody gave. */
export function defaultsOf(flow: Flow): ReadonlyMap<string, string> {
  return new Map([...flow.env].filter((pair): pair is [string, string] => pair[1] !== null));
}

function readEnv(node: YamlNode | undefined, context: ReadContext): EnvTemplates {
  if (node === undefined) return new Map();
  return new Map(node.entries().map(({ key, value }) => [key.string(), readText(value, context)]));
}

function readCondition(node: YamlNode, context: ReadContext): Condition {
  const fields = node.fields();
  const visible = fields.take('visible');
  const notVisible = fields.take('notVisible');
  const isTrue = fields.take('true');
  fields.end();
  if (visible === undefined && notVisible === undefined && isTrue === undefined)
    throw node.invalid('a condition needs "visible", "notVisible" or "true"');
  return {
    visible: visible === undefined ? null : readTarget(visible, context),
    notVisible: notVisible === undefined ? null : readTarget(notVisible, context),
    isTrue: isTrue === undefined ? null : readText(isTrue, context),
  };
}

function readSwipe(argument: Argument): BodyOf<'swipe'> {
  const fields = argument.needFields();
  const direction = fields.take('direction');
  const start = fields.take('start');
  const end = fields.take('end');
  const durationMs = fields.take('duration')?.integer({ min: 1, max: 10_000 }) ?? SWIPE_MS;
  if (direction !== undefined && (start !== undefined || end !== undefined))
    throw direction.invalid('either "direction", or "start" and "end"');
  if (direction !== undefined) return { path: { direction: direction.oneOf(DIRECTIONS) }, durationMs };
  if (start === undefined || end === undefined)
    throw argument.node.invalid('"direction", or "start" and "end", is missing');
  return { path: { start: readPoint(start), end: readPoint(end) }, durationMs };
}

function readTap(argument: Argument): BodyOf<'tapOn'> {
  const point = argument.fields?.take('point');
  const times = argument.fields?.take('repeat')?.integer({ min: 1, max: 20 }) ?? 1;
  const delayMs = argument.fields?.take('delay')?.integer({ min: 0, max: 10_000 }) ?? TAP_REPEAT_DELAY_MS;
  const target = argument.optionalTarget();
  if (target === null && point === undefined) throw argument.node.invalid('a selector or a "point" is needed here');
  return { target, point: point === undefined ? null : readPoint(point), times, delayMs };
}

const POINT = /^\s*(\d+)(%?)\s*,\s*(\d+)(%?)\s*$/;

function readPoint(node: YamlNode): Point {
  const match = POINT.exec(node.string());
  if (match === null || match[2] !== match[4]) throw node.invalid('a point is "x%, y%" or "x, y" in pixels');
  const point: Point = { x: Number(match[1]), y: Number(match[3]), unit: match[2] === '%' ? 'percent' : 'pixels' };
  if (point.unit === 'percent' && Math.max(point.x, point.y) > 100) throw node.invalid('a percentage is at most 100');
  return point;
}

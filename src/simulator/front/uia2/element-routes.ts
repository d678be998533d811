import { cropPng } from '../render/crop.ts';
import { nodeText, type UiNode } from '../ui/node.ts';
import type { TextField } from '../ui/text-field.ts';
import { attributeOf } from './attributes.ts';
import { NOT_FOUND_MESSAGE, Uia2Error, UNKNOWN_COMMAND_MESSAGE } from './errors.ts';
import { findNodes, type Locator } from './find.ts';
import { isReal, snapshotOf } from './phone-ui.ts';
import type { Call, Route } from './routes.ts';
import { field } from './session.ts';

/** Reads the find body, whose members are not W3C's (facts 2.5). */
export function locatorOf(body: unknown): Locator {
  const strategy = field(body, 'strategy');
  const selector = field(body, 'selector');
  if (typeof strategy !== 'string') throw new Uia2Error('invalid argument', "'strategy' must be a string");
  if (typeof selector !== 'string') throw new Uia2Error('invalid argument', "'selector' must be a string");
  return { strategy, selector };
}

export function find(call: Call, locator: Locator, contextId: unknown): readonly UiNode[] {
  const { ui, session } = call;
  const context = typeof contextId === 'string' && contextId !== '' ? session.elements.node(contextId) : null;
  return findNodes(ui, {
    locator,
    context,
    appPackage: session.appPackage,
    completesIds: !session.settings.flag('disableIdLocatorAutocompletion'),
  });
}

function findOne(call: Call): unknown {
  const [node] = find(call, locatorOf(call.body), field(call.body, 'context'));
  if (node === undefined) throw new Uia2Error('no such element', NOT_FOUND_MESSAGE);
  return call.session.found(node);
}

function findAll(call: Call): unknown {
  const nodes = find(call, locatorOf(call.body), field(call.body, 'context'));
  return nodes.map((node) => call.session.found(node));
}

function element(call: Call): UiNode {
  return call.session.elements.node(call.params.id ?? '');
}

/** The middle of what can be seen of a node: what a click taps, whatever lies over it. */
export function centre(node: UiNode): { x: number; y: number } {
  const { left, top, right, bottom } = node.visible ?? node.bounds;
  return { x: Math.floor((left + right) / 2), y: Math.floor((top + bottom) / 2) };
}

function click(call: Call): null {
  const { x, y } = centre(element(call));
  call.ui.input.tap(x, y);
  return null;
}

function fieldOf(call: Call): TextField {
  const node = element(call);
  if (node.view.field === undefined || node.view.disabled || !isReal(call.ui, node)) {
    throw new Uia2Error(
      'invalid element state',
      'Cannot set the element to the given text. Did you interact with the correct element?',
    );
  }
  return node.view.field;
}

/** ACTION_SET_TEXT: needs no keyboard and opens none. A trailing line break written out is the Enter key. */
function setText(target: TextField, body: unknown): null {
  const given = field(body, 'text');
  const value = field(body, 'value');
  const text = typeof given === 'string' ? given : Array.isArray(value) ? value.join('') : null;
  if (text === null) throw new Uia2Error('invalid argument', "'text' must be a string");
  const pressesEnter = text.endsWith('\\n');
  const typed = pressesEnter ? text.slice(0, -2) : text;
  target.set(field(body, 'replace') === true ? typed : target.text + typed);
  if (pressesEnter) target.enter();
  return null;
}

function sendKeys(call: Call): null {
  const focused = call.ui.windows.focusedField;
  if (focused === null) throw new Uia2Error('no such element', 'There is no focused element to send keys to');
  return setText(focused, call.body);
}

function attribute(call: Call): string | null {
  const node = element(call);
  const value = attributeOf(node, call.params.name ?? '', snapshotOf(call.ui).facts);
  if (value === undefined) throw new Uia2Error('unknown command', UNKNOWN_COMMAND_MESSAGE);
  return value;
}

function rect(node: UiNode): { x: number; y: number; width: number; height: number } {
  const { left, top, right, bottom } = node.visible ?? node.bounds;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function active(call: Call): unknown {
  const { focusedField } = snapshotOf(call.ui).facts;
  const snapshot = snapshotOf(call.ui);
  const node = focusedField === null ? undefined : findField(snapshot.root, focusedField);
  if (node === undefined) throw new Uia2Error('no such element', NOT_FOUND_MESSAGE);
  return call.session.found(node);
}

function findField(root: UiNode, wanted: TextField): UiNode | undefined {
  if (root.view.field === wanted) return root;
  for (const child of root.children) {
    const found = findField(child, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function screenshot(call: Call): Promise<string> {
  const area = rect(element(call));
  const png = await call.ui.screenshot();
  return (await cropPng(png, area)).toString('base64');
}

/** The first thing in a list that can be seen (used by drivers to scroll). */
function firstVisible(call: Call): unknown {
  const child = element(call).children.find((candidate) => candidate.visible !== null);
  if (child === undefined) throw new Uia2Error('no such element', NOT_FOUND_MESSAGE);
  return call.session.found(child);
}

export const ELEMENT_ROUTES: readonly Route[] = [
  { method: 'POST', path: 'element', handle: findOne, waitsForIdle: true },
  { method: 'POST', path: 'elements', handle: findAll, waitsForIdle: true },
  { method: 'GET', path: 'element/active', handle: active, waitsForIdle: true },
  { method: 'POST', path: 'element/:id/click', handle: click, waitsForIdle: true },
  {
    method: 'POST',
    path: 'element/:id/clear',
    handle: (call) => {
      fieldOf(call).set('');
      return null;
    },
  },
  { method: 'POST', path: 'element/:id/value', handle: (call) => setText(fieldOf(call), call.body) },
  { method: 'POST', path: 'keys', handle: sendKeys },
  { method: 'GET', path: 'element/:id/text', handle: (call) => nodeText(element(call)) },
  { method: 'GET', path: 'element/:id/attribute/:name', handle: attribute },
  { method: 'GET', path: 'element/:id/name', handle: (call) => element(call).view.description ?? null },
  { method: 'GET', path: 'element/:id/rect', handle: (call) => rect(element(call)) },
  {
    method: 'GET',
    path: 'element/:id/size',
    handle: (call) => {
      const { width, height } = rect(element(call));
      return { width, height };
    },
  },
  {
    method: 'GET',
    path: 'element/:id/location',
    handle: (call) => {
      const { x, y } = rect(element(call));
      return { x, y };
    },
  },
  { method: 'GET', path: 'element/:id/screenshot', handle: screenshot },
  { method: 'GET', path: 'appium/element/:id/first_visible', handle: firstVisible },
];

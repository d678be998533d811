import { nodeText, type UiNode } from '../ui/node.ts';
import type { TextField } from '../ui/text-field.ts';

/** TYPE_CLASS_TEXT, and with TYPE_TEXT_FLAG_MULTI_LINE. */
const INPUT_TYPE_TEXT = 1;
const INPUT_TYPE_MULTILINE = 0x20001;

/** What accessibility can say of a node besides its place in the tree. */
export interface NodeFacts {
  readonly focusedField: TextField | null;
  readonly windowId: number;
}

/** The attributes of one node in the order of /source; null ones are left out there (facts 2.7). */
export function nodeAttributes(node: UiNode, facts: NodeFacts): [string, string | null][] {
  const { view, visible, bounds } = node;
  const { field } = view;
  const box = visible ?? bounds;
  const text = nodeText(node);
  const showsHint = field !== undefined && field.text === '' && field.hint !== '';
  const isClickable = view.clickable === true || field !== undefined;
  const selection = field === undefined ? null : String(field.text.length);
  return [
    ['index', String(Math.max(0, node.index))],
    ['package', node.packageName],
    ['class', view.className],
    ['text', text],
    ['content-desc', view.description ?? null],
    ['resource-id', view.resourceId ?? null],
    ['checkable', String(view.checkable === true)],
    ['checked', String(view.checked === true)],
    ['clickable', String(isClickable)],
    ['enabled', String(view.disabled !== true)],
    ['focusable', String(isClickable)],
    ['focused', String(field !== undefined && field === facts.focusedField)],
    ['long-clickable', String(view.longClickable === true)],
    ['password', String(view.password === true)],
    ['scrollable', String(view.scroll !== undefined && view.scroll.limit > 0)],
    ['selection-start', selection],
    ['selection-end', selection],
    ['selected', String(view.selected === true)],
    ['bounds', `[${box.left},${box.top}][${box.right},${box.bottom}]`],
    ['displayed', String(visible !== null)],
    ['hint', field === undefined ? null : field.hint],
    ['a11y-important', 'true'],
    ['screen-reader-focusable', 'false'],
    ['input-type', field === undefined ? null : String(field.multiline ? INPUT_TYPE_MULTILINE : INPUT_TYPE_TEXT)],
    ['drawing-order', String(Math.max(0, node.index) + 1)],
    ['showing-hint', String(showsHint)],
    ['text-entry-key', 'false'],
    ['multiline', field?.multiline ? 'true' : null],
    ['dismissable', 'false'],
    ['a11y-focused', 'false'],
    ['heading', 'false'],
    ['live-region', '0'],
    ['context-clickable', 'false'],
    ['max-text-length', field?.maxLength == null ? null : String(field.maxLength)],
    ['content-invalid', 'false'],
    ['window-id', String(facts.windowId)],
  ];
}

/** Other spellings that GET element/:id/attribute takes. */
const ALIASES: Readonly<Record<string, string>> = {
  name: 'text',
  contentDescription: 'content-desc',
  'content-description': 'content-desc',
  className: 'class',
  resourceId: 'resource-id',
  longClickable: 'long-clickable',
};

/** The value of an attribute, `undefined` for a name the server does not know. */
export function attributeOf(node: UiNode, name: string, facts: NodeFacts): string | null | undefined {
  if (name === 'contentSize') return node.view.scroll === undefined ? null : contentSize(node);
  const wanted = ALIASES[name] ?? name;
  return nodeAttributes(node, facts).find(([known]) => known === wanted)?.[1];
}

function contentSize(node: UiNode): string {
  const { left, top, right, bottom } = node.bounds;
  const hidden = Math.round(node.view.scroll?.limit ?? 0);
  const size = { width: right - left, height: bottom - top, top, left, scrollableOffset: hidden, touchPadding: 21 };
  return JSON.stringify(size);
}

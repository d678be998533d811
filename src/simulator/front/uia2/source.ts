import { DOMImplementation, type Document, type Element } from '@xmldom/xmldom';
import { listedChildren, type UiNode } from '../ui/node.ts';
import type { Toast } from '../windows/windows.ts';
import { type NodeFacts, nodeAttributes } from './attributes.ts';

/** Everything /source and XPath are made of. */
export interface Snapshot {
  readonly root: UiNode;
  readonly facts: NodeFacts;
  readonly toast: Toast | null;
  readonly widthPx: number;
  readonly heightPx: number;
}

const HEADER = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n";
/** Characters that XML 1.0 has no place for. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be dropped
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Those, and what has to be written in another way. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be replaced
const SPECIAL = /[\u0000-\u001f\ufffe\uffff&<>"]/g;
const WRITTEN: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** The page source: one tag per node, named by its class. */
export function sourceXml(snapshot: Snapshot): string {
  const { widthPx, heightPx, root, facts, toast } = snapshot;
  const body = nodeXml(root, facts, 1) + (toast === null ? '' : toastXml(toast));
  const size = `rotation="0" width="${widthPx}" height="${heightPx}"`;
  return `${HEADER}<hierarchy index="0" class="hierarchy" ${size}>\n${body}</hierarchy>`;
}

function nodeXml(node: UiNode, facts: NodeFacts, depth: number): string {
  const indent = '  '.repeat(depth);
  const tag = tagName(node.view.className);
  const attributes = nodeAttributes(node, facts)
    .filter((pair): pair is [string, string] => pair[1] !== null)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
  const children = listedChildren(node);
  if (children.length === 0) return `${indent}<${tag}${attributes} />\n`;
  const inner = children.map((child) => nodeXml(child, facts, depth + 1)).join('');
  return `${indent}<${tag}${attributes}>\n${inner}${indent}</${tag}>\n`;
}

function toastXml(toast: Toast): string {
  const attributes = toastAttributes(toast).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  return `  <android.widget.Toast${attributes.join('')} />\n`;
}

function toastAttributes({ packageName, text }: Toast): [string, string][] {
  return [
    ['index', '1'],
    ['package', packageName],
    ['class', 'android.widget.Toast'],
    ['text', text],
    ['displayed', 'true'],
  ];
}

/** Inner classes keep their name apart from what XML does not allow. */
function tagName(className: string): string {
  return className.replace(/[$@#&]/g, '.');
}

function escaped(value: string): string {
  return value.replace(SPECIAL, (character) => WRITTEN[character] ?? '');
}

interface SourceDocument {
  readonly document: Document;
  /** The node behind an element; none for the hierarchy itself and for toasts. */
  readonly nodeOf: ReadonlyMap<object, UiNode>;
}

/** The same tree as a DOM, for XPath. */
export function sourceDocument(snapshot: Snapshot): SourceDocument {
  const document = new DOMImplementation().createDocument(null, 'hierarchy');
  const nodeOf = new Map<object, UiNode>();
  const root = document.documentElement;
  if (root === null) throw new Error('A document without an element');
  const add = (parent: Element, node: UiNode): void => {
    const element = document.createElement(tagName(node.view.className));
    for (const [name, value] of nodeAttributes(node, snapshot.facts)) {
      if (value !== null) element.setAttribute(name, value.replace(ILLEGAL, ''));
    }
    nodeOf.set(element, node);
    parent.appendChild(element);
    for (const child of listedChildren(node)) add(element, child);
  };
  add(root, snapshot.root);
  if (snapshot.toast !== null) {
    const element = document.createElement('android.widget.Toast');
    for (const [name, value] of toastAttributes(snapshot.toast)) element.setAttribute(name, value);
    root.appendChild(element);
  }
  return { document, nodeOf };
}

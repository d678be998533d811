import type { Selector } from './screen.ts';

const RELATIONS = [
  ['below', 'below'],
  ['above', 'above'],
  ['leftOf', 'left of'],
  ['rightOf', 'right of'],
  ['childOf', 'inside'],
  ['containsChild', 'around'],
] as const;

/** A selector as a person would say it: `text "Next" or "Siguiente", clickable, below (id "title")`. */
export function selectorWords(selector: Selector): string {
  const words: string[] = [];
  for (const name of ['label', 'text', 'description'] as const) {
    const patterns = selector[name];
    if (patterns !== undefined) words.push(`${name} ${patterns.map(quoted).join(' or ')}`);
  }
  for (const [name, word] of [
    ['id', 'id'],
    ['className', 'class'],
    ['packageName', 'package'],
  ] as const) {
    const value = selector[name];
    if (value !== undefined) words.push(`${word} ${quoted(value)}`);
  }
  for (const name of ['clickable', 'enabled', 'selected'] as const) {
    if (selector[name] !== undefined) words.push(selector[name] ? name : `not ${name}`);
  }
  for (const [name, word] of RELATIONS) {
    const anchor = selector[name];
    if (anchor !== undefined) words.push(`${word} (${selectorWords(anchor)})`);
  }
  if (selector.index !== undefined) words.push(`number ${selector.index}`);
  return words.length === 0 ? 'anything' : words.join(', ');
}

function quoted(text: string): string {
  return `"${text}"`;
}

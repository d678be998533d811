import { createHash } from 'node:crypto';
import type { UiNode, UiTree } from '../screen/screen.ts';
import { isTextField } from './cover.ts';

/** Hexadecimal digits: enough to tell all screens apart that anybody will ever meet. */
const LENGTH = 16;

/**
 * Names what a screen is, so that equal failures can be grouped: the same dialog has the same fingerprint on every
 * phone, for every account and post. It is made of packages, classes, ids, structure and texts; places, numbers, handles
 * and what a person wrote are left out. Another language is another fingerprint.
 * @param ownTexts of the post and its account.
 */
export function fingerprintOf(tree: UiTree, ownTexts: ReadonlySet<string>): string {
  const own = [...ownTexts].map(normalised).filter((text) => text !== '');
  return createHash('sha256').update(describe(tree.root, own)).digest('hex').slice(0, LENGTH);
}

/** A list of many rows of one kind counts as one row: how many there are says nothing of the screen. */
function describe(node: UiNode, own: readonly string[]): string {
  const children = node.children.map((child) => describe(child, own));
  const distinct = children.filter((child, place) => child !== children[place - 1]);
  const written = isTextField(node) && !node.showingHint;
  const texts = written ? [] : [wordsOf(node.text, own), wordsOf(node.description, own)];
  return JSON.stringify([node.packageName, lastPart(node.className), readableId(node.resourceId), ...texts, distinct]);
}

/** `android.widget.TextView` and its AppCompat twin are the same to the eye. */
function lastPart(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1).replace(/^AppCompat/, '');
}

/** `jfv` and `qrb` are made anew with every build (facts 4.2); a name that a person gave has several words. */
function readableId(id: string): string {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return name.includes('_') || /^(?:[a-z]+[A-Z]|android:)/.test(name) || id.startsWith('android:') ? name : '';
}

const HANDLE = /@[\w.]+/g;
/** A number, or what no word of a language has in it: `12`, `rack0001_one`, `ann.b`. */
const NO_WORD = /[\d_]|\w\.\w/;
/** With a number in them, as short as this, they are a time, a count or an age: "2 h ago", "hace 4 horas". */
const MOST_WORDS_OF_A_NUMBER = 3;
const SHORTEST_QUOTE = 4;
const SHORTEST_BEGINNING = 8;

function wordsOf(text: string, own: readonly string[]): string {
  const said = normalised(text);
  if (own.includes(said) || isBeginningOf(said, own)) return '';
  // A dialog may quote what it is about.
  const quoted = own.filter((part) => part.length >= SHORTEST_QUOTE);
  const plain = quoted.reduce((rest, part) => replaceWhole(rest, part), said).replaceAll(HANDLE, '@');
  const words = plain.split(' ');
  if (/\d/.test(plain) && words.length <= MOST_WORDS_OF_A_NUMBER) return '#';
  return words.map((word) => (NO_WORD.test(word) ? '#' : word)).join(' ');
}

/** A caption that is cut short: "My first … more". */
function isBeginningOf(said: string, own: readonly string[]): boolean {
  const [beginning = ''] = said.split(/…|\.{3}/);
  return beginning !== said && beginning.length >= SHORTEST_BEGINNING && own.some((text) => text.startsWith(beginning));
}

/** Not inside a word: an account called "post" must not change "posting". */
function replaceWhole(text: string, part: string): string {
  const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character);
  let rest = text;
  for (let at = rest.indexOf(part); at !== -1; at = rest.indexOf(part, at + 1)) {
    const end = at + part.length;
    if (!isWord(rest[at - 1]) && !isWord(rest[end])) rest = `${rest.slice(0, at)}…${rest.slice(end)}`;
  }
  return rest;
}

function normalised(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

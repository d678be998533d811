import type { Rect } from '../ui/node.ts';
import type { TextField } from '../ui/text-field.ts';

type Key = { readonly label: string; readonly weight: number; readonly press: (field: TextField) => void };

function letter(character: string): Key {
  return { label: character, weight: 1, press: (field) => field.type(character) };
}

const DELETE: Key = { label: '⌫', weight: 1.5, press: (field) => field.backspace() };
const ENTER: Key = { label: '⏎', weight: 1.5, press: (field) => field.enter() };
const SHIFT: Key = { label: '⇧', weight: 1.5, press: () => {} };
const SYMBOLS: Key = { label: '?123', weight: 1.5, press: () => {} };
const SPACE: Key = { label: ' ', weight: 4, press: (field) => field.type(' ') };

/** A plain QWERTY: whoever taps where the app's button would be, types a letter. */
const KEY_ROWS: readonly (readonly Key[])[] = [
  [...'1234567890'].map(letter),
  [...'qwertyuiop'].map(letter),
  [...'asdfghjkl'].map(letter),
  [SHIFT, ...[...'zxcvbnm'].map(letter), DELETE],
  [SYMBOLS, letter(','), SPACE, letter('.'), ENTER],
];

/** The keys with their places inside the keyboard. */
export function keyPlaces(keyboard: Rect): readonly { readonly key: Key; readonly rect: Rect }[] {
  const rowHeight = (keyboard.bottom - keyboard.top) / KEY_ROWS.length;
  return KEY_ROWS.flatMap((keys, rowIndex) => {
    const unit = (keyboard.right - keyboard.left) / keys.reduce((sum, key) => sum + key.weight, 0);
    const top = Math.round(keyboard.top + rowIndex * rowHeight);
    let x = keyboard.left;
    return keys.map((key) => {
      const left = Math.round(x);
      x += key.weight * unit;
      return { key, rect: { left, top, right: Math.round(x), bottom: Math.round(top + rowHeight) } };
    });
  });
}

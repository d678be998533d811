import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fingerprintOf } from '../../src/flows/fingerprint.ts';
import { parseTree } from '../../src/screen/tree.ts';

interface Shown {
  readonly text: string;
  readonly id?: string;
  readonly className?: string;
}

const APP = 'com.example.app';

/** The fingerprint of a screen with these nodes, from top to bottom. */
function fingerprint(nodes: readonly (Shown | string)[], own: readonly string[] = [], heightPx = 100): string {
  const shown = nodes.map((node): Shown => (typeof node === 'string' ? { text: node } : node));
  const tags = shown.map(({ text, id = '', className = 'android.widget.TextView' }, row) => {
    const bounds = `[0,${row * heightPx}][1080,${(row + 1) * heightPx}]`;
    return `<${className} class="${className}" package="${APP}" resource-id="${id}" text="${text}" bounds="${bounds}"/>`;
  });
  return fingerprintOf(parseTree(`<hierarchy width="1080" height="2400">${tags.join('')}</hierarchy>`), new Set(own));
}

const DIALOG = ['Try our new studio', 'Start', 'Maybe'];

describe('a fingerprint', () => {
  it('is sixteen hexadecimal digits, the same each time', () => {
    assert.match(fingerprint(DIALOG), /^[0-9a-f]{16}$/);
    assert.equal(fingerprint(DIALOG), fingerprint(DIALOG));
  });

  for (const [what, one, other] of [
    ['a handle', 'Continue as @ann_b', 'Continue as @bob.c'],
    ['a name that is no word', 'Continue as rack0001_one', 'Continue as rack0002_two'],
    ['an age', '2 h ago', '3 d ago'],
    ['a time', '11:42 PM', '7:03 AM'],
    ['a count in a sentence', 'You have 3 drafts that expire soon', 'You have 12 drafts that expire soon'],
    ['white space and case', 'Try  our new Studio', 'try our new studio'],
  ] as const) {
    it(`does not hang on ${what}`, () => {
      assert.equal(fingerprint([...DIALOG, one]), fingerprint([...DIALOG, other]));
    });
  }

  it('does not hang on what the post says, alone, quoted or cut short', () => {
    const of = (caption: string): string =>
      fingerprint([...DIALOG, caption, `Discard “${caption}”?`, `${caption.slice(0, 12)}… more`], [caption]);
    assert.equal(of('My first video of the sea'), of('Otro texto, más largo que el primero'));
    assert.notEqual(of('My first video of the sea'), fingerprint(DIALOG));
  });

  it('does not hang on what is written in a field, but on its hint', () => {
    const field = (text: string): Shown => ({ text, className: 'android.widget.EditText' });
    assert.equal(fingerprint([...DIALOG, field('abc')]), fingerprint([...DIALOG, field('xyz')]));
  });

  it('does not hang on the size of the screen or the number of equal rows', () => {
    assert.equal(fingerprint(DIALOG), fingerprint(DIALOG, [], 137));
    assert.equal(fingerprint([...DIALOG, 'Row', 'Row']), fingerprint([...DIALOG, 'Row', 'Row', 'Row']));
  });

  it('does not hang on ids that are made anew with every build', () => {
    const button = (id: string): Shown => ({ text: 'Start', id: `${APP}:id/${id}` });
    assert.equal(fingerprint([button('jfv')]), fingerprint([button('qrb')]));
    assert.notEqual(fingerprint([button('primary_button')]), fingerprint([button('cancel_button')]));
  });

  it('tells texts, classes and structures apart', () => {
    const all = [
      DIALOG,
      ['Try our new shop', 'Start', 'Maybe'],
      ['Try our new studio', 'Start'],
      ['Prueba nuestro estudio', 'Empezar', 'Quizá'],
      [{ text: 'Try our new studio', className: 'android.widget.Button' }, 'Start', 'Maybe'],
    ].map((nodes) => fingerprint(nodes));
    assert.equal(new Set(all).size, all.length);
  });

  it('keeps a word that an account happens to be called by inside other words', () => {
    assert.equal(fingerprint(['Posting failed'], ['post']), fingerprint(['Posting failed']));
  });
});

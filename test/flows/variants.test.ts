// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how flows write their variables
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FlowLibrary } from '../../src/flows/flow-library.ts';
import type { FlowRoots } from '../../src/flows/folder.ts';
import { AppFlows } from '../../src/flows/library.ts';
import { flowRoots } from './folders.ts';

const flow = (conditions: string, command = 'back'): string =>
  `appId: a\n${conditions === '' ? '' : `for: ${conditions}\n`}---\n- ${command}\n`;

/** The file of a flow that is taken for a phone. */
function taken(roots: FlowRoots, name: string, version: string | null, language: string | null = 'en'): string {
  return new AppFlows(roots, 'app', { choice: { version, language } }).flow(name).file;
}

const problemsOf = (roots: FlowRoots): readonly string[] =>
  new FlowLibrary({ roots }).problems('app').map(({ message }) => message);

describe('the most specific variant of a flow that fits the phone is taken', () => {
  it('by version: from is included, below is not', (t) => {
    const roots = flowRoots(t);
    roots.ship('app/main@old.yaml', flow('{ versions: "<40" }'));
    roots.ship('app/main@new.yaml', flow('{ versions: ">=50.2 <60" }'));
    const file = (version: string | null): string => taken(roots, 'main', version);
    assert.deepEqual(['39.9.9', '40', '40.0.1'].map(file), ['app/main@old.yaml', 'app/main.yaml', 'app/main.yaml']);
    assert.deepEqual(['50.1.9', '50.2.0', '59.9', '60.0'].map(file), [
      'app/main.yaml',
      'app/main@new.yaml',
      'app/main@new.yaml',
      'app/main.yaml',
    ]);
    assert.equal(file(null), 'app/main.yaml');
    assert.deepEqual(problemsOf(roots), []);
  });

  it('by language, and a narrower range within a wider one', (t) => {
    const roots = flowRoots(t);
    roots.ship('app/main@old.yaml', flow('{ versions: "<40" }'));
    roots.ship('app/main@very-old.yaml', flow('{ versions: "<30" }'));
    roots.ship('app/main@old-es.yaml', flow('{ versions: "<30", language: es }'));
    assert.equal(taken(roots, 'main', '35', 'es'), 'app/main@old.yaml');
    assert.equal(taken(roots, 'main', '29', 'en'), 'app/main@very-old.yaml');
    assert.equal(taken(roots, 'main', '29', 'es'), 'app/main@old-es.yaml');
    assert.deepEqual(problemsOf(roots), []);
  });

  it('two that fit equally are refused, even when no such phone is there', (t) => {
    const roots = flowRoots(t);
    roots.ship('app/main@old.yaml', flow('{ versions: "<40" }'));
    roots.ship('app/main@es.yaml', flow('{ language: es }'));
    assert.equal(taken(roots, 'main', '41', 'es'), 'app/main@es.yaml');
    assert.deepEqual(problemsOf(roots), [
      'app/main@old.yaml:2:6: for 0, es it fits as well as app/main@es.yaml does: narrow one of them, or add a variant for both',
    ]);
    roots.ship('app/main@old-es.yaml', flow('{ versions: "<40", language: es }'));
    assert.deepEqual(problemsOf(roots), []);
    assert.equal(taken(roots, 'main', '30', 'es'), 'app/main@old-es.yaml');
  });

  it('a flow that calls another gets the variant for the phone', (t) => {
    const roots = flowRoots(t);
    roots.ship('app/outer.yaml', flow('', 'runFlow: main.yaml'));
    roots.ship('app/main@old.yaml', flow('{ versions: "<40" }', 'hideKeyboard'));
    const first = (version: string): string | undefined => {
      const [call] = new AppFlows(roots, 'app', { choice: { version, language: null } }).flow('outer').commands;
      return call?.name === 'runFlow' ? call.commands[0]?.name : undefined;
    };
    assert.equal(first('39'), 'hideKeyboard');
    assert.equal(first('40'), 'tapOn');
    roots.ship('app/outer.yaml', flow('', 'runFlow: main@old.yaml'));
    assert.match(problemsOf(roots)[0] ?? '', /^app\/outer\.yaml:3:12: call the flow, not a variant/);
  });
});

describe('a variant of texts, elements and dialogs', () => {
  const label = (roots: FlowRoots, version: string): readonly string[] =>
    new AppFlows(roots, 'app', { choice: { version, language: 'en' } }).texts.get('next') ?? [];

  it('says some wordings in some languages; the others stay', (t) => {
    const roots = flowRoots(t);
    roots.ship('app/texts@old.yaml', 'for: { versions: "<40" }\n---\nnext: { en: [Continue] }\n');
    assert.deepEqual(label(roots, '39'), ['Continue', 'Siguiente']);
    assert.deepEqual(label(roots, '40'), ['Next', 'Siguiente']);
  });

  it('takes the place of single elements', (t) => {
    const roots = flowRoots(t);
    roots.ship('app/elements.yaml', 'a: One\nb: Two\n');
    roots.ship('app/elements@old.yaml', 'for: { versions: "<40" }\n---\nb: Three\n');
    const flows = new AppFlows(roots, 'app', { choice: { version: '39', language: null } });
    assert.match(JSON.stringify(flows.element('a')), /One/);
    assert.match(JSON.stringify(flows.element('b')), /Three/);
  });

  it('has dialogs that are tried first', (t) => {
    const roots = flowRoots(t);
    roots.ship('app/dialogs.yaml', '- { name: a, visible: A, tap: Ok }\n- { name: b, visible: B, tap: Ok }\n');
    roots.ship(
      'app/dialogs@old.yaml',
      'for: { versions: "<40" }\n---\n- { name: c, visible: C, tap: Ok }\n- { name: b, visible: B, press: Back }\n',
    );
    const dialogs = (version: string): readonly string[] =>
      new AppFlows(roots, 'app', { choice: { version, language: null } }).dialogs.map(
        ({ name, press }) => `${name} ${press ?? 'tap'}`,
      );
    assert.deepEqual(dialogs('39'), ['c tap', 'b Back', 'a tap']);
    assert.deepEqual(dialogs('40'), ['a tap', 'b tap']);
  });

  it('is refused when two say the same and neither is narrower', (t) => {
    const roots = flowRoots(t);
    roots.ship('app/texts@old.yaml', 'for: { versions: "<40" }\n---\nnext: { en: [Continue] }\n');
    roots.ship('app/texts@es.yaml', 'for: { language: es }\n---\nother: { en: [O], es: [O] }\n');
    assert.deepEqual(problemsOf(roots), [], 'they say different things');
    roots.ship('app/texts@es.yaml', 'for: { language: es }\n---\nnext: { es: [Seguir] }\n');
    assert.match(problemsOf(roots)[0] ?? '', /^app\/texts@old\.yaml:1:6: for 0, es it fits as well as app\/texts@es/);
  });
});

describe('app.yaml', () => {
  it('adds a language, in which every text must then have wordings', (t) => {
    const roots = flowRoots(t);
    roots.ship('app/texts@fr.yaml', 'for: { language: fr }\n---\nnext: { fr: [Suivant] }\n');
    assert.match(problemsOf(roots)[0] ?? '', /^app\/texts@fr\.yaml:1:6: app\/app\.yaml lists en, es, but not "fr"/);
    roots.ship('app/app.yaml', 'title: App\nlanguages: [en, es, fr]\n');
    assert.deepEqual(problemsOf(roots), []);
    const choice = { version: null, language: 'fr' };
    assert.deepEqual(new AppFlows(roots, 'app', { choice }).texts.get('next'), ['Next', 'Siguiente', 'Suivant']);
    roots.ship('app/texts.yaml', 'next: { en: [Next], es: [Siguiente] }\npost: { en: [Post], es: [Publicar] }\n');
    assert.deepEqual(problemsOf(roots), ['app/texts.yaml:2:7: "fr" is missing']);
  });

  it('bounds the versions for which everything must be there', (t) => {
    const roots = flowRoots(t);
    roots.ship('app/app.yaml', 'title: App\nversions: ">=38"\n');
    roots.ship('app/outer.yaml', flow('', 'runFlow: part.yaml'));
    roots.ship('app/part@new.yaml', flow('{ versions: ">=40" }'));
    assert.deepEqual(problemsOf(roots), ['app/outer.yaml:3:12: there is no file "part.yaml"'], 'for 38 to 40');
    roots.ship('app/app.yaml', 'title: App\nversions: ">=40"\n');
    assert.deepEqual(problemsOf(roots), []);
  });
});

describe('a mistake in a header is named with its place', () => {
  for (const [what, conditions, expected] of [
    ['a range that means something else', '{ versions: "<=40" }', /:2:18: "<=40" is no range of versions/],
    ['a range without versions', '{ versions: ">=40 <38" }', /:2:18: no version is >=40 <38/],
    ['a language that is none', '{ language: English }', /:2:18: "English" is no language/],
    ['nothing', '{ }', /:2:6: "versions" or "language" is missing/],
    ['a typo', '{ version: "<40" }', /:2:8: "version" is not known here\. Did you mean "versions"\?/],
  ] as const) {
    it(what, (t) => {
      const roots = flowRoots(t);
      roots.ship('app/main@x.yaml', flow(conditions));
      assert.match(problemsOf(roots)[0] ?? '', new RegExp(`^app/main@x\\.yaml${expected.source}`));
    });
  }

  it('a variant for everybody', (t) => {
    const roots = flowRoots(t);
    roots.ship('app/main@x.yaml', flow(''));
    assert.match(problemsOf(roots)[0] ?? '', /main@x\.yaml:1:1: a variant of "main" says what it is "for"/);
  });

  it('a version in the folder of no app', (t) => {
    const roots = flowRoots(t);
    roots.ship('android/dialogs@x.yaml', 'for: { versions: "<40" }\n---\n- { name: a, visible: a, press: Back }\n');
    assert.match(problemsOf(roots)[0] ?? '', /android\/dialogs@x\.yaml:1:6: what is in android\/ is not of one app/);
  });
});

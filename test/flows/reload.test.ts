// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how flows write their variables
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { FlowLibrary } from '../../src/flows/flow-library.ts';
import type { Choice } from '../../src/flows/variant.ts';
import type { Log } from '../../src/kit/log.ts';
import { flowRoots, type Roots } from './folders.ts';

const PHONE: Choice = { version: '43.7.3', language: 'en' };

interface Shelf extends Roots {
  readonly library: FlowLibrary;
  readonly told: string[];
}

function shelf(t: TestContext): Shelf {
  const roots = flowRoots(t);
  const told: string[] = [];
  const tell = (_details: object, sentence: string): void => void told.push(sentence);
  const log: Log = { debug: tell, info: tell, warn: tell, error: tell, child: () => log };
  return { ...roots, told, library: new FlowLibrary({ roots, log }) };
}

const wording = (library: FlowLibrary): readonly string[] => library.flows('app', PHONE).texts.get('next') ?? [];

describe("an operator's copy", () => {
  it('wins file by file, at once, and is gone when it is gone', (t) => {
    const { library, copy, remove, told } = shelf(t);
    assert.deepEqual(wording(library), ['Next', 'Siguiente']);
    copy('app/texts.yaml', 'next: { en: [Continue], es: [Seguir] }\n');
    assert.deepEqual(wording(library), ['Continue', 'Seguir']);
    assert.equal(library.flows('app', PHONE).flow('main').source, 'shipped');
    remove('app/texts.yaml');
    assert.deepEqual(wording(library), ['Next', 'Siguiente']);
    assert.deepEqual(told, ['the flow files were read again', 'the flow files were read again']);
  });

  it('is read again after a change of the same size', (t) => {
    const { library, copy, operator } = shelf(t);
    copy('app/texts.yaml', 'next: { en: [Aaaa], es: [Aaaa] }\n');
    assert.deepEqual(wording(library), ['Aaaa']);
    copy('app/texts.yaml', 'next: { en: [Bbbb], es: [Bbbb] }\n');
    utimesSync(join(operator, 'app', 'texts.yaml'), 1, 1);
    assert.deepEqual(wording(library), ['Bbbb']);
  });

  it('may be a variant beside a shipped one, and goes before it when both are for the same phones', (t) => {
    const { library, copy, ship, operator } = shelf(t);
    ship('app/main@old.yaml', 'appId: a\nfor: { versions: "<40" }\n---\n- back\n');
    copy('app/main@mine.yaml', 'appId: a\nfor: { versions: "<40" }\n---\n- hideKeyboard\n');
    const flow = library.flows('app', { version: '39', language: null }).flow('main');
    assert.equal(flow.file, join(operator, 'app', 'main@mine.yaml'));
    assert.equal(flow.source, 'operator');
  });

  it('does not change the flows that somebody has', (t) => {
    const { library, copy } = shelf(t);
    const mine = library.flows('app', PHONE);
    copy('app/texts.yaml', 'next: { en: [Continue], es: [Seguir] }\n');
    assert.deepEqual(wording(library), ['Continue', 'Seguir']);
    assert.deepEqual(mine.texts.get('next'), ['Next', 'Siguiente']);
  });
});

describe("an operator's copy with a mistake", () => {
  it('is named with its place, and nothing is used in its place until it is mended', (t) => {
    const { library, copy, operator, told } = shelf(t);
    wording(library);
    copy('app/main.yaml', 'appId: a\n---\n- tapOm: x\n');
    const refused = {
      message: `${join(operator, 'app', 'main.yaml')}:3:3: the command "tapOm" is not known. Did you mean "tapOn"?`,
    };
    assert.throws(() => wording(library), refused);
    assert.throws(() => wording(library), refused);
    assert.deepEqual(told, ['a flow file is not valid: no attempt with this app begins'], 'told once');
    copy('app/main.yaml', 'appId: a\n---\n- tapOn: x\n');
    assert.deepEqual(wording(library), ['Next', 'Siguiente']);
  });

  it('leaves what has to be finished to the files that were valid last, or were shipped', (t) => {
    const { library, copy } = shelf(t);
    wording(library);
    copy('app/main.yaml', 'appId: a\n---\n- tapOm: x\n');
    assert.deepEqual(library.flowsToFinish('app', PHONE).texts.get('next'), ['Next', 'Siguiente']);
    const afterRestart = new FlowLibrary({ roots: library.roots });
    assert.equal(afterRestart.flowsToFinish('app', PHONE).flow('main').source, 'shipped');
  });

  it('that is for another phone is told all the same', (t) => {
    const { library, copy } = shelf(t);
    copy('app/main@old.yaml', 'appId: a\nfor: { versions: "<40" }\n---\n- tapOm: x\n');
    assert.throws(() => wording(library), /main@old\.yaml:4:3: the command "tapOm"/);
  });

  it('may show in a shipped file, which is then named with it', (t) => {
    const { library, copy, operator } = shelf(t);
    copy('app/texts.yaml', 'other: { en: [Other], es: [Otro] }\n');
    const message = `app/main.yaml:3:10: texts.yaml has no "next" (beside your ${join(operator, 'app', 'texts.yaml')})`;
    assert.throws(() => wording(library), { message });
  });

  it('is one of several, which are all named', (t) => {
    const { library, copy } = shelf(t);
    copy('app/main.yaml', 'appId: a\n---\n- tapOm: x\n');
    copy('app/other.yaml', 'appId: a\n---\n- backk\n');
    assert.equal(library.problems('app').length, 2);
    assert.throws(() => wording(library), /tapOm.* \(and 1 more; "flow check" names all\)/);
  });

  it('is a file with an ending that nobody reads', (t) => {
    const { library, copy } = shelf(t);
    copy('app/main.yml', 'appId: a\n---\n- back\n');
    assert.throws(() => wording(library), /main\.yml:1:1: flow files end in \.yaml: rename it/);
  });

  it('is not what an editor keeps beside it', (t) => {
    const { library, copy } = shelf(t);
    copy('app/.main.yaml.swp', 'x');
    copy('app/main.yaml~', 'x');
    assert.deepEqual(wording(library), ['Next', 'Siguiente']);
  });

  it('is a folder that cannot be read', (t) => {
    const { library, operator } = shelf(t);
    mkdirSync(operator, { recursive: true });
    // A link to itself: who runs the tests may be allowed to read everything.
    symlinkSync(join(operator, 'app'), join(operator, 'app'));
    assert.throws(() => wording(library), /the folder cannot be read/);
  });
});

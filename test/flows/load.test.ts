// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how flows write their variables
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { PostwrightError } from '../../src/errors.ts';
import { AppFlows } from '../../src/flows/library.ts';
import { resolveTarget } from '../../src/flows/selector.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'postwright-flows-'));
  mkdirSync(join(root, 'app'));
  mkdirSync(join(root, 'android'));
  write('texts.yaml', "next: { en: [Next], es: [Siguiente] }\npost: { en: ['Post( now)?'], es: [Publicar] }\n");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, content: string): void {
  writeFileSync(join(root, 'app', file), content);
}

/** Loads the folder with one flow of this body and gives the message of the refusal. */
function refusal(body: string, header = 'appId: com.example'): string {
  write('main.yaml', `${header}\n---\n${body}\n`);
  return refusalOfFolder();
}

function refusalOfFolder(): string {
  try {
    new AppFlows(root, 'app');
  } catch (error) {
    assert.ok(error instanceof PostwrightError, String(error));
    assert.equal(error.errorName, 'FLOW_INVALID');
    return error.message;
  }
  assert.fail('the folder was taken');
}

describe('a flow file is refused with the place of the mistake', () => {
  it('an unknown command, with the nearest known one', () => {
    assert.equal(
      refusal('- back\n- tapOm: Next'),
      'app/main.yaml:4:3: the command "tapOm" is not known. Did you mean "tapOn"?',
    );
  });

  it('commands of Maestro that are not implemented are never skipped', () => {
    for (const name of ['runScript', 'evalScript', 'clearState', 'assertTrue', 'retry']) {
      assert.match(refusal(`- ${name}: x`), new RegExp(`^app/main\\.yaml:3:3: the command "${name}" is not known`));
    }
  });

  it('a slider without a value, and one without a selector', () => {
    assert.match(refusal('- setSlider: { text: Volume }'), /^app\/main\.yaml:3:14: "value" is missing/);
    assert.match(refusal('- setSlider: { value: 50 }'), /^app\/main\.yaml:3:14: a selector is needed here/);
    assert.match(refusal('- setSlider: { text: Volume, value: 50, max: 0 }'), /^app\/main\.yaml:3:46: /);
  });

  it('an unknown key of a command', () => {
    assert.equal(
      refusal('- tapOn:\n    text: Next\n    optionel: true'),
      'app/main.yaml:5:5: "optionel" is not known here. Did you mean "optional"?',
    );
  });

  it('an unknown key of a nested selector', () => {
    assert.match(
      refusal('- tapOn:\n    text: Next\n    below: { txt: Post }'),
      /^app\/main\.yaml:5:14: "txt" is not known here\. Did you mean "text"\?/,
    );
  });

  it('an unknown key of the header', () => {
    assert.match(refusal('- back', 'appId: a\ntag: x'), /^app\/main\.yaml:2:1: "tag" is not known here/);
  });

  it('a wrong type', () => {
    assert.match(
      refusal('- tapOn: { text: a, optional: maybe }'),
      /^app\/main\.yaml:3:31: true or false is needed here, not string "maybe"/,
    );
    assert.match(
      refusal('- extendedWaitUntil: { visible: a, timeout: soon }'),
      /^app\/main\.yaml:3:45: a whole number is needed here/,
    );
    assert.match(
      refusal('- repeat: { times: 0, commands: [back] }'),
      /^app\/main\.yaml:3:20: a number from 1 to 1000 is needed here, not 0/,
    );
    assert.match(refusal('- pressKey: Enterr'), /^app\/main\.yaml:3:13: "Enterr" is none of Home, /);
    assert.match(refusal('- tapOn: [[a]]'), /^app\/main\.yaml:3:11: text is needed here, not a list/);
    assert.match(refusal('- swipe: { start: "10, 20%", end: "1, 1" }'), /^app\/main\.yaml:3:19: a point is/);
  });

  it('a missing part', () => {
    assert.match(refusal('- tapOn'), /^app\/main\.yaml:3:3: tapOn needs an argument/);
    assert.match(refusal('- tapOn: {}'), /a selector or a "point" is needed here/);
    assert.match(refusal('- extendedWaitUntil: { timeout: 5 }'), /either "visible" or "notVisible"/);
    assert.match(refusal('- runFlow: { when: { visible: a } }'), /"file" or "commands" is missing/);
    assert.match(refusal('- repeat: { commands: [back] }'), /"times" or "while" is missing/);
    assert.match(refusal('- back', 'name: x'), /^app\/main\.yaml:1:1: "appId" is missing/);
  });

  it('an argument where none is taken', () => {
    assert.match(refusal('- back: now'), /^app\/main\.yaml:3:9: back takes no argument/);
    assert.match(refusal('- eraseText: 5'), /eraseText takes no argument/);
  });

  it('two commands in one item', () => {
    assert.match(refusal('- tapOn: a\n  back: {}'), /^app\/main\.yaml:4:3: one command an item/);
  });

  it('an undefined variable and an unknown wording', () => {
    assert.match(
      refusal('- inputText: "a ${captoin}"', 'appId: a\nenv: { caption: }'),
      /^app\/main\.yaml:4:14: the variable "captoin" is not defined\. Did you mean "caption"\?/,
    );
    assert.match(
      refusal('- tapOn: ${t.nxt}'),
      /^app\/main\.yaml:3:10: texts\.yaml has no "nxt"\. Did you mean "next"\?/,
    );
    assert.match(refusal('- inputText: ${t.next}'), /wordings \(t\.…\) belong in selectors only/);
  });

  it('a pattern that is no regular expression', () => {
    assert.match(refusal('- tapOn: "Next (1"'), /^app\/main\.yaml:3:10: "Next \(1" is no regular expression/);
  });

  it('what is not YAML, and what is not a flow', () => {
    assert.match(refusal('- tapOn: "a'), /^app\/main\.yaml:\d+:\d+: /);
    write('main.yaml', 'appId: a\n');
    assert.match(refusalOfFolder(), /^app\/main\.yaml:1:1: a flow is a header, a line "---", and a list of commands/);
    write('main.yaml', '');
    assert.match(refusalOfFolder(), /^app\/main\.yaml:1:1: the file is empty/);
  });
});

describe('flows that call flows', () => {
  it('validates what is called, naming the called file', () => {
    write('inner.yaml', 'appId: a\n---\n- tapOnn: x\n');
    assert.match(refusal('- runFlow: inner.yaml'), /^app\/inner\.yaml:3:3: the command "tapOnn" is not known/);
  });

  it('refuses a missing file at the place of the call', () => {
    assert.equal(refusal('- runFlow: gone.yaml'), 'app/main.yaml:3:12: there is no file "gone.yaml"');
  });

  it('refuses a circle', () => {
    write('inner.yaml', 'appId: a\n---\n- runFlow: main.yaml\n');
    assert.match(refusal('- runFlow: inner.yaml'), /ends up calling itself/);
  });

  it('refuses a file outside the folder of the flows', () => {
    assert.match(refusal('- runFlow: ../../etc/passwd'), /^app\/main\.yaml:3:12: "..\/..\/etc\/passwd" lies outside/);
  });

  it('demands a value for what the called flow needs', () => {
    write('inner.yaml', 'appId: a\nenv: { who: }\n---\n- tapOn: ${who}\n');
    assert.match(refusal('- runFlow: inner.yaml'), /^app\/main\.yaml:3:12: app\/inner\.yaml needs a value for "who"/);
    write('main.yaml', 'appId: a\n---\n- runFlow: { file: inner.yaml, env: { who: Ann } }\n');
    assert.deepEqual(new AppFlows(root, 'app').flowNames, ['inner', 'main']);
  });
});

describe('wordings and elements', () => {
  it('every wording has every language', () => {
    write('texts.yaml', 'next: { en: [Next] }\n');
    assert.match(refusalOfFolder(), /^app\/texts\.yaml:1:7: "es" is missing/);
    write('texts.yaml', 'next: { en: [Next], es: [Siguiente], fr: [Suivant] }\n');
    assert.match(refusalOfFolder(), /"fr" is not known here/);
    write('texts.yaml', 'next: { en: ["Next ("], es: [Siguiente] }\n');
    assert.match(refusalOfFolder(), /^app\/texts\.yaml:1:14: "Next \(" is no regular expression/);
  });

  it('a wording stands for all its variants, alone or within a pattern', () => {
    write('elements.yaml', 'a: ${t.next}\nb: "${t.next} \\\\d+"\nc: { text: [x, "${t.post}"] }\n');
    const flows = new AppFlows(root, 'app');
    const labels = ['a', 'b', 'c'].map(
      (name) => resolveTarget(flows.element(name), { variables: new Map(), appId: 'p' })[0]?.label,
    );
    assert.deepEqual(labels, [['Next', 'Siguiente'], ['(?:Next|Siguiente) \\d+'], ['x', 'Post( now)?', 'Publicar']]);
  });

  it('an id without a package is completed with the app', () => {
    write('elements.yaml', 'a: { id: share_button }\nb: { id: "android:id/button1" }\n');
    const flows = new AppFlows(root, 'app');
    const ids = ['a', 'b'].map(
      (name) => resolveTarget(flows.element(name), { variables: new Map(), appId: 'com.x' })[0]?.id,
    );
    assert.deepEqual(ids, ['com.x:id/share_button', 'android:id/button1']);
  });

  it('a missing element and a missing flow are named', () => {
    const flows = new AppFlows(root, 'app');
    assert.throws(() => flows.element('nope'), /app\/elements\.yaml: "nope" is missing/);
    assert.throws(() => flows.flow('nope'), /app\/nope\.yaml/);
  });
});

describe('variables are data', () => {
  it('a value is matched literally, whatever signs it has', () => {
    write('main.yaml', 'appId: a\nenv: { who: }\n---\n- tapOn: "@${who}"\n');
    const [command] = new AppFlows(root, 'app').flow('main').commands;
    assert.equal(command?.name, 'tapOn');
    assert.ok(command?.name === 'tapOn' && command.target !== null);
    const hostile = '.*(a|b)[c]{2}\\d $^ ${t.next} +?';
    const [pattern = ''] =
      resolveTarget(command.target, { variables: new Map([['who', hostile]]), appId: 'a' })[0]?.label ?? [];
    const compiled = new RegExp(`^(?:${pattern})$`, 'is');
    assert.ok(compiled.test(`@${hostile}`));
    assert.ok(!compiled.test('@anything'));
  });
});

describe('dialogs', () => {
  it('need something to be known by and an answer', () => {
    write('dialogs.yaml', '- name: ad\n  visible: Sponsored\n');
    assert.match(refusalOfFolder(), /^app\/dialogs\.yaml:1:3: a dialog needs an answer/);
    write('dialogs.yaml', '- name: ad\n  tap: Close\n');
    assert.match(refusalOfFolder(), /"visible" is missing/);
    write('dialogs.yaml', '- name: ad\n  visible: Ad\n  fail: NOT_FOUND\n');
    assert.match(refusalOfFolder(), /^app\/dialogs\.yaml:3:9: "NOT_FOUND" is none of/);
  });

  it('of Android come after those of the app', () => {
    write('dialogs.yaml', '- { name: own, visible: a, tap: b }\n');
    writeFileSync(join(root, 'android', 'dialogs.yaml'), '- { name: shared, visible: a, press: Back }\n');
    assert.deepEqual(
      new AppFlows(root, 'app').dialogs.map((dialog) => dialog.name),
      ['own', 'shared'],
    );
  });
});

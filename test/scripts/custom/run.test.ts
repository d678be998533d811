// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how flows write their variables
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PostwrightError } from '../../../src/errors.ts';
import { failsWith } from '../world.ts';
import { customWorld, flowOf, SETTINGS } from './world.ts';

const TO_ABOUT = '- scrollUntilVisible: { element: "${t.about}" }\n- tapOn: "${t.about}"\n';
const READ_VERSION = '- copyTextFrom: { id: android:id/summary, below: "${t.version}", index: 0, as: version }\n';
/** Opens a page, which stands for what can be done once only. */
const SENDING = '- scrollUntilVisible: { element: "${t.about}" }\n- tapOn: { text: "${t.about}", label: sending }\n';
const COMMITS = 'commitPoint: sending\n';
const SEES_IT = { 'seen.yaml': flowOf('- assertVisible: "${t.version}"\n') };
const SEES_NOTHING = { 'seen.yaml': flowOf('- assertVisible: Nothing of the kind\n') };

describe('a custom script', () => {
  it('starts its app afresh, carries out its flow, gives back what it read, and ends the app', async (t) => {
    const world = await customWorld(t, { sdk: 30, language: 'es' });
    world.put({ script: 'result: [version]\n', commands: TO_ABOUT + READ_VERSION });
    for (let time = 0; time < 2; time += 1) {
      const { ledger, run } = world.attempt();
      const receipt = await run();
      assert.deepEqual(receipt.values, { version: '11' });
      assert.deepEqual([receipt.outcome, receipt.seenAt, receipt.screenshot], ['done', null, 'done.png']);
      assert.equal(Buffer.from(ledger.evidence.get('done.png') ?? []).toString('latin1', 1, 4), 'PNG');
      assert.deepEqual(ledger.steps, ['prepare', 'compose', 'cleanup']);
      assert.equal(ledger.commits, 0);
      assert.equal(await world.isRunning(), false);
    }
  });

  it('gives back null for what its way did not come by, and nothing that was not asked for', async (t) => {
    const world = await customWorld(t);
    const skipped = `- runFlow: { when: { visible: Nothing }, commands: [ copyTextFrom: { text: x, as: other } ] }\n`;
    world.put({
      script: 'result: [other, version]\n',
      commands: `${TO_ABOUT}${READ_VERSION}${skipped}- copyTextFrom: { text: "\${t.model}", as: unasked }\n`,
    });
    const { values } = await world.attempt().run();
    assert.deepEqual(values, { other: null, version: '13' });
  });

  it('takes parameters as data: none of them is a pattern, a wording or a command', async (t) => {
    const world = await customWorld(t);
    world.put({
      script: 'parameters: { required: [word], properties: { word: { type: string } } }\n',
      env: 'env: { word: }\n',
      commands: `${TO_ABOUT}- assertVisible: \${word}\n`,
    });
    await world.attempt({ word: 'Android version' }).run();
    for (const word of ['.*', '${t.version}', '(']) await failsWith('ELEMENT_NOT_FOUND', world.attempt({ word }).run());
    assert.deepEqual(
      world.rackPhone.log().filter(({ kind }) => kind === 'intrusion'),
      [],
    );
  });

  it('gives numbers, booleans, lists, nothing and defaults to its flows as text', async (t) => {
    const world = await customWorld(t);
    const names = ['number', 'flag', 'list', 'nothing', 'given', 'left'];
    world.put({
      script: `parameters:
  required: [number, flag, list, nothing]
  properties:
    number: { type: number }
    flag: { type: boolean }
    list: { type: array }
    nothing: { type: 'null' }
    given: { type: string, default: of the script }
    left: { type: string }
`,
      env: `env: { ${names.map((name) => (name === 'left' ? 'left: of the flow' : `${name}: `)).join(', ')} }\n`,
      commands: `- takeScreenshot: ${names.map((name) => `\${${name}}`).join('/')}\n`,
    });
    const { ledger, run } = world.attempt({ number: 1.5, flag: true, list: ['a', 1], nothing: null });
    await run();
    assert.ok(
      ledger.evidence.has('1.5/true/["a",1]//of the script/of the flow.png'),
      [...ledger.evidence.keys()].join(),
    );
  });

  it('that fails keeps what was to be seen, and ends the app', async (t) => {
    const world = await customWorld(t);
    world.put({ commands: '- tapOn: Nothing of the kind\n' });
    const { ledger, run } = world.attempt();
    const error = await failsWith('ELEMENT_NOT_FOUND', run());
    assert.match(error.message, /^demo\/main\.yaml:3: tapOn: No label "Nothing of the kind"/);
    assert.ok(ledger.evidence.has('failure.png') && ledger.evidence.has('failure.xml'));
    assert.deepEqual(ledger.steps, ['prepare', 'compose', 'cleanup']);
    assert.equal(await world.isRunning(), false);
  });

  it('whose app is not on the phone says so', async (t) => {
    const world = await customWorld(t);
    world.put({ commands: '- back\n' });
    for (const [file, content] of [
      ['script.yaml', 'name: demo\ntitle: A demo\nappId: com.example.app\nflow: main.yaml\n'],
      ['main.yaml', 'appId: com.example.app\n---\n- back\n'],
    ] as const)
      world.write(`demo/${file}`, content);
    const error = await failsWith('APP_NOT_INSTALLED', world.attempt().run());
    assert.match(error.message, /com\.example\.app is not installed on/);
  });

  it('takes no longer than its timeout', async (t) => {
    const world = await customWorld(t);
    world.put({
      script: 'timeout: 1000\n',
      commands: '- extendedWaitUntil: { visible: Nothing of the kind, timeout: 60000 }\n',
    });
    const { ledger, run } = world.attempt();
    const startedAt = Date.now();
    await failsWith('SCRIPT_TIMEOUT', run());
    assert.ok(Date.now() - startedAt < 10_000);
    assert.ok(ledger.evidence.has('failure.png'));
    assert.equal(await world.isRunning(), false);
  });

  it('stops when it is asked to, and leaves the phone as it found it', async (t) => {
    const world = await customWorld(t);
    world.put({ commands: '- extendedWaitUntil: { visible: Nothing of the kind, timeout: 60000 }\n' });
    const { ledger, run, stop } = world.attempt();
    ledger.onStep = (name) => {
      if (name === 'compose') setTimeout(stop, 50, new PostwrightError('STOPPED'));
    };
    await failsWith('STOPPED', run());
    assert.equal(await world.isRunning(), false);
    assert.ok(ledger.steps.includes('cleanup'));
  });
});

describe('the commit point of a custom script', () => {
  it('is recorded once, before the command that it names, in a loop as well', async (t) => {
    const world = await customWorld(t);
    const loop = `- repeat:
    times: 3
    commands:
      - scrollUntilVisible: { element: "\${t.about}" }
      - tapOn: { text: "\${t.about}", label: sending }
      - assertVisible: "\${t.version}"
      - back
`;
    world.put({ script: COMMITS, commands: `- scrollUntilVisible: { element: "\${t.about}" }\n${loop}` });
    const { ledger, run } = world.attempt();
    let before = -1;
    ledger.onCommit = () => {
      before = world.touches();
    };
    await run();
    assert.equal(ledger.commits, 1);
    assert.deepEqual(ledger.steps, ['prepare', 'compose', 'commit', 'cleanup']);
    // Three taps and three times Back came after it.
    assert.equal(world.touches() - before, 6);
  });

  it('that cannot be recorded stops the script before the command', async (t) => {
    const world = await customWorld(t);
    world.put({ script: COMMITS, commands: SENDING });
    const { ledger, run, stop } = world.attempt();
    let before = -1;
    ledger.onStep = (name) => {
      if (name !== 'commit') return;
      before = world.touches();
      stop(new PostwrightError('STOPPED'));
    };
    await failsWith('STOPPED', run());
    assert.equal(ledger.commits, 0);
    assert.equal(world.touches(), before);
  });

  for (const step of ['compose', 'commit'] as const) {
    it(`is not passed when the step "${step}" cannot be written down`, async (t) => {
      const world = await customWorld(t);
      world.put({ script: COMMITS, commands: SENDING });
      const { ledger, run } = world.attempt();
      let before = -1;
      ledger.onStep = (name) => {
        if (name !== step) return;
        before = world.touches();
        throw new PostwrightError('SERVER_STOPPED', 'The database is away.');
      };
      await failsWith('SERVER_STOPPED', run());
      assert.equal(ledger.commits, 0);
      assert.equal(world.touches(), before);
      assert.equal(await world.isRunning(), false);
    });
  }

  it('that is not come by is not recorded', async (t) => {
    const world = await customWorld(t);
    world.put({
      script: COMMITS,
      commands: '- runFlow: { when: { visible: Nothing }, commands: [ tapOn: { text: x, label: sending } ] }\n',
    });
    const { ledger, run } = world.attempt();
    await run();
    assert.equal(ledger.commits, 0);
    assert.equal(await world.isRunning(), false);
  });

  it('leaves an app alone that may be at work still, unless it was confirmed', async (t) => {
    const world = await customWorld(t);
    world.put({ script: COMMITS, commands: SENDING });
    await world.attempt().run();
    assert.equal(await world.isRunning(), true);
    assert.notEqual(world.front(), SETTINGS);
    world.put({ script: `${COMMITS}confirm: seen.yaml\n`, commands: SENDING, files: SEES_IT });
    const { ledger, run } = world.attempt();
    const receipt = await run();
    assert.ok(receipt.seenAt !== null);
    assert.deepEqual(ledger.steps, ['prepare', 'compose', 'commit', 'confirm', 'cleanup']);
    assert.equal(await world.isRunning(), false);
  });

  it('makes a failure of the app unsure, whatever a dialog says of it', async (t) => {
    const world = await customWorld(t);
    world.put({
      script: COMMITS,
      commands: `${SENDING}- assertVisible: Nothing of the kind\n`,
      files: { 'dialogs.yaml': '- { name: not sent, visible: "${t.version}", fail: UPLOAD_FAILED }\n' },
    });
    const { ledger, run } = world.attempt();
    await failsWith('OUTCOME_UNKNOWN', run());
    assert.equal(ledger.commits, 1);
  });
});

describe('what became of an interrupted custom script', () => {
  it('nobody can say without a confirm flow', async (t) => {
    const world = await customWorld(t);
    world.put({ script: COMMITS, commands: SENDING });
    const verdict = await world.attempt().lookUp();
    assert.equal(verdict.published, 'unknown');
    assert.match(verdict.published === 'unknown' ? verdict.reason : '', /names no flow to confirm by/);
    assert.equal(world.touches(), 0);
  });

  it('is seen by its confirm flow, which finds the app as it was left', async (t) => {
    const world = await customWorld(t);
    world.put({
      script: `${COMMITS}confirm: seen.yaml\nresult: [version]\n`,
      commands: `${SENDING}- assertVisible: Nothing of the kind\n`,
      files: { 'seen.yaml': flowOf(READ_VERSION) },
    });
    const { ledger, run, lookUp } = world.attempt();
    await failsWith('ELEMENT_NOT_FOUND', run());
    assert.equal(ledger.commits, 1);
    const verdict = await lookUp();
    assert.ok(verdict.published === 'yes', JSON.stringify(verdict));
    assert.deepEqual(verdict.receipt.values, { version: '13' });
    assert.ok(verdict.receipt.seenAt !== null && ledger.evidence.has('done.png'));
    assert.equal(ledger.commits, 1);
  });

  it('stays unknown when the confirm flow does not see it', async (t) => {
    const world = await customWorld(t);
    world.put({ script: `${COMMITS}confirm: seen.yaml\n`, commands: SENDING, files: SEES_NOTHING });
    const { ledger, run, lookUp } = world.attempt();
    await failsWith('ELEMENT_NOT_FOUND', run());
    const verdict = await lookUp();
    assert.equal(verdict.published, 'unknown');
    assert.match(verdict.published === 'unknown' ? verdict.reason : '', /seen\.yaml:3: assertVisible/);
    assert.ok(ledger.evidence.has('not-found.png'));
  });

  it('stays unknown when the script is gone', async (t) => {
    const world = await customWorld(t);
    world.put({ script: `${COMMITS}confirm: seen.yaml\n`, commands: SENDING, files: SEES_IT });
    const { lookUp } = world.attempt();
    world.write('demo', null);
    assert.equal((await lookUp()).published, 'unknown');
  });
});

describe('a script that has changed since its task was created', () => {
  const LIMITED =
    'parameters: { properties: { word: { type: string, maxLength: 5, default: Model } } }\nresult: [word]\n';
  const COMMANDS = `${TO_ABOUT}- copyTextFrom: { text: "\${word}", as: word }\n`;
  const ENV = 'env: { word: }\n';

  it('is carried out as it is now, when the parameters still fit', async (t) => {
    const world = await customWorld(t);
    world.put({ script: LIMITED, env: ENV, commands: `- tapOn: Nothing of the kind\n${COMMANDS}` });
    const { run } = world.attempt();
    await failsWith('ELEMENT_NOT_FOUND', run());
    world.put({ script: LIMITED, env: ENV, commands: COMMANDS });
    assert.deepEqual((await run()).values, { word: 'Model' });
  });

  it('is refused before anything, when they do not, when it has a mistake, and when it is gone', async (t) => {
    const world = await customWorld(t);
    world.put({ script: LIMITED, env: ENV, commands: COMMANDS });
    const { ledger, run } = world.attempt();
    world.put({
      script: LIMITED.replace('maxLength: 5, default: Model', 'maxLength: 4, default: IMEI'),
      env: ENV,
      commands: COMMANDS,
    });
    const changed = await failsWith('SCRIPT_CHANGED', run());
    assert.match(changed.message, /script_config\.word: must have at most 4 characters/);
    world.put({ script: LIMITED, env: ENV, commands: '- bakc\n' });
    assert.match((await failsWith('SCRIPT_INVALID', run())).message, /^demo\/main\.yaml:4:3: /);
    world.write('demo', null);
    await failsWith('SCRIPT_GONE', run());
    assert.deepEqual(ledger.steps, []);
    assert.equal(world.touches(), 0);
  });
});

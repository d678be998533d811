// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how flows write their variables
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { PostwrightError } from '../../src/errors.ts';
import { AppFlows } from '../../src/flows/library.ts';
import { type FlowPace, Lookout, PHONE_PACE } from '../../src/flows/lookout.ts';
import { type FlowResult, type FlowStep, runFlow } from '../../src/flows/run.ts';
import { openScreen, type Screen } from '../../src/screen/screen.ts';
import type { FaultOrder } from '../../src/simulator/ports.ts';
import { onRack, type RackStage } from '../devices/rack.ts';
import { openComposer } from '../support/composer.ts';
import { USED_PHONE } from '../support/rack.ts';

const APP_ID = 'com.zhiliaoapp.musically';
const PACE: FlowPace = { ...PHONE_PACE, commandMs: 1_500, optionalMs: 300, pollMs: 30, settleMs: 20, coverMs: 500 };
const OWN_FLOWS = join(import.meta.dirname, '..', '..', 'flows');

interface Play extends RackStage {
  readonly screen: Screen;
  readonly steps: FlowStep[];
  readonly screenshots: Map<string, Uint8Array>;
  /** Writes a file beside the flows. */
  write(file: string, content: string): void;
  /** Runs commands as a flow, after TikTok was launched. */
  run(commands: string, options?: PlayOptions): Promise<FlowResult>;
}

interface PlayOptions {
  readonly env?: string;
  readonly variables?: Record<string, string>;
  readonly signal?: AbortSignal;
}

async function play(t: TestContext, { faults = [] }: { readonly faults?: readonly FaultOrder[] } = {}): Promise<Play> {
  const folder = mkdtempSync(join(tmpdir(), 'postwright-run-'));
  let screen: Screen | null = null;
  t.after(async () => {
    await screen?.close();
    rmSync(folder, { recursive: true });
  });
  mkdirSync(join(folder, 'app'));
  cpSync(join(OWN_FLOWS, 'android'), join(folder, 'android'), { recursive: true });
  const write = (file: string, content: string): void => writeFileSync(join(folder, 'app', file), content);
  write('texts.yaml', 'profile: { en: [Profile], es: [Perfil] }\nedit: { en: [Edit profile], es: [Editar perfil] }\n');
  const stage = await onRack(t, { phoneOverrides: [USED_PHONE] });
  for (const fault of faults) stage.rackPhone.faults.order(fault);
  const opened = await openScreen(stage.phone, { signal: stage.phone.gone, timeoutMs: 30_000 });
  screen = opened;
  const steps: FlowStep[] = [];
  const screenshots = new Map<string, Uint8Array>();
  const run = async (
    commands: string,
    { env = '', variables = {}, signal = stage.phone.gone }: PlayOptions = {},
  ): Promise<FlowResult> => {
    write('main.yaml', `appId: ${APP_ID}\n${env}---\n${commands}\n`);
    const flows = new AppFlows(folder, 'app');
    const lookout = new Lookout({ screen: opened, flows, appId: APP_ID, signal, pace: PACE });
    const onScreenshot = async (name: string, png: Uint8Array): Promise<void> => void screenshots.set(name, png);
    return await runFlow(flows.flow('main'), { lookout, variables, onStep: (step) => steps.push(step), onScreenshot });
  };
  await run('- launchApp\n- extendedWaitUntil: { visible: Home, timeout: 5000 }');
  steps.length = 0;
  return { ...stage, screen: opened, steps, screenshots, write, run };
}

async function refused(work: Promise<unknown>): Promise<PostwrightError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof PostwrightError, String(error));
    return error;
  }
  assert.fail('it succeeded');
}

describe('a flow on a phone', () => {
  it('taps by text, waits, reads, and says what it does', async (t) => {
    const { run, steps } = await play(t);
    const { copiedText } = await run(
      [
        '- tapOn: ${t.profile}',
        "- assertVisible: '@rack0001_one'",
        '- assertNotVisible: For You',
        "- copyTextFrom: '@.+'",
      ].join('\n'),
    );
    assert.equal(copiedText, '@rack0001_one');
    assert.deepEqual(
      steps.map((step) => `${step.file}:${step.line} ${step.command}`),
      [
        'app/main.yaml:3 tapOn',
        'app/main.yaml:4 assertVisible',
        'app/main.yaml:5 assertNotVisible',
        'app/main.yaml:6 copyTextFrom',
      ],
    );
  });

  it('names file, line, label and what was looked for', async (t) => {
    const { run, write } = await play(t);
    write('inner.yaml', `appId: ${APP_ID}\n---\n- scroll\n- tapOn: { text: Nowhere, below: Home, label: go on }\n`);
    const error = await refused(run('- runFlow: { commands: [{ runFlow: inner.yaml }] }'));
    assert.equal(error.errorName, 'ELEMENT_NOT_FOUND');
    assert.match(
      error.message,
      /^app\/inner\.yaml:4: go on: No label "Nowhere", below \(label "Home"\) within 1500 ms\. The screen shows: "/,
    );
  });

  it('goes on without what is optional', async (t) => {
    const { run } = await play(t);
    const startedAt = Date.now();
    await run('- tapOn: { text: Nowhere, optional: true }\n- assertVisible: Home');
    assert.ok(Date.now() - startedAt < PACE.commandMs);
  });

  it('goes on without what is optional when something covers it, which the next command then names', async (t) => {
    const { run, rackPhone } = await play(t);
    rackPhone.faults.order({ kind: 'unknown_dialog', when: { step: 'profile' } });
    await run(
      '- tapOn: Profile\n- tapOn: { text: Edit profile, optional: true }\n- back\n- assertVisible: Edit profile',
    );
    rackPhone.faults.order({ kind: 'unknown_dialog', when: { step: 'home' } });
    const error = await refused(
      run('- tapOn: { text: Home, index: -1 }\n- tapOn: { text: For You, optional: true }\n- tapOn: Profile'),
    );
    assert.equal(error.errorName, 'UNKNOWN_DIALOG');
    assert.match(error.message, /^app\/main\.yaml:5: tapOn: /);
  });

  it('decides by what is there: when, notVisible, true, and the alternatives of anyOf', async (t) => {
    const { run, steps } = await play(t);
    await run(
      [
        '- runFlow: { when: { visible: Nowhere }, commands: [{ tapOn: A }] }',
        '- runFlow: { when: { notVisible: Home }, commands: [{ tapOn: B }] }',
        "- runFlow: { when: { true: '${no}' }, commands: [{ tapOn: C }] }",
        "- runFlow: { when: { visible: Home, true: '${yes}' }, commands: [{ tapOn: { anyOf: [Nowhere, Profile] } }] }",
        '- assertVisible: ${t.edit}',
      ].join('\n'),
      { env: "env: { yes: 'true', no: 'false' }\n" },
    );
    assert.deepEqual(
      steps.map((step) => step.command),
      ['runFlow', 'runFlow', 'runFlow', 'runFlow', 'tapOn', 'assertVisible'],
    );
  });

  it('repeats: a number of times, and while something is there', async (t) => {
    const { run, steps } = await play(t);
    await run('- repeat: { times: 3, commands: [{ assertVisible: Home }] }');
    assert.equal(steps.filter((step) => step.command === 'assertVisible').length, 3);
    steps.length = 0;
    await run(
      '- repeat: { while: { notVisible: Edit profile }, times: 5, commands: [{ tapOn: Profile }, { assertVisible: Edit profile }] }',
    );
    assert.equal(steps.filter((step) => step.command === 'tapOn').length, 1);
  });

  it('hands values on: defaults, env of the call, the caller’s own', async (t) => {
    const { run, write, screenshots } = await play(t);
    write(
      'inner.yaml',
      `appId: ${APP_ID}\nenv: { a: inner-a, b: inner-b, c: }\n---\n- takeScreenshot: '\${a} \${b} \${c}'\n`,
    );
    await run("- runFlow: { file: inner.yaml, env: { c: '<${mine}>' } }", {
      env: 'env: { mine: , b: main-b }\n',
      variables: { mine: '.*' },
    });
    assert.deepEqual([...screenshots.keys()], ['inner-a main-b <.*>']);
    assert.equal(
      Buffer.from(screenshots.get('inner-a main-b <.*>') ?? [])
        .subarray(1, 4)
        .toString(),
      'PNG',
    );
  });

  it('refuses variables that are missing or unknown', async (t) => {
    const { run } = await play(t);
    assert.match(
      (await refused(run('- back', { env: 'env: { who: }\n' }))).message,
      /app\/main\.yaml: "who" was not given/,
    );
    assert.match(
      (await refused(run('- back', { variables: { who: 'x' } }))).message,
      /app\/main\.yaml: it has no variable "who"/,
    );
  });

  it('a value that looks like a pattern matches only itself', async (t) => {
    const { run } = await play(t);
    const error = await refused(
      run("- assertVisible: '${name}'", { env: 'env: { name: }\n', variables: { name: '.*' } }),
    );
    assert.equal(error.errorName, 'ELEMENT_NOT_FOUND');
  });

  it('types into the field that has the focus, and empties it', async (t) => {
    const { run, phone } = await play(t);
    await openComposer(phone);
    const typed = 'línea "uno" $(id) ${x} \\n\nzwei 🎉';
    const { copiedText } = await run(
      [
        '- tapOn: { text: Next, rightOf: Your Story }',
        '- tapOn: { className: EditText }',
        '- inputText: ${typed}',
        '- copyTextFrom: { className: EditText }',
      ].join('\n'),
      { env: 'env: { typed: }\n', variables: { typed } },
    );
    assert.equal(copiedText, typed);
    assert.equal((await run('- eraseText\n- copyTextFrom: { className: EditText }')).copiedText, '');
  });

  it('says that nothing has the focus', async (t) => {
    const { run } = await play(t);
    const error = await refused(run("- inputText: 'x'"));
    assert.match(error.message, /^app\/main\.yaml:3: inputText: No text field has the focus/);
  });

  it('scrolls, swipes, presses, waits for rest', async (t) => {
    const { run, phone } = await play(t);
    await run(
      '- swipe: { start: "50%, 70%", end: "50%, 20%", duration: 100 }\n- scroll\n- waitForAnimationToEnd: { timeout: 2000 }',
    );
    await run('- tapOn: Profile\n- tapOn: { point: "50%, 1%" }\n- assertVisible: Edit profile\n- hideKeyboard');
    const error = await refused(run('- scrollUntilVisible: { element: The end of the list, timeout: 3000 }'));
    assert.match(error.message, /scrollUntilVisible: No label "The end of the list"/);
    await run('- pressKey: Home');
    assert.doesNotMatch((await phone.foreground({ signal: phone.gone, timeoutMs: 5_000 })) ?? '', /musically/);
    await run('- launchApp: { stopApp: false }\n- assertVisible: Edit profile\n- stopApp');
    assert.doesNotMatch((await phone.foreground({ signal: phone.gone, timeoutMs: 5_000 })) ?? '', /musically/);
  });

  it('opens an address in the app, whatever is in it', async (t) => {
    const { run, rackPhone } = await play(t);
    const link = "https://www.tiktok.com/music/Slow-Sunday-7012345678901234002?a=$(reboot)&b='; id #";
    await run("- openLink: '${link}'\n- assertVisible: Use this sound", {
      env: 'env: { link: }\n',
      variables: { link },
    });
    assert.deepEqual(
      rackPhone.log().filter((line) => line.kind === 'intrusion'),
      [],
    );
    const error = await refused(run('- openLink: { link: "https://example.com/", appId: com.no.such }'));
    assert.equal(error.errorName, 'DEVICE_COMMAND_FAILED');
    assert.match(error.message, /^app\/main\.yaml:3: openLink: .* has no activity for com\.no\.such/);
  });

  it('sets a slider and reads it back, to either end and to anything between', async (t) => {
    const { run, phone } = await play(t);
    await openComposer(phone);
    await run('- tapOn: Add sound\n- tapOn: Volume');
    for (const value of ['30', '31', '0', '100', '57']) {
      const { copiedText } = await run(
        "- setSlider: { className: SeekBar, value: '${value}' }\n- copyTextFrom: { className: SeekBar }",
        { env: 'env: { value: }\n', variables: { value } },
      );
      assert.equal(copiedText, `${value}.0`);
    }
  });

  it('says what a slider reads that does not take its value', async (t) => {
    const { run, phone } = await play(t);
    await openComposer(phone);
    await run('- tapOn: Add sound\n- tapOn: Volume');
    const error = await refused(run("- setSlider: { className: SeekBar, value: '80', max: 200 }"));
    assert.equal(error.errorName, 'SLIDER_NOT_SET');
    assert.match(error.message, /setSlider: The slider class "SeekBar" reads 50 % after 6 drags; it was to be 80 %/);
    const noSlider = await refused(run("- setSlider: { text: Original sound, value: '80' }"));
    assert.match(noSlider.message, /says "Original sound", which is no value/);
    const noValue = await refused(run("- setSlider: { className: SeekBar, value: 'loud' }"));
    assert.equal(noValue.errorName, 'FLOW_INVALID');
    assert.match(noValue.message, /app\/main\.yaml:3: a slider takes 0 to 100, not "loud"/);
  });

  it('ends at once when its signal fires, with the signal’s reason', async (t) => {
    const { run } = await play(t);
    const controller = new AbortController();
    const reason = new PostwrightError('STOPPED');
    const running = refused(
      run('- extendedWaitUntil: { visible: Nowhere, timeout: 60000 }', { signal: controller.signal }),
    );
    setImmediate(() => controller.abort(reason));
    assert.equal(await running, reason);
  });
});

describe('what covers the app', () => {
  it('is named when nobody knows it', async (t) => {
    const { run, rackPhone } = await play(t);
    rackPhone.faults.order({ kind: 'unknown_dialog', when: { step: 'profile' } });
    const error = await refused(run('- tapOn: Profile\n- assertVisible: ${t.edit}'));
    assert.equal(error.errorName, 'UNKNOWN_DIALOG');
    assert.match(error.message, /^app\/main\.yaml:4: assertVisible: .*the flows do not know it/);
  });

  it('is answered when dialogs.yaml knows it, and the command goes on', async (t) => {
    const { run, rackPhone, write } = await play(t);
    rackPhone.faults.order({ kind: 'unknown_dialog', when: { step: 'profile' } });
    write('dialogs.yaml', '- name: summary\n  visible: Your weekly screen time.*\n  tap: Maybe later\n');
    await run('- tapOn: Profile\n- assertVisible: ${t.edit}');
  });

  it('ends the flow with the error that dialogs.yaml names, when it stays', async (t) => {
    const { run, rackPhone, write } = await play(t);
    rackPhone.faults.order({ kind: 'unknown_dialog', when: { step: 'profile' } });
    write('dialogs.yaml', '- name: screen time\n  visible: Your weekly screen time.*\n  fail: APP_BLOCKED\n');
    const error = await refused(run('- tapOn: Profile\n- assertVisible: ${t.edit}'));
    assert.equal(error.errorName, 'APP_BLOCKED');
    assert.match(error.message, /The app shows "screen time"/);
  });

  it('an app that has gone is told from an element that is missing', async (t) => {
    const { run, phone } = await play(t);
    await phone.forceStop(APP_ID, { signal: phone.gone, timeoutMs: 5_000 });
    assert.equal((await refused(run('- assertVisible: Home'))).errorName, 'APP_CRASHED');
  });

  it('a crash dialog of Android is closed and told', async (t) => {
    const { run } = await play(t, { faults: [{ kind: 'app_crash', when: { step: 'profile' } }] });
    assert.equal((await refused(run('- tapOn: Profile\n- assertVisible: ${t.edit}'))).errorName, 'APP_CRASHED');
  });
});

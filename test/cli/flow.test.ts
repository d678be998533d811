// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how flows write their variables
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { launchApp } from '../../src/flows/launch.ts';
import { parseTree } from '../../src/screen/tree.ts';
import { onRack } from '../devices/rack.ts';
import { openComposer } from '../support/composer.ts';
import { MAIN } from '../support/program.ts';
import { USED_PHONE } from '../support/rack.ts';
import { type Captured, runCaptured } from './captured.ts';

const world = mkdtempSync(join(tmpdir(), 'postwright-flow-cli-'));
after(() => rmSync(world, { recursive: true, force: true }));

const SHIPPED = join(import.meta.dirname, '..', '..', 'flows', 'tiktok');
const HEADER = 'appId: com.zhiliaoapp.musically\n';

interface Desk {
  /** The data directory. */
  readonly data: string;
  copy(file: string, content: string): void;
  flow(...argv: readonly string[]): Promise<Captured>;
}

function desk(): Desk {
  const data = mkdtempSync(join(world, 'data-'));
  return {
    data,
    copy: (file, content) => {
      mkdirSync(join(data, 'flows', 'tiktok'), { recursive: true });
      writeFileSync(join(data, 'flows', 'tiktok', file), content);
    },
    flow: async (...argv) => await runCaptured('flow', ...argv, '--data-dir', data),
  };
}

describe('flow list', () => {
  it('says for which phones a file is, whose it is and what it was tried on', async () => {
    const { copy, flow } = desk();
    copy('open-gallery@mine.yaml', `${HEADER}for: { versions: "<40", language: es }\n---\n- back\n`);
    const { exitCode, out } = await flow('list', 'tiktok');
    assert.equal(exitCode, 0);
    assert.match(out, /^APP +FILE +FOR +WHOSE +TRIED ON$/m);
    assert.match(out, /^tiktok +start +any +shipped +43\.7\.3 rack \d{4}-\d\d-\d\d$/m);
    assert.match(out, /^tiktok +open-gallery@mine +<40, es +operator +nothing yet$/m);
    assert.doesNotMatch(out, /^instagram/m);
  });
});

it('a reader that goes away early, such as head, is no failure', async () => {
  const program = spawn(process.execPath, [MAIN, 'flow', 'list', '--data-dir', world], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  program.stderr.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  program.stdout.destroy();
  const [exitCode] = (await once(program, 'close')) as [number | null];
  assert.deepEqual([exitCode, said], [0, '']);
});

describe('flow check', () => {
  it('finds the shipped files valid', async () => {
    const { exitCode, out } = await desk().flow('check');
    assert.equal(exitCode, 0, out);
    for (const folder of readdirSync(join(import.meta.dirname, '..', '..', 'flows')))
      assert.match(out, new RegExp(`${folder}: \\d+ files are valid`));
  });

  it("names each mistake in the operator's files with its place, and the exit code is 1", async () => {
    const { copy, flow, data } = desk();
    copy('start.yaml', `${HEADER}---\n- lunchApp\n`);
    copy('texts@es.yaml', 'for: { language: es }\n---\nnext: { de: [Weiter] }\n');
    const { exitCode, out } = await flow('check', 'tiktok');
    assert.equal(exitCode, 1);
    const folder = join(data, 'flows', 'tiktok');
    assert.ok(out.includes(`${join(folder, 'start.yaml')}:3:3: the command "lunchApp" is not known`), out);
    assert.ok(out.includes(`${join(folder, 'texts@es.yaml')}:3:9: "de" is not known here`), out);
    assert.match(out, /mistakes: no attempt with that app begins until mended\.$/m);
  });

  it('doubts a file that nothing uses, and a copy that changes nothing', async () => {
    const { copy, flow } = desk();
    copy('open-pikcer.yaml', `${HEADER}---\n- back\n`);
    copy('start.yaml', readFileSync(join(SHIPPED, 'start.yaml'), 'utf8'));
    const { exitCode, out } = await flow('check');
    assert.equal(exitCode, 0);
    assert.match(out, /open-pikcer\.yaml: it takes the place of no shipped file, and no flow calls it/);
    assert.match(out, /start\.yaml: it says what the shipped file says/);
  });

  it('refuses an app without a folder', async () => {
    const { exitCode, err } = await desk().flow('check', 'tiktk');
    assert.equal(exitCode, 1);
    assert.match(err, /tiktk: there is no such folder of flows\. Did you mean "tiktok"\?/);
  });
});

/** A phone of a rack of its own, and the flags that lead to it. */
async function phone(
  t: TestContext,
): Promise<{ readonly adb: string; readonly stage: Awaited<ReturnType<typeof onRack>> }> {
  const stage = await onRack(t, { phoneOverrides: [USED_PHONE] });
  return { stage, adb: `127.0.0.1:${stage.rack.adbPort}` };
}

describe('flow run', () => {
  it('plays a flow and shows each step', async (t) => {
    const { flow } = desk();
    const { adb } = await phone(t);
    const { exitCode, out } = await flow('run', 'tiktok', 'start', '--serial', 'RACK0001', '--adb', adb);
    assert.equal(exitCode, 0, out);
    assert.match(out, /^ +\d+\.\d s ✓ tiktok\/start\.yaml:\d+ launchApp$/m);
    assert.match(out, /^ +tiktok\/start\.yaml:\d+ runFlow$/m);
    assert.match(out, /✓ tiktok\/start on RACK0001, com\.zhiliaoapp\.musically 43\.7\.3, language en: \d/);
  });

  it('ends where something is not found, with screenshot and tree', async (t) => {
    const { flow, copy } = desk();
    copy(
      'mine.yaml',
      `${HEADER}env: { who: }\n---\n- launchApp\n- assertVisible: { text: "\${who}", optional: true }\n- extendedWaitUntil: { visible: "\${who}", timeout: 500, label: the stranger }\n`,
    );
    const { adb } = await phone(t);
    const { exitCode, out, err } = await flow('run', 'tiktok', 'mine', '--adb', adb, '--var', 'who=No.body');
    assert.equal(exitCode, 1);
    assert.match(out, / – .*mine\.yaml:5 assertVisible$/m);
    assert.match(out, / ✗ .*mine\.yaml:6 extendedWaitUntil \(the stranger\)$/m);
    assert.match(err, /ELEMENT_NOT_FOUND/);
    const [, png = ''] = /What was on the screen: (\S+failure\.png)/.exec(out) ?? [];
    assert.ok(readFileSync(png).subarray(1, 4).equals(Buffer.from('PNG')));
    assert.match(readFileSync(png.replace(/png$/, 'xml'), 'utf8'), /<hierarchy /);
  });

  it('tells a mistake in the files, a missing flow and a missing phone before anything', async (t) => {
    const { flow, copy } = desk();
    const { adb } = await phone(t);
    assert.match((await flow('run', 'tiktok', 'strat', '--adb', adb)).err, /strat\.yaml.*Did you mean "start"\?/);
    assert.match(
      (await flow('run', 'tiktok', 'start', '--serial', 'X', '--adb', adb)).err,
      /X is not connected: ADB has RACK0001/,
    );
    copy('start.yaml', `${HEADER}---\n- lunchApp\n`);
    assert.match((await flow('run', 'tiktok', 'start', '--adb', adb)).err, /start\.yaml:3:3: the command "lunchApp"/);
  });
});

const CAPTION = 'Mi gato azul 🐈 sube al tejado de @maria.lopez\nsegunda línea muy personal';
const SECRETS = ['gato azul', 'tejado', 'maria.lopez', 'segunda', 'rack0001_one', 'For a friend'];

/** Everything a bundle says, with its XML entities read. */
function said(folder: string): string {
  return globSync('*.{xml,json}', { cwd: folder })
    .map((file) =>
      readFileSync(join(folder, file), 'utf8').replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))),
    )
    .join('\n');
}

describe('flow record, replay and redact', () => {
  it('a recording shows where a changed flow would miss, and when it is mended', async (t) => {
    const { flow, copy } = desk();
    const { adb } = await phone(t);
    const bundle = join(world, 'picker');
    await flow('run', 'tiktok', 'start', '--adb', adb);
    await flow('run', 'tiktok', 'open-camera', '--adb', adb);
    const recorded = await flow('record', 'tiktok', 'open-gallery', '--adb', adb, '--out', bundle);
    assert.equal(recorded.exitCode, 0, recorded.out + recorded.err);
    assert.match(recorded.out, /\d+ screens of \d+ steps: /);
    assert.ok(readdirSync(bundle).includes('01-tapOn.xml'));
    assert.ok(readdirSync(bundle).includes('01-tapOn.png'));

    const same = await flow('replay', bundle);
    assert.equal(same.exitCode, 0, same.out);
    assert.match(same.out, /✓ tiktok\/open-gallery, recorded on version 43\.7\.3, language en: everything is found/);

    copy('texts@mine.yaml', 'for: { versions: ">=43" }\n---\nphotosTab: { en: [Pictures] }\n');
    const startedAt = performance.now();
    const missing = await flow('replay', bundle);
    assert.ok(performance.now() - startedAt < 5_000, 'a wait of 15 s takes no time');
    assert.equal(missing.exitCode, 1);
    assert.match(missing.out, /^✗ tiktok\/open-gallery\.yaml:\d+ extendedWaitUntil$/m);
    assert.match(
      missing.out,
      /it would miss\n.*No label "Pictures".* within 15000 ms.*\n +on this screen: .*\d\d-\w+\.png/,
    );

    copy('texts@mine.yaml', 'for: { versions: ">=43" }\n---\nphotosTab: { en: [Photos] }\n');
    assert.equal((await flow('replay', bundle)).exitCode, 0);
  });

  it('a flow that would tap something else is told so', async (t) => {
    const { flow, copy } = desk();
    const { adb } = await phone(t);
    const bundle = join(world, 'home');
    copy('mine.yaml', `${HEADER}---\n- tapOn: Profile\n- assertVisible: Edit profile\n`);
    await flow('run', 'tiktok', 'start', '--adb', adb);
    assert.equal((await flow('record', 'tiktok', 'mine', '--adb', adb, '--out', bundle)).exitCode, 0);
    copy('mine.yaml', `${HEADER}---\n- tapOn: Inbox\n- assertVisible: Edit profile\n`);
    const { exitCode, out } = await flow('replay', bundle);
    assert.equal(exitCode, 1);
    assert.match(out, /it would tap at \d+, \d+; in the recording it did tap at \d+, \d+/);
    copy('mine.yaml', `${HEADER}---\n- tapOn: Profile\n- assertVisible: Edit profile\n- tapOn: Edit profile\n`);
    const further = await flow('replay', bundle);
    assert.equal(further.exitCode, 0, further.out);
    assert.match(
      further.out,
      /everything is found up to where the recording ends\n +What comes after it, only a phone/,
    );
  });

  it('a recording of a flow that fails shows the screen it failed on, and a mended copy finds it there', async (t) => {
    const { flow, copy } = desk();
    const { adb } = await phone(t);
    const bundle = join(world, 'broken');
    copy('mine.yaml', `${HEADER}---\n- launchApp\n- extendedWaitUntil: { visible: Start page, timeout: 1500 }\n`);
    const recorded = await flow('record', 'tiktok', 'mine', '--adb', adb, '--out', bundle);
    assert.equal(recorded.exitCode, 1);
    assert.equal((await flow('replay', bundle)).exitCode, 1);
    copy('mine.yaml', `${HEADER}---\n- launchApp\n- extendedWaitUntil: { visible: Home, timeout: 1500 }\n`);
    const mended = await flow('replay', bundle);
    assert.equal(mended.exitCode, 0, mended.out);
  });

  it('a redacted one holds neither captions nor handles, on the way to the disk or afterwards, and still plays', async (t) => {
    const { flow, copy, data } = desk();
    const { adb, stage } = await phone(t);
    await openComposer(stage.phone);
    await flow('run', 'tiktok', 'editor-to-post-page', '--adb', adb);
    // One of the steps is in a file of the operator's, whose place names its owner.
    copy(
      'write-description.yaml',
      readFileSync(join(SHIPPED, 'write-description.yaml'), 'utf8').concat('- waitForAnimationToEnd\n'),
    );
    const open = join(world, 'open');
    const redacted = join(world, 'redacted');
    const write = ['write-description', '--adb', adb, '--var', `caption=${CAPTION}`];
    const plain = await flow('record', 'tiktok', ...write, '--out', open);
    assert.equal(plain.exitCode, 0, plain.out + plain.err);
    assert.match(said(open), /gato azul/, 'or the test proves nothing');
    const taken = await flow('record', 'tiktok', ...write, '--out', redacted, '--redact', '--text', 'For a friend');
    assert.equal(taken.exitCode, 0, taken.out + taken.err);
    const later = join(world, 'later');
    assert.equal((await runCaptured('flow', 'redact', open, '--out', later)).exitCode, 0);
    for (const folder of [redacted, later]) {
      for (const secret of [...SECRETS, data]) assert.ok(!said(folder).includes(secret), `${folder}: ${secret}`);
      const replayed = await flow('replay', folder);
      assert.equal(replayed.exitCode, 0, replayed.out);
    }
    await isBlanked(open, later, 'gato azul');
  });
});

/** Where a tree of the open bundle says the text, the picture of the redacted one is of one colour. */
async function isBlanked(open: string, redacted: string, text: string): Promise<void> {
  let places = 0;
  for (const file of globSync('*.xml', { cwd: open })) {
    const tree = parseTree(readFileSync(join(open, file), 'utf8'));
    const nodes = [tree.root];
    for (const node of nodes) {
      nodes.push(...node.children);
      if (!node.text.includes(text)) continue;
      places += 1;
      const image = await loadImage(join(redacted, file.replace(/xml$/, 'png')));
      const canvas = createCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const { left, top, right, bottom } = node.bounds;
      const { data } = context.getImageData(left, top, right - left, bottom - top);
      assert.equal(
        new Set(Array.from({ length: data.length / 4 }, (_, at) => data.slice(at * 4, at * 4 + 3).join())).size,
        1,
      );
    }
  }
  assert.ok(places > 0, 'or the test proves nothing');
}

describe('the flows of a custom script', () => {
  const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'scripts');

  it('are listed and checked like any other', async () => {
    const { flow, data } = desk();
    cpSync(EXAMPLES, join(data, 'scripts'), { recursive: true });
    assert.match((await flow('list', 'android-version')).out, /^android-version +read-version +any +shipped/m);
    const right = await flow('check', 'android-version');
    assert.deepEqual([right.exitCode, right.out], [0, '✓ android-version: 3 files are valid\n']);
    writeFileSync(join(data, 'scripts', 'android-version', 'script.yaml'), 'name: other\n');
    const wrong = await flow('check');
    assert.equal(wrong.exitCode, 1);
    assert.match(wrong.out, /^✗ android-version\/script\.yaml:1:7: the name is that of the folder/m);
    assert.match(wrong.out, /tiktok: \d+ files are valid/);
  });

  it('are played on a phone, recorded, and replayed without one', async (t) => {
    const { flow, data } = desk();
    cpSync(EXAMPLES, join(data, 'scripts'), { recursive: true });
    const { adb, stage } = await phone(t);
    await launchApp(stage.phone, 'com.android.settings', { signal: stage.phone.gone, timeoutMs: 10_000 });
    const bundle = join(data, 'bundle');
    const recorded = await flow('record', 'android-version', 'read-version', '--out', bundle, '--adb', adb);
    assert.equal(recorded.exitCode, 0, recorded.out + recorded.err);
    assert.match(recorded.out, /✓ android-version\/read-version on RACK0001, com\.android\.settings/);
    const replayed = await flow('replay', bundle);
    assert.equal(replayed.exitCode, 0, replayed.out);
    const file = join(data, 'scripts', 'android-version', 'read-version.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('android:id/summary', 'android:id/other'));
    const missed = await flow('replay', bundle);
    assert.equal(missed.exitCode, 1, missed.out);
    assert.match(missed.out, /it would miss/);
  });
});

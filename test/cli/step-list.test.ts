import assert from 'node:assert/strict';
import { it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { Redactor } from '../../src/cli/redactor.ts';
import { StepList } from '../../src/cli/step-list.ts';
import { Terminal } from '../../src/cli/terminal.ts';
import type { FlowStep } from '../../src/flow-tools.ts';

const STEP: FlowStep = { file: 'app/a-flow-with-a-long-name.yaml', line: 3, command: 'tapOn', label: null, depth: 1 };
const COLUMNS = 30;
const CLEAR = '\r\u001b[2K';

interface Watched {
  readonly steps: StepList;
  readonly written: string[];
}

function watched(isTTY: boolean): Watched {
  const written: string[] = [];
  const out = { isTTY, columns: COLUMNS, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  return { written, steps: new StepList(new Terminal({ out, err: out } as never, new Redactor())) };
}

it('somebody who watches sees the step that is under way, on one line that goes when it ends', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { steps, written } = watched(true);
  steps.onStep(STEP);
  const passing = written.at(-1) ?? '';
  assert.match(passing, /^ +0\.0 s … {3}app\/a-flow/);
  assert.ok(passing.length < COLUMNS, 'it must not break into a second line');
  t.mock.timers.tick(400);
  assert.equal(written.filter((text) => text === CLEAR).length, 2);
  steps.onStepEnd(STEP, { outcome: 'done' });
  assert.match(
    stripVTControlCharacters(written.slice(-2).join('')),
    /^\r +\d\.\d s ✓ {3}app\/a-flow-with-a-long-name\.yaml:3 tapOn\n$/,
  );
  steps.done();
  const count = written.length;
  t.mock.timers.tick(1_000);
  assert.equal(written.length, count, 'nothing is written afterwards');
});

it('a log has each step once, when it ended', () => {
  const { steps, written } = watched(false);
  steps.onStep(STEP);
  steps.onStepEnd(STEP, { outcome: 'left out', error: new Error('not there') });
  steps.onDialog('update');
  steps.done();
  assert.deepEqual(
    written.map((text) => stripVTControlCharacters(text).replace(/\d\.\d s/, 'N s')),
    ['  N s –   app/a-flow-with-a-long-name.yaml:3 tapOn\n', '        ! the dialog "update" is answered\n'],
  );
});

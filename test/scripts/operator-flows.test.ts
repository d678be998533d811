import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { PostwrightError } from '../../src/errors.ts';
import type { Log } from '../../src/kit/log.ts';
import { createScripts } from '../../src/scripts/registry.ts';

const PHONE = { version: '43.7.3', language: 'en' };

function operatorFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'postwright-operator-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'tiktok'));
  return folder;
}

it('a copy with a mistake lets everything be built, is logged, and refuses the app until it is mended', (t) => {
  const folder = operatorFolder(t);
  const file = join(folder, 'tiktok', 'start.yaml');
  writeFileSync(file, 'appId: a\n---\n- lunchApp\n');
  const logged: unknown[] = [];
  const log: Log = { debug() {}, info() {}, warn() {}, error: (details) => logged.push(details), child: () => log };
  const { supportOf } = createScripts({ operatorFlows: folder, log });
  assert.equal(logged.length, 1);
  assert.match(JSON.stringify(logged), /"app":"tiktok"/);
  const refusal = supportOf('tiktok', PHONE);
  assert.equal(refusal?.errorName, 'FLOW_INVALID');
  assert.ok(refusal.message.startsWith(`${file}:3:3: `));
  assert.equal(supportOf('instagram', { version: '410.0', language: 'en' }), null, 'the other app goes on');
  writeFileSync(file, 'appId: a\n---\n- launchApp\n');
  assert.equal(supportOf('tiktok', PHONE), null);
});

it('a copy that needs a value nobody gives is refused', (t) => {
  const folder = operatorFolder(t);
  writeFileSync(join(folder, 'tiktok', 'start.yaml'), 'appId: a\nenv: { who: }\n---\n- tapOn: x\n');
  const refusal = createScripts({ operatorFlows: folder }).supportOf('tiktok', PHONE);
  assert.match(refusal?.message ?? '', /operator-.*start\.yaml:1:1: "post" runs it and gives it no "who"/);
});

it("a mistake in the package's own files is no matter for an operator: nothing is built", (t) => {
  const folder = operatorFolder(t);
  writeFileSync(join(folder, 'tiktok', 'start.yaml'), 'appId: a\n---\n- lunchApp\n');
  assert.throws(
    () => createScripts({ flowsFolder: folder }),
    (error) => error instanceof PostwrightError && error.errorName === 'FLOW_INVALID',
  );
});

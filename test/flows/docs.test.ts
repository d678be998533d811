import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AppFlows, SHARED_FOLDER } from '../../src/flows/library.ts';
import { COMMAND_NAMES } from '../../src/flows/read-command.ts';
import { SELECTOR_KEYS } from '../../src/flows/selector.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FLOWS = join(ROOT, 'flows');
const page = readFileSync(join(ROOT, 'docs', 'flows.md'), 'utf8');

/** The first column of the table under a heading. */
function firstColumn(heading: string): string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name);
}

describe('docs/flows.md says what is implemented', () => {
  it('every command, and no other', () => {
    assert.deepEqual(firstColumn('Commands'), [...COMMAND_NAMES].sort());
  });

  it('every key of a selector, and no other', () => {
    assert.deepEqual(firstColumn('Selectors').sort(), [...SELECTOR_KEYS, 'anyOf'].sort());
  });
});

describe('the flows of the package', () => {
  for (const folder of readdirSync(FLOWS)) {
    it(`${folder}: all files are valid`, () => {
      const flows = new AppFlows(FLOWS, folder);
      assert.ok(flows.dialogs.length > 0);
      if (folder !== SHARED_FOLDER) assert.ok(flows.flowNames.length > 5);
    });
  }

  it('the selector of a "Next" never matches "Your Story", which publishes at once', () => {
    for (const [app, publishing] of [['tiktok', ['Your Story', 'Tu historia']]] as const) {
      const next = new AppFlows(FLOWS, app).texts.get('next') ?? [];
      assert.ok(next.length > 0);
      for (const text of publishing) {
        assert.ok(!next.some((pattern) => new RegExp(`^(?:${pattern})$`, 'is').test(text)), text);
      }
    }
  });
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FlowFolders } from '../../src/flows/folder.ts';
import { AppFlows, SHARED_FOLDER } from '../../src/flows/library.ts';
import { listFiles } from '../../src/flows/list.ts';
import { COMMAND_NAMES } from '../../src/flows/read-command.ts';
import { SELECTOR_KEYS } from '../../src/flows/selector.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FLOWS = join(ROOT, 'flows');
const folders = new FlowFolders({ shipped: FLOWS, operator: null });
const listed = folders.folders().flatMap((folder) => listFiles(folders, folder));
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

  for (const file of listed.filter(({ isFlow }) => isFlow)) {
    it(`${file.file.shown}: says what it was tried on, and how`, () => {
      assert.notDeepEqual(file.triedOn, []);
      for (const { app, date } of file.triedOn) {
        assert.match(app, /^\d+(?:\.\d+)+$/);
        assert.ok(Date.parse(date) <= Date.now(), `${date} is still to come`);
      }
    });
  }

  it('an older TikTok gets the file for it', () => {
    const fileFor = (version: string): string =>
      new AppFlows(FLOWS, 'tiktok', { choice: { version, language: 'en' } }).flow('open-gallery').file;
    assert.equal(fileFor('38.4.2'), 'tiktok/open-gallery@before-40.yaml');
    assert.equal(fileFor('40.0.1'), 'tiktok/open-gallery.yaml');
  });

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

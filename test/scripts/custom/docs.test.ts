import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CustomScripts } from '../../../src/scripts/custom/custom-scripts.ts';
import { customWorld } from './world.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'scripts', 'custom.md'), 'utf8');

/** The files that the page shows, by the name in their first line. */
function filesOf(text: string): ReadonlyMap<string, string> {
  const blocks = text.matchAll(/^( *)```yaml\n *# (\S+\.yaml)\n(.*?)^ *```$/gms);
  return new Map(
    [...blocks].map(([, indent = '', file = '', body = '']) => [
      file,
      body.replaceAll(`\n${indent}`, '\n').slice(indent.length),
    ]),
  );
}

describe('docs/scripts/custom.md', () => {
  it('walks through a script that can be run', async (t) => {
    const files = filesOf(page);
    assert.deepEqual([...files.keys()].sort(), ['read-line.yaml', 'script.yaml', 'texts.yaml']);
    for (const [language, line] of [
      ['en', 'Model'],
      ['es', 'Modelo'],
    ] as const) {
      const world = await customWorld(t, { language });
      for (const [file, content] of files) world.write(`about-phone/${file}`, content);
      const { values } = await world.attempt({ line }, 'about-phone').run();
      assert.equal(values.value, world.rackPhone.summary().model);
    }
  });

  it('names every key of script.yaml', () => {
    const section = page.split('\n## script.yaml\n')[1]?.split('\n### ')[0] ?? '';
    const keys = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    const known = 'name title description appId parameters flow commitPoint confirm result timeout';
    assert.deepEqual(keys, known.split(' '));
  });
});

describe('the examples of the package', () => {
  const folder = join(ROOT, 'examples', 'scripts');
  const scripts = new CustomScripts({ folder, androidDialogs: () => [] });
  for (const name of readdirSync(folder)) {
    it(`${name} can be run`, () => assert.equal(scripts.find(name)?.error, null));
  }
});

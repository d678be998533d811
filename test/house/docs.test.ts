import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { packageVersion } from '../../src/kit/package.ts';
import { generatedPages, isFresh } from '../../tools/generated.ts';

const root = join(import.meta.dirname, '..', '..');
const pages = globSync(['*.md', 'docs/**/*.md', 'flows/**/*.md', 'examples/**/*.md'], { cwd: root });

function textOf(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** As GitHub makes them of headings. */
function anchorsOf(page: string): readonly string[] {
  const headings = [...withoutCode(textOf(page)).matchAll(/^#+ (.+)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''));
}

/** What is wrong with the links of a page. */
function brokenLinks(page: string, markdown: string): readonly string[] {
  const targets = [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(root, file))) return true;
    return anchor !== undefined && !anchorsOf(file).includes(anchor);
  });
}

describe('the docs', () => {
  for (const page of pages) {
    it(`${page} has only links that lead somewhere`, () => {
      assert.deepEqual(brokenLinks(page, textOf(page)), []);
    });
  }

  it('are checked by something that finds a broken link', () => {
    const markdown =
      '[a](no-such-file.md) [b](docs/cli.md) [c](docs/cli.md#serve) [d](docs/cli.md#nowhere) `[e](code.md)`';
    assert.deepEqual(brokenLinks('README.md', markdown), ['no-such-file.md', 'docs/cli.md#nowhere']);
  });

  for (const page of generatedPages()) {
    it(`${page.path} is what the code says; else: npm run generate`, () => {
      assert.ok(isFresh(page));
    });
  }

  it('CHANGELOG.md has the version of package.json', () => {
    assert.match(textOf('CHANGELOG.md'), new RegExp(`^## ${packageVersion().replaceAll('.', '\\.')}( |$)`, 'm'));
  });

  it('docs/cli.md has every command', async () => {
    const { buildProgram } = await import('../../src/cli/program.ts');
    const commands = buildProgram({} as never).commands.map((command) => command.name());
    assert.ok(commands.includes('serve'));
    const headings = anchorsOf('docs/cli.md');
    assert.deepEqual(
      commands.filter((name) => !headings.includes(name)),
      [],
    );
  });
});

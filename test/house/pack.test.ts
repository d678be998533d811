/** What `npm publish` would send, unpacked elsewhere and run by plain Node: JavaScript only, with its flows and examples. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { packageVersion } from '../../src/kit/package.ts';
import { freshDatabase } from '../support/database.ts';
import { startProgram } from '../support/program.ts';
import { importsOf, readSource } from './rooms/source-text.ts';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const world = mkdtempSync(join(tmpdir(), 'postwright-pack-'));
const installed = join(world, 'package');
const main = join(installed, 'dist', 'main.js');

/** What a clone has beyond its sources. */
const NOT_COPIED = new Set(['node_modules', 'dist', '.git', '.postwright']);

before(async () => {
  const clone = join(world, 'clone');
  cpSync(root, clone, { recursive: true, filter: (path) => !NOT_COPIED.has(relative(root, path)) });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'), 'dir');
  // As it was built last; `prepack` makes it anew when it is of other sources.
  const built = join(root, 'dist', 'web');
  if (existsSync(built)) cpSync(built, join(clone, 'dist', 'web'), { recursive: true });
  // What npm's `prepack` would run.
  await execute(process.execPath, [join(clone, 'tools', 'build.ts')], { cwd: clone });
  const { stdout } = await execute('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', world], {
    cwd: clone,
  });
  await execute('tar', ['-xzf', join(world, stdout.trim()), '-C', world]);
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'), 'dir');
});

after(() => rmSync(world, { recursive: true, force: true }));

it('holds what it needs and nothing else', () => {
  for (const path of [
    'LICENSE',
    'README.md',
    'ARCHITECTURE.md',
    'CHANGELOG.md',
    'docs/config.md',
    'examples/media/clip.mp4',
    'examples/scripts/android-version/script.yaml',
    'flows',
    'dist/main.js',
  ]) {
    assert.ok(existsSync(join(installed, path)), path);
  }
  const files = globSync('**/*', { cwd: installed, exclude: (name) => name === 'node_modules' });
  assert.deepEqual(
    files.filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file)),
    [],
  );
  assert.deepEqual(
    files.filter((file) => /^(src|test|tools|bench)\b/.test(file)),
    [],
  );
});

it('has every package it imports among its dependencies', () => {
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  ) as Record<string, object>;
  const declared = new Set(Object.keys({ ...dependencies, ...optionalDependencies }));
  const imported = globSync('dist/**/*.js', { cwd: installed }).flatMap((file) =>
    importsOf(readSource(readFileSync(join(installed, file), 'utf8'))).map(({ specifier }) => specifier ?? ''),
  );
  const packages = imported.filter((name) => name !== '' && !name.startsWith('.') && !isBuiltin(name));
  const names = packages.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
  assert.ok(names.includes('commander'));
  assert.deepEqual(
    [...new Set(names)].filter((name) => !declared.has(name)),
    [],
  );
});

it('runs as a command', async () => {
  assert.match(readFileSync(main, 'utf8'), /^#!\/usr\/bin\/env node\n/);
  const version = await execute(process.execPath, [main, '--version'], { cwd: world });
  assert.equal(version.stdout, `${packageVersion()}\n`);
  const help = await execute(process.execPath, [main, '--help'], { cwd: world });
  assert.match(help.stdout, /^Usage: postwright/);
});

it('runs a rack and a server on it', async (t) => {
  const { url: databaseUrl } = await freshDatabase(t);
  const rackArgs = ['rack', '--phones', '1', '--adb-port', '0', '--control-port', '0', '--pace', 'instant'];
  const rack = startProgram(t, { main, cwd: world, args: rackArgs });
  const adb = await rack.found(/serve --adb (\S+)/);

  const serveArgs = [
    'serve',
    '--port',
    '0',
    '--adb',
    adb,
    '--data-dir',
    join(world, 'data'),
    '--database-url',
    databaseUrl,
  ];
  const server = startProgram(t, { main, cwd: world, args: serveArgs });
  const url = await server.found(/listens on (\S+)/);
  assert.equal((await fetch(new URL('/healthz', url))).status, 200);

  assert.equal(await server.stop(), 0, server.output());
  assert.equal(await rack.stop(), 0, rack.output());
});

/** npm run build: dist/, which any Node of package.json's `engines` can run without TypeScript. */
import { chmod, cp, glob, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { ensureConsole } from './console.ts';
import { binOf, inRoot, root } from './root.ts';
import { runCommand } from './run-command.ts';

const EXECUTABLE_MODE = 0o755;

// The console is made anew when something of it has changed.
for (const entry of await readdir(inRoot('dist')).catch(() => []))
  if (entry !== 'web') await rm(inRoot('dist', entry), { recursive: true, force: true });
const { exitCode } = await runCommand(
  process.execPath,
  [binOf('typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
  { cwd: root, output: 'inherit' },
);
if (exitCode === 0) {
  await copyAssets();
  await makeExecutable(inRoot('dist', 'main.js'));
  await ensureConsole();
}
process.exitCode = exitCode;

/** What is read at run time and is no code: tsc leaves it behind. */
async function copyAssets(): Promise<void> {
  for await (const entry of glob('**/*', { cwd: inRoot('src'), withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.ts')) continue;
    const source = `${entry.parentPath}/${entry.name}`;
    await cp(source, inRoot('dist', source.slice(inRoot('src').length)));
  }
}

async function makeExecutable(path: string): Promise<void> {
  await writeFile(path, `#!/usr/bin/env node\n${await readFile(path, 'utf8')}`);
  await chmod(path, EXECUTABLE_MODE);
}

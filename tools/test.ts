/**
 * npm test: every test/**\/*.test.ts, or those whose path contains one of the words given; flags go to `node --test`.
 * One PostgreSQL serves the whole run, unless POSTWRIGHT_TEST_DATABASE_URL names another.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { startTestPostgres, TEST_DATABASE_VARIABLE } from '../test/support/postgres.ts';
import { inRoot, root } from './root.ts';
import { runCommand } from './run-command.ts';

/** Test files that run at the same time. They mostly wait for I/O, so three times as many as the CI machine has cores. */
const CONCURRENCY = 6;

/** Spares each of the many processes the stripping of types; Node keys it by content. */
const COMPILE_CACHE = inRoot('node_modules', '.cache', 'compile');

const BY_BROWSER = join('test', 'console');

const args = process.argv.slice(2);
const flags = args.filter((arg) => arg.startsWith('-'));
const words = args.filter((arg) => !arg.startsWith('-'));
const all = globSync('test/**/*.test.ts', { cwd: root }).sort();
const files =
  words.length === 0 ? all : all.filter((file) => words.some((word) => file.includes(word.replace(/^\.\//, ''))));

process.exitCode = files.length === 0 ? nothingFound() : await runTests();

function nothingFound(): number {
  console.error(`No file of test/ has ${words.map((word) => `"${word}"`).join(' or ')} in its path.`);
  return 1;
}

/** In a process of its own, whose memory is free again when the tests begin. */
async function buildConsole(signal: AbortSignal): Promise<void> {
  const args = [inRoot('tools', 'console.ts')];
  const { exitCode } = await runCommand(process.execPath, args, { cwd: root, signal, output: 'inherit' });
  if (exitCode !== 0) throw new Error('The console could not be built');
}

async function runTests(): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const given = process.env[TEST_DATABASE_VARIABLE];
  const postgres = given === undefined ? await startTestPostgres() : null;
  try {
    // Browsers are shown what was built last.
    if (files.some((file) => file.startsWith(BY_BROWSER))) await buildConsole(stop.signal);
    const { exitCode } = await runCommand(
      process.execPath,
      ['--test', `--test-concurrency=${CONCURRENCY}`, '--test-reporter=spec', ...flags, ...files],
      {
        cwd: root,
        env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, [TEST_DATABASE_VARIABLE]: given ?? postgres?.url },
        signal: stop.signal,
        output: 'inherit',
      },
    );
    return exitCode;
  } finally {
    await postgres?.stop();
  }
}

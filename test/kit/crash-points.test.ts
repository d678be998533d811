import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { armFromEnvironment, readConfig } from '../../src/config.ts';
import { PostwrightError } from '../../src/errors.ts';

const CRASH_POINTS = join(import.meta.dirname, '../../src/kit/crash-points.ts');

/** A process that arms a point and passes three. */
function startPassing(written: string) {
  const lines = [
    `import { armCrashPoint, crashPoint } from ${JSON.stringify(CRASH_POINTS)};`,
    `armCrashPoint(${JSON.stringify(written)});`,
    ...['commit.recording', 'commit.recorded', 'commit.recording'].map((name) => `crashPoint('${name}');`),
    "console.log('passed');",
  ];
  const child = spawn(process.execPath, ['--input-type=module', '--eval', lines.join('\n')]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk));
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return { child, said: () => said, ended };
}

test('a process ends itself at the armed point, having said so', async () => {
  const { said, ended } = startPassing('commit.recorded');
  assert.deepEqual(await ended, [null, 'SIGKILL']);
  assert.equal(said(), 'crash point commit.recorded: SIGKILL\n');
});

test('it passes as often as it is told to before', async () => {
  assert.deepEqual(await startPassing('commit.recording:2').ended, [null, 'SIGKILL']);
  const { said, ended } = startPassing('commit.recorded:2');
  assert.deepEqual(await ended, [0, null]);
  assert.equal(said(), 'passed\n');
});

test('it can wait there instead, and goes on when it is woken', async () => {
  const { child, said, ended } = startPassing('commit.recorded:pause');
  await once(child.stderr, 'data');
  assert.equal(said(), 'crash point commit.recorded: SIGSTOP\n');
  // It says so before it stops: woken in between, it would stop for good.
  const waking = setInterval(() => child.kill('SIGCONT'), 50);
  assert.deepEqual(await ended, [0, null]);
  clearInterval(waking);
});

test('a name that is no crash point is refused; the variable is no setting', () => {
  const env = { POSTWRIGHT_CRASH_POINT: 'no.such' };
  assert.throws(
    () => armFromEnvironment(env),
    (error) =>
      error instanceof PostwrightError && error.errorName === 'CONFIG_INVALID' && /no\.such/.test(error.message),
  );
  assert.equal(readConfig({ env, cwd: '/' }).port, 50_809);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { type Argv, commandLine } from '../../src/devices/shell.ts';
import { named } from './support.ts';

const HOSTILE = [
  '',
  ' ',
  "it's",
  "'; touch /tmp/owned; '",
  '$(id)',
  '`id`',
  '"$HOME"',
  '\\',
  "\\'",
  'a\nb',
  'a\r\n\tb',
  '*',
  '~',
  '~root',
  'A=B',
  '-n',
  '--',
  '#no comment',
  '!!',
  '{a,b}',
  '<in >out |pipe &bg ;',
  'ünï 😀 👨‍👩‍👧 \u{202e}',
  '%s%n',
];

test('every argument reaches the command as it is, in every position', () => {
  for (const argument of HOSTILE) {
    const argv: Argv = ['printf', '%s\\0', argument, `x${argument}`, `${argument}x`];
    const output = execFileSync('/bin/sh', ['-c', commandLine(argv)]).toString();
    assert.deepEqual(output.split('\0').slice(0, -1), [argument, `x${argument}`, `${argument}x`]);
  }
});

test('a hostile command name is one word, never a command', () => {
  for (const name of HOSTILE.filter((text) => text !== '')) {
    assert.throws(
      () => execFileSync('/bin/sh', ['-c', commandLine([name])], { stdio: 'pipe' }),
      /exit|not found|127|Command failed/,
    );
  }
});

test('a NUL is refused', () => {
  assert.throws(() => commandLine(['echo', 'a\0b']), named('DEVICE_COMMAND_FAILED', /NUL/));
});

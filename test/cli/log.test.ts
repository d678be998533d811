import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { createLog } from '../../src/cli/log.ts';
import { Redactor } from '../../src/cli/redactor.ts';
import { Terminal } from '../../src/cli/terminal.ts';
import { PostwrightError } from '../../src/errors.ts';
import type { Log } from '../../src/kit/log.ts';

const KEY = 'a"key\\nobody guesses';

interface Setup {
  readonly isTTY: boolean;
  readonly level?: 'debug' | 'info';
}

function logInto(lines: string[], { isTTY, level = 'info' }: Setup): Log {
  const redactor = new Redactor();
  redactor.add([KEY]);
  const stream = {
    isTTY,
    write: (line: string | Uint8Array) => lines.push(stripVTControlCharacters(String(line))) > 0,
  };
  return createLog({ level, redactor, stream: stream as never });
}

describe('the log', () => {
  it('is one JSON object a line where nobody watches', () => {
    const lines: string[] = [];
    const log = logInto(lines, { isTTY: false });
    log.child({ serial: 'RACK0001' }).info({ taskId: 7 }, 'Task completed');
    log.debug({}, 'not at this level');
    const [line, ...others] = lines.map((text) => JSON.parse(text) as Record<string, unknown>);
    assert.deepEqual(others, []);
    assert.deepEqual([line?.level, line?.msg, line?.taskId, line?.serial], [30, 'Task completed', 7, 'RACK0001']);
  });

  it('is one readable line on a terminal', () => {
    const lines: string[] = [];
    const log = logInto(lines, { isTTY: true });
    log.warn({ serial: 'RACK0001', caption: 'two words', error: new Error('it broke') }, 'Task failed');
    assert.match(
      lines.join(''),
      /^\d\d:\d\d:\d\d\.\d{3} warn {2}Task failed {2}serial=RACK0001 caption="two words" error="it broke"\n$/,
    );
  });

  it('keeps the stack and the causes of an error in JSON', () => {
    const lines: string[] = [];
    const cause = new Error('connection reset');
    logInto(lines, { isTTY: false }).error(
      { error: new PostwrightError('DEVICE_LOST', 'RACK0001 went away', { cause }) },
      'Attempt failed',
    );
    const { error } = JSON.parse(lines.join('')) as { error: Record<string, unknown> };
    assert.equal(error.errorName, 'DEVICE_LOST');
    assert.match(String(error.stack), /log\.test\.ts/);
    assert.equal((error.cause as { message: string }).message, 'connection reset');
  });

  it('shows no secret, wherever it comes from', () => {
    for (const isTTY of [true, false]) {
      const lines: string[] = [];
      const log = logInto(lines, { isTTY });
      log.info(
        { headers: { authorization: 'Bearer other-key', 'x-api-key': 'other-key' }, apiKey: 'other-key' },
        'Request',
      );
      log.info({ error: new Error(`no such key: ${KEY}`), url: `http://x/?key=${KEY}` }, `It was ${KEY}`);
      assert.equal(lines.length, 2);
      assert.doesNotMatch(lines.join(''), /other-key|nobody guesses/);
      assert.match(lines.join(''), /\[secret\]/);
    }
  });
});

describe('the terminal', () => {
  function terminal() {
    const written: string[] = [];
    const stream = { isTTY: false, write: (text: string | Uint8Array) => written.push(String(text)) > 0 } as never;
    const redactor = new Redactor();
    redactor.add([KEY]);
    return { written, terminal: new Terminal({ out: stream, err: stream }, redactor) };
  }

  it('says what failed, why, and what to do', () => {
    const { written, terminal: screen } = terminal();
    screen.fail(new PostwrightError('PORT_TAKEN', 'Port 50809 is taken.'));
    assert.equal(
      written.join(''),
      'error: The port is already in use. (PORT_TAKEN)\n  Port 50809 is taken.\n  → End the program that uses it, or choose another with --port.\n',
    );
  });

  it('says a sentence once', () => {
    const { written, terminal: screen } = terminal();
    screen.fail(new PostwrightError('ADB_UNAVAILABLE'));
    assert.equal(written.length, 2);
  });

  it('has a sentence for what nobody foresaw, and stacks only when verbose', () => {
    const { written, terminal: screen } = terminal();
    const error = new Error('x is undefined', { cause: new Error('the cause') });
    screen.fail(error);
    assert.match(
      written.join(''),
      /^error: Something unexpected went wrong: x is undefined\n {2}→ Run it again with --verbose/,
    );
    assert.doesNotMatch(written.join(''), /log\.test\.ts/);
    screen.verbose = true;
    screen.fail(error);
    assert.match(written.join(''), /log\.test\.ts[\s\S]*Error: the cause/);
  });

  it('shows no secret', () => {
    const { written, terminal: screen } = terminal();
    screen.fail(new PostwrightError('DATABASE_UNAVAILABLE', `postgresql://u:${KEY}@db/x does not answer`));
    screen.printTable([['Database', KEY]]);
    assert.doesNotMatch(written.join(''), /nobody guesses/);
  });
});

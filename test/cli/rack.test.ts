import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { startProgram } from '../support/program.ts';

const cwd = mkdtempSync(join(tmpdir(), 'postwright-rack-command-'));
after(() => rmSync(cwd, { recursive: true }));

const FREE_PORTS = ['--adb-port', '0', '--control-port', '0', '--pace', 'instant'];

it('a rack says where it is, and SIGTERM ends it', async (t) => {
  const rack = startProgram(t, { cwd, args: ['rack', '--phones', '2', '--seed', '7', ...FREE_PORTS] });
  const control = await rack.found(/Control +(\S+)/);
  assert.match(await rack.found(/serve --adb (\S+)/), /^127\.0\.0\.1:\d+$/);
  await rack.found(/Ctrl-C ends it/);
  assert.match(rack.output(), /A rack of 2 simulated phones, pace instant, seed 7\n/);
  assert.match(rack.output(), /Phones +RACK0001, RACK0002\n/);
  const phones = (await (await fetch(control)).json()) as readonly { serial: string }[];
  assert.deepEqual(
    phones.map(({ serial }) => serial),
    ['RACK0001', 'RACK0002'],
  );
  assert.equal(await rack.stop(), 0);
});

it('a rack takes its phones from a file, and flags win over it', async (t) => {
  const path = join(cwd, 'rack.json');
  writeFileSync(path, JSON.stringify({ phones: [{ serial: 'ANA1', sdk: 30 }, {}], pace: 'real', seed: 3 }));
  const rack = startProgram(t, { cwd, args: ['rack', '--config', 'rack.json', ...FREE_PORTS] });
  await rack.found(/Ctrl-C ends it/);
  assert.match(rack.output(), /A rack of 2 simulated phones, pace instant, seed 3\n/);
  assert.match(rack.output(), /Phones +ANA1, RACK0002\n/);
});

it('a rack whose port is taken says so in a sentence', async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => other.close(resolve)));
  const address = other.address();
  assert.ok(typeof address === 'object' && address !== null);
  for (const flag of ['--adb-port', '--control-port']) {
    const rack = startProgram(t, { cwd, args: ['rack', ...FREE_PORTS, flag, String(address.port)] });
    assert.equal(await rack.ended(), 1);
    assert.match(
      rack.output(),
      new RegExp(`^error: The port is already in use\\. \\(PORT_TAKEN\\)\\n {2}Port ${address.port} is already in use`),
    );
    assert.doesNotMatch(rack.output(), /^\s+at /m);
  }
});

it('a rack refuses a phone that makes no sense', async (t) => {
  writeFileSync(join(cwd, 'odd.json'), JSON.stringify({ phones: [{ sdk: 12 }] }));
  const rack = startProgram(t, { cwd, args: ['rack', '--config', 'odd.json', ...FREE_PORTS] });
  assert.equal(await rack.ended(), 1);
  assert.match(rack.output(), /^error: .*CONFIG_INVALID[\s\S]*sdk/);
});

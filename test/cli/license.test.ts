import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runCaptured } from './captured.ts';

const world = mkdtempSync(join(tmpdir(), 'postwright-license-'));
after(() => rmSync(world, { recursive: true }));

const keyFile = join(world, 'issuer.json');
const keygen = await runCaptured('license', 'keygen', '--out', keyFile);
const [, issuer = ''] = /--license-issuer (\S+)/.exec(keygen.out) ?? [];

async function issue(...args: readonly string[]): Promise<string> {
  const { exitCode, out, err } = await runCaptured(
    'license',
    'issue',
    '--key',
    keyFile,
    '--holder',
    'Ana Ruiz',
    ...args,
  );
  assert.deepEqual([exitCode, err], [0, '']);
  return out.trim();
}

describe('license keygen', () => {
  it('writes what only its owner can read, and prints the public half only', () => {
    assert.equal(keygen.exitCode, 0);
    const keys = JSON.parse(readFileSync(keyFile, 'utf8')) as { publicKey: string; privateKey: string };
    assert.equal(keys.publicKey, issuer);
    assert.ok(!keygen.out.includes(keys.privateKey));
    if (process.platform !== 'win32') assert.equal(statSync(keyFile).mode & 0o777, 0o600);
  });

  it('never writes over another file', async () => {
    const before = readFileSync(keyFile, 'utf8');
    const { exitCode, err } = await runCaptured('license', 'keygen', '--out', keyFile);
    assert.equal(exitCode, 1);
    assert.match(err, /out \(from --out\): .*issuer\.json cannot be written: EEXIST/);
    assert.equal(readFileSync(keyFile, 'utf8'), before);
  });
});

describe('license show', () => {
  it('says what an issued licence allows', async () => {
    const token = await issue('--plan', 'Pro', '--devices', '20', '--days', '30');
    const { exitCode, out } = await runCaptured('license', 'show', '--license', token, '--license-issuer', issuer);
    assert.equal(exitCode, 0);
    assert.match(out, /Holder +Ana Ruiz\n +Plan +Pro\n +Devices +20\n +Until +20\d\d-/);
  });

  it('finds license.jwt in the data directory', async () => {
    writeFileSync(join(world, 'license.jwt'), `${await issue('--plan', 'Team')}\n`);
    const { exitCode, out } = await runCaptured('license', 'show', '--data-dir', world, '--license-issuer', issuer);
    assert.equal(exitCode, 0);
    assert.match(out, /Plan +Team\n +Devices +unlimited\n +Until +for ever\n/);
  });

  it('needs none without an issuer', async () => {
    const { exitCode, out } = await runCaptured('license', 'show', '--data-dir', join(world, 'empty'));
    assert.equal(exitCode, 0);
    assert.match(out, /Business, without limits/);
  });

  it('fails when there is none, or none that can be trusted', async () => {
    const none = await runCaptured('license', 'show', '--data-dir', join(world, 'empty'), '--license-issuer', issuer);
    assert.match(none.err, /LICENSE_INVALID.*\n.*There is no licence/);
    const forged = await runCaptured('license', 'show', '--license', 'a.b.c', '--license-issuer', issuer);
    assert.match(forged.err, /LICENSE_INVALID.*\n.*not issued with this key/);
    assert.deepEqual([none.exitCode, forged.exitCode], [1, 1]);
  });
});

describe('license issue', () => {
  it('refuses what is no file of keygen, and a plan that there is not', async () => {
    const other = join(world, 'other.json');
    writeFileSync(other, '{}');
    const wrong = await runCaptured('license', 'issue', '--key', other, '--holder', 'Ana', '--plan', 'Pro');
    assert.match(wrong.err, /key \(from --key\): .*other\.json is no file of "license keygen"/);
    const gold = await runCaptured('license', 'issue', '--key', keyFile, '--holder', 'Ana', '--plan', 'Gold');
    assert.match(gold.err, /Allowed choices are Starter, Pro, Team, Business/);
    assert.deepEqual([wrong.exitCode, gold.exitCode], [1, 1]);
  });
});

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { startRack } from '../../src/simulator/rack.ts';
import type { PhoneSetup } from '../../src/simulator/rack-types.ts';
import { runCaptured } from '../cli/captured.ts';
import { testPostgresUrl } from '../support/database.ts';
import { TEST_RACK } from '../support/rack.ts';

const world = mkdtempSync(join(tmpdir(), 'postwright-doctor-'));
after(() => rmSync(world, { recursive: true }));

const TIKTOK = 'com.zhiliaoapp.musically';

async function rackOf(t: TestContext, ...phoneOverrides: readonly PhoneSetup[]): Promise<string> {
  const rack = await startRack({
    ...TEST_RACK,
    phones: phoneOverrides.length,
    phoneOverrides,
  });
  t.after(() => rack.stop());
  return `127.0.0.1:${rack.adbPort}`;
}

/** A port where nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

interface Visit {
  readonly exitCode: number;
  readonly lines: readonly string[];
}

async function visit(...flags: readonly string[]): Promise<Visit> {
  const { exitCode, out, err } = await runCaptured('doctor', ...flags);
  assert.equal(err, '');
  return { exitCode, lines: out.trimEnd().split('\n') };
}

/** The line about a subject, with its remedy. */
function about({ lines }: Visit, subject: string): string {
  const index = lines.findIndex((line) => line.slice(6).startsWith(`${subject}:`));
  assert.notEqual(index, -1, `${subject} in\n${lines.join('\n')}`);
  const next = lines[index + 1] ?? '';
  return next.startsWith('      →') ? `${lines[index]}\n${next}` : (lines[index] ?? '');
}

describe('the custom scripts', () => {
  it('are looked at one by one', async () => {
    const dataDir = join(world, 'with-scripts');
    cpSync(join(import.meta.dirname, '..', '..', 'examples', 'scripts'), join(dataDir, 'scripts'), { recursive: true });
    mkdirSync(join(dataDir, 'scripts', 'broken'));
    writeFileSync(join(dataDir, 'scripts', 'broken', 'script.yaml'), 'name: other\n');
    const found = await visit('--data-dir', dataDir, '--adb', `127.0.0.1:${await closedPort()}`);
    assert.match(about(found, 'Script android-version'), /can be run, publishes nothing/);
    assert.match(
      about(found, 'Script broken'),
      /broken\/script\.yaml:1:7: the name is that of the folder: "broken"\n.*Mend/,
    );
    assert.equal(found.exitCode, 1);
  });
});

describe('the phones', () => {
  it('are looked at one by one', async (t) => {
    const adb = await rackOf(
      t,
      { sdk: 33 },
      { state: 'unauthorized' },
      { language: 'es', freeBytes: 50 * 2 ** 20, apps: { [TIKTOK]: null } },
    );
    const found = await visit('--adb', adb, '--data-dir', join(world, 'data'));
    assert.equal(found.exitCode, 1);
    assert.match(about(found, 'ADB server'), /^ok .*version 1\.0\.41/);
    assert.match(about(found, 'RACK0001'), /^ok .*Android 13, language en/);
    assert.match(about(found, 'RACK0001 storage'), /^ok .*GiB free/);
    assert.match(about(found, 'RACK0001 TikTok'), /^ok .*version \d/);
    assert.match(about(found, 'RACK0001 Instagram'), /^ok .*version \d/);
    assert.match(about(found, 'RACK0001 UiAutomator2'), /^warn .*not installed yet\n.*the first task installs it/);
    assert.match(about(found, 'RACK0002'), /^fail .*not authorised this computer\n.*Allow USB debugging/);
    assert.match(about(found, 'RACK0003'), /^ok .*language es/);
    assert.match(about(found, 'RACK0003 storage'), /^fail .*50 MiB free\n.*Free some space/);
    assert.match(about(found, 'RACK0003 TikTok'), /^warn .*not installed\n.*Install the app/);
    assert.match(found.lines.at(-1) ?? '', /^\d+ ok, \d+ to look at, 2 broken$/);
  });

  it('may all be well, and then the exit code is 0', async (t) => {
    const found = await visit('--adb', await rackOf(t, {}), '--data-dir', join(world, 'data'));
    assert.equal(found.exitCode, 0, found.lines.join('\n'));
  });

  it('cannot be seen without an ADB server', async () => {
    const found = await visit('--adb', `127.0.0.1:${await closedPort()}`, '--data-dir', world);
    assert.equal(found.exitCode, 1);
    assert.match(about(found, 'ADB server'), /^fail [\s\S]*→ Start it with "adb start-server"/);
  });
});

describe('PostgreSQL', () => {
  it('is the embedded one, not started yet', async (t) => {
    const found = await visit('--adb', await rackOf(t), '--data-dir', join(world, 'new'));
    assert.match(about(found, 'PostgreSQL'), /^ok .*embedded, version \d+, its database is made at the first start$/);
    assert.match(about(found, 'Data directory'), /^ok .*made at the first start/);
    assert.match(about(found, 'Phones'), /^warn .*none are connected/);
  });

  it('is the one of database-url', async (t) => {
    const found = await visit('--adb', await rackOf(t), '--data-dir', world, '--database-url', await testPostgresUrl());
    assert.match(about(found, 'PostgreSQL'), /^ok .*at database-url, version \d+/);
  });

  it('that does not answer is a failure, and its password is not shown', async (t) => {
    const url = `postgresql://ana:hunter2@127.0.0.1:${await closedPort()}/x`;
    const found = await visit('--adb', await rackOf(t), '--data-dir', world, '--database-url', url);
    assert.equal(found.exitCode, 1);
    assert.match(about(found, 'PostgreSQL'), /^fail .*does not answer.*\n.*→/);
    assert.doesNotMatch(found.lines.join('\n'), /hunter2/);
  });
});

it('a data directory that is a file is a failure', async (t) => {
  const file = join(world, 'file');
  writeFileSync(file, '');
  const found = await visit('--adb', await rackOf(t), '--data-dir', file);
  assert.equal(found.exitCode, 1);
  assert.match(about(found, 'Data directory'), /^fail .*is not a directory\n.*--data-dir/);
});

it("the flow files are looked at, the operator's copies too", async (t) => {
  const data = join(world, 'with-flows');
  mkdirSync(join(data, 'flows', 'tiktok'), { recursive: true });
  const file = join(data, 'flows', 'tiktok', 'start.yaml');
  writeFileSync(file, 'appId: a\n---\n- launchApp\n');
  const adb = await rackOf(t, {});
  const valid = await visit('--adb', adb, '--data-dir', data);
  assert.match(about(valid, 'Flows of TikTok'), /^ok .*with your copies: .*start\.yaml$/);
  assert.match(about(valid, 'Flows of Instagram'), /^ok .*as they were shipped$/);
  writeFileSync(file, 'appId: a\n---\n- lunchApp\n');
  const broken = await visit('--adb', adb, '--data-dir', data);
  assert.equal(broken.exitCode, 1);
  assert.match(
    about(broken, 'Flows of TikTok'),
    /^fail .*start\.yaml:3:3: the command "lunchApp".*\n.*→ Mend the file/,
  );
});

it('an app version that no flow is for is told', async (t) => {
  const adb = await rackOf(t, { apps: { [TIKTOK]: '30.1.0' } });
  const found = await visit('--adb', adb, '--data-dir', join(world, 'data'));
  assert.match(
    about(found, 'RACK0001 TikTok'),
    /^fail .*has TikTok 30\.1\.0; the flows are for version 38 or newer\.\n.*→/,
  );
});

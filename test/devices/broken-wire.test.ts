import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { AdbPhone } from '../../src/devices/adb-phone.ts';
import type { PushOptions } from '../../src/devices/phone.ts';
import { PostwrightError } from '../../src/errors.ts';
import { type RawAdbOptions, shellPacket, startRawAdb } from './raw-adb.ts';
import { limits, named } from './support.ts';

const PUSH_BYTES = 8 * 1024 * 1024;

interface Stage {
  readonly phone: AdbPhone;
  readonly gone: AbortController;
  readonly requests: readonly string[];
}

async function stage(t: TestContext, options: RawAdbOptions): Promise<Stage> {
  const adb = await startRawAdb(options);
  t.after(() => adb.stop());
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  t.after(async () => {
    // Node reports them after the microtasks of the turn in which they were left.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', onRejection);
    assert.deepEqual(rejections, []);
  });
  const gone = new AbortController();
  const address = { host: '127.0.0.1', port: adb.port };
  const phone = new AdbPhone({ address, serial: 'TEST01', transportId: 7n, gone: gone.signal });
  return { phone, gone, requests: adb.requests };
}

async function sourceFile(t: TestContext): Promise<PushOptions> {
  const folder = await mkdtemp(join(tmpdir(), 'postwright-wire-'));
  t.after(() => rm(folder, { recursive: true }));
  const sourcePath = join(folder, 'video.mp4');
  const bytes = Buffer.alloc(PUSH_BYTES, 'postwright');
  await writeFile(sourcePath, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sourcePath, targetPath: '/sdcard/Movies/video.mp4', sizeBytes: PUSH_BYTES, sha256, ...limits() };
}

/** Calls `act` once a device service has sent this many bytes; what comes after is read and dropped. */
function afterBytes(socket: net.Socket, bytes: number, act: () => void): void {
  let received = 0;
  socket.on('data', (data) => {
    if (received < bytes && received + data.length >= bytes) act();
    received += data.length;
  });
}

for (const [how, end] of [
  ['a reset', (socket: net.Socket) => socket.resetAndDestroy()],
  ['an end', (socket: net.Socket) => socket.destroy()],
] as const) {
  for (const bytes of [1, 100_000, PUSH_BYTES / 2, PUSH_BYTES]) {
    test(`${how} after ${bytes} bytes of a push settles it`, async (t) => {
      const { phone } = await stage(t, {
        onService: (socket, service) => {
          if (service === 'sync:') afterBytes(socket, bytes, () => end(socket));
          else socket.end(shellPacket(3, Buffer.from([0])));
        },
      });
      await assert.rejects(phone.push(await sourceFile(t)), named('PUSH_FAILED', /video\.mp4/));
    });
  }

  test(`${how} in mid-shell settles it`, async (t) => {
    const { phone } = await stage(t, {
      onService: (socket) => socket.write(shellPacket(1, 'half a li'), () => end(socket)),
    });
    await assert.rejects(phone.shell(['dumpsys'], limits()), named('DEVICE_LOST', /dumpsys/));
  });

  test(`${how} ends a running command and keeps what it printed`, async (t) => {
    const { promise: printed, resolve } = Promise.withResolvers<net.Socket>();
    const { phone } = await stage(t, {
      onService: (socket) => socket.write(shellPacket(1, 'INSTRUMENTATION_STATUS: '), () => resolve(socket)),
    });
    const process = await phone.startShell(['am', 'instrument'], limits());
    const socket = await printed;
    // The break must come after the output was read, or the output may be lost with it.
    setImmediate(() => end(socket));
    const { exitCode, output } = await process.ended;
    assert.equal(exitCode, null);
    assert.match(`${output}INSTRUMENTATION_STATUS: `, /^INSTRUMENTATION_STATUS: /);
  });

  test(`${how} of a port ends its stream`, async (t) => {
    const { phone } = await stage(t, {
      onService: (socket) => socket.once('data', () => end(socket)),
    });
    const stream = await phone.connect(6790, limits());
    stream.on('error', () => {});
    const closed = new Promise((resolve) => stream.once('close', resolve));
    stream.resume();
    stream.write('GET /status HTTP/1.1\r\n\r\n');
    await closed;
  });
}

test('a silent phone ends a shell at its deadline, and its connection with it', async (t) => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const { phone } = await stage(t, { onService: (socket) => void socket.resume().once('close', () => resolve()) });
  await assert.rejects(phone.shell(['dumpsys'], limits(100)), named('DEVICE_TIMEOUT', /dumpsys.*100 ms/));
  await closed;
});

test('a phone that takes no more bytes ends a push at its deadline', async (t) => {
  const { phone } = await stage(t, { onService: (socket) => void socket.pause() });
  const source = await sourceFile(t);
  await assert.rejects(phone.push({ ...source, timeoutMs: 200 }), named('DEVICE_TIMEOUT'));
});

test('the caller ends a call with the caller’s own reason', async (t) => {
  const caller = new AbortController();
  const { phone } = await stage(t, {
    onService: (socket) => {
      socket.resume();
      caller.abort(new PostwrightError('STOPPED'));
    },
  });
  await assert.rejects(phone.shell(['sleep', '9'], { signal: caller.signal, timeoutMs: 5_000 }), named('STOPPED'));
});

test('a phone that goes ends every call with DEVICE_LOST', async (t) => {
  const { phone, gone } = await stage(t, {
    onService: (socket) => {
      socket.resume();
      gone.abort(new PostwrightError('DEVICE_LOST', 'TEST01 went away from ADB'));
    },
  });
  await assert.rejects(phone.shell(['sleep', '9'], limits()), named('DEVICE_LOST', /went away/));
  await assert.rejects(phone.push(await sourceFile(t)), named('DEVICE_LOST', /went away/));
});

test('a refused port is a command that failed, a refused authorisation says so', async (t) => {
  const { phone } = await stage(t, {
    refuse: (service) => (service.startsWith('tcp:') ? 'closed' : 'device unauthorized.\nThis adb server…'),
  });
  await assert.rejects(phone.connect(6790, limits()), named('DEVICE_COMMAND_FAILED', /6790/));
  await assert.rejects(phone.shell(['id'], limits()), named('DEVICE_UNAUTHORIZED'));
});

test('a source that cannot be read, or is not what it was, fails before the phone is asked', async (t) => {
  const { phone } = await stage(t, {
    onService: (socket, service) => {
      if (service !== 'sync:') return void socket.end(shellPacket(3, Buffer.from([0])));
      afterBytes(socket, PUSH_BYTES, () => socket.write(Buffer.concat([Buffer.from('OKAY'), Buffer.alloc(4)])));
    },
  });
  const source = await sourceFile(t);
  const missing = { ...source, sourcePath: `${source.sourcePath}.gone` };
  await assert.rejects(phone.push(missing), named('MATERIAL_MISSING', /cannot be read/));
  await assert.rejects(phone.push({ ...source, sha256: '0'.repeat(64) }), named('MATERIAL_MISSING', /hash differs/));
});

test('a watcher that throws ends the push with its error', async (t) => {
  const { phone } = await stage(t, {
    onService: (socket, service) => {
      if (service === 'sync:') socket.resume();
      else socket.end(shellPacket(3, Buffer.from([0])));
    },
  });
  const stopped = new PostwrightError('STOPPED');
  const onProgress = (): never => {
    throw stopped;
  };
  await assert.rejects(phone.push({ ...(await sourceFile(t)), onProgress }), named('STOPPED'));
});

test('a phone without the shell protocol tells the exit code behind a marker', async (t) => {
  const { phone, requests } = await stage(t, {
    features: 'cmd',
    onService: (socket) => socket.end('out and err\npostwright-exit:3\n'),
  });
  const result = await phone.shell(['ls', "it's"], limits());
  assert.deepEqual(result, { stdout: 'out and err\n', stderr: '', exitCode: 3 });
  assert.equal(requests.at(-1), "exec:ls 'it'\\''s'; echo postwright-exit:$?");
});

test('many operations leave no connection open', async (t) => {
  let open = 0;
  const { phone } = await stage(t, {
    onService: (socket) => {
      open += 1;
      socket.once('close', () => {
        open -= 1;
      });
      socket.end(Buffer.concat([shellPacket(1, 'x'), shellPacket(3, Buffer.from([0]))]));
    },
  });
  await Promise.all(Array.from({ length: 20 }, () => phone.shell(['id'], limits())));
  while (open > 0) await new Promise((resolve) => setImmediate(resolve));
});

/** The library that Postwright speaks ADB with, reading the rack. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinuxFileType } from '@yume-chan/adb';
import { ReadableStream } from '@yume-chan/stream-extra';
import { ECHO_PORT } from './support/plain-front.ts';
import { tangoClient } from './support/tango.ts';
import { startTestRack } from './support/test-rack.ts';

test('devices with their names, and the tracker', async (t) => {
  const rack = await startTestRack(t, { phones: 2, phoneOverrides: [{}, { state: 'unauthorized' }] });
  const client = tangoClient(t, rack.adbPort);
  assert.equal(await client.getVersion(), 41);
  const devices = await client.getDevices();
  assert.deepEqual(
    devices.map(({ serial, state, model, transportId }) => [serial, state, model, transportId]),
    [
      ['RACK0001', 'device', 'SM_A536B', 1n],
      ['RACK0002', 'unauthorized', undefined, 2n],
    ],
  );
  const observer = await client.trackDevices();
  t.after(() => observer.stop());
  const added = new Promise<string[]>((resolve) =>
    observer.onDeviceRemove((gone) => resolve(gone.map(({ serial }) => serial))),
  );
  rack.phone('RACK0001')?.unplug();
  assert.deepEqual(await added, ['RACK0001']);
});

for (const sdk of [28, 35]) {
  test(`shell, files and sockets on API level ${sdk}`, async (t) => {
    const rack = await startTestRack(t, { phoneOverrides: [{ sdk }] });
    const adb = await tangoClient(t, rack.adbPort).createAdb({ serial: 'RACK0001' });
    t.after(() => adb.close());
    const result = await adb.subprocess.shellProtocol?.spawnWaitText('echo out; echo err >&2; exit 3');
    assert.deepEqual(result, { stdout: 'out\n', stderr: 'err\n', exitCode: 3 });
    assert.equal(await adb.getProp('ro.build.version.sdk'), String(sdk));

    const sync = await adb.sync();
    const bytes = new TextEncoder().encode('élan '.repeat(5000));
    await sync.write({
      filename: '/sdcard/Movies/a.txt',
      file: streamOf(bytes),
      mtime: 1_700_000_000,
      type: LinuxFileType.File,
    });
    const stat = await sync.stat('/sdcard/Movies/a.txt');
    assert.deepEqual(
      [Number(stat.size), Number(stat.mtime), stat.type],
      [bytes.length, 1_700_000_000, LinuxFileType.File],
    );
    assert.deepEqual(await collect(sync.read('/sdcard/Movies/a.txt')), Buffer.from(bytes));
    assert.ok((await sync.readdir('/sdcard/Movies')).some(({ name }) => name === 'a.txt'));
    await assert.rejects(collect(sync.read('/sdcard/nope')), /open failed: No such file or directory/);
    await sync.dispose();

    const socket = await adb.createSocket(`tcp:${ECHO_PORT}`);
    const writer = socket.writable.getWriter();
    await writer.write(new TextEncoder().encode('ping'));
    const { value } = await socket.readable.getReader().read();
    assert.equal(Buffer.from(value ?? []).toString(), 'ping');
    await socket.close();
  });
}

test('disconnected resolves when the phone goes', async (t) => {
  const rack = await startTestRack(t);
  const adb = await tangoClient(t, rack.adbPort).createAdb({ serial: 'RACK0001' });
  rack.phone('RACK0001')?.unplug();
  await adb.disconnected;
});

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

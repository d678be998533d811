/** The sync protocol byte for byte (facts 1.7). */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startTestRack, type TestRack } from './support/test-rack.ts';
import { openDeviceService, type Wire } from './support/wire.ts';

const FILE_MODE = 0o100660;

function head(id: string, number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.write(id, 'latin1');
  bytes.writeUInt32LE(number, 4);
  return bytes;
}

function request(id: string, path: string): Buffer {
  return Buffer.concat([head(id, Buffer.byteLength(path)), Buffer.from(path)]);
}

async function sync(t: TestContext, rack: TestRack): Promise<Wire> {
  return await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: 'sync:' });
}

async function push(wire: Wire, path: string, bytes: Buffer, modifiedSeconds = 1_700_000_000): Promise<void> {
  wire.send(
    Buffer.concat([request('SEND', `${path},33188`), head('DATA', bytes.length), bytes, head('DONE', modifiedSeconds)]),
  );
  assert.deepEqual(await wire.bytes(8), head('OKAY', 0));
}

async function failure(wire: Wire): Promise<string> {
  assert.equal(await wire.text(4), 'FAIL');
  return await wire.text((await wire.bytes(4)).readUInt32LE());
}

test('STAT takes 16 bytes, STA2 and LST2 72', async (t) => {
  const wire = await sync(t, await startTestRack(t));
  await push(wire, '/sdcard/Movies/x', Buffer.from('12345'));
  const stat = await wire.send(request('STAT', '/sdcard/Movies/x')).bytes(16);
  assert.deepEqual(
    [stat.toString('latin1', 0, 4), stat.readUInt32LE(4), stat.readUInt32LE(8), stat.readUInt32LE(12)],
    ['STAT', FILE_MODE, 5, 1_700_000_000],
  );
  for (const id of ['STA2', 'LST2']) {
    const stat2 = await wire.send(request(id, '/sdcard/Movies/x')).bytes(72);
    assert.equal(stat2.toString('latin1', 0, 4), id);
    assert.deepEqual(
      [stat2.readUInt32LE(4), stat2.readUInt32LE(24), stat2.readBigUInt64LE(40), stat2.readBigInt64LE(56)],
      [0, FILE_MODE, 5n, 1_700_000_000n],
    );
  }
});

test('what is missing is zeros to STAT and an errno to STA2', async (t) => {
  const wire = await sync(t, await startTestRack(t));
  assert.deepEqual(
    await wire.send(request('STAT', '/nope')).bytes(16),
    Buffer.concat([Buffer.from('STAT'), Buffer.alloc(12)]),
  );
  const stat2 = await wire.send(request('STA2', '/nope')).bytes(72);
  assert.equal(stat2.readUInt32LE(4), 2);
  assert.ok(stat2.subarray(8).every((byte) => byte === 0));
  const closed = await wire.send(request('LST2', '/data/data/com.example')).bytes(72);
  assert.equal(closed.readUInt32LE(4), 13);
});

test('lists: 20 bytes and the name, 76 bytes and the name, an end of the same size', async (t) => {
  const wire = await sync(t, await startTestRack(t));
  await push(wire, '/sdcard/Movies/clip.mp4', Buffer.from('x'));
  for (const [list, entry, bytes] of [
    ['LIST', 'DENT', 20],
    ['LIS2', 'DNT2', 76],
  ] as const) {
    wire.send(request(list, '/sdcard/Movies'));
    for (const name of ['.', '..', 'clip.mp4']) {
      const record = await wire.bytes(bytes);
      assert.equal(record.toString('latin1', 0, 4), entry);
      assert.equal(record.readUInt32LE(bytes - 4), name.length);
      assert.equal(await wire.text(name.length), name);
    }
    assert.deepEqual(await wire.bytes(bytes), Buffer.concat([Buffer.from('DONE'), Buffer.alloc(bytes - 4)]));
    assert.equal((await wire.send(request(list, '/nope')).bytes(bytes)).toString('latin1', 0, 4), 'DONE');
  }
});

test('SND2 has a second packet of 12 bytes, RCV2 one of 8', async (t) => {
  const wire = await sync(t, await startTestRack(t));
  const setup = Buffer.alloc(12);
  setup.write('SND2', 'latin1');
  setup.writeUInt32LE(0o100666, 4);
  wire.send(
    Buffer.concat([request('SND2', '/sdcard/a,b'), setup, head('DATA', 3), Buffer.from('abc'), head('DONE', 7)]),
  );
  assert.deepEqual(await wire.bytes(8), head('OKAY', 0));
  wire.send(Buffer.concat([request('RCV2', '/sdcard/a,b'), head('RCV2', 0)]));
  assert.deepEqual(await wire.bytes(8 + 3 + 8), Buffer.concat([head('DATA', 3), Buffer.from('abc'), head('DONE', 0)]));
  assert.deepEqual(await wire.send(head('QUIT', 0)).rest(), Buffer.alloc(0));
});

test('the mode stands behind the last comma, its owner bits count for all, and directories are made', async (t) => {
  const rack = await startTestRack(t);
  const wire = await sync(t, rack);
  await push(wire, '/data/local/tmp/new/a,b', Buffer.from('x'));
  const stat = await wire.send(request('STAT', '/data/local/tmp/new/a,b')).bytes(16);
  assert.equal(stat.readUInt32LE(4), 0o100666);
});

test('a file grows in place while it comes, and goes when the client does', async (t) => {
  const rack = await startTestRack(t);
  const [pusher, watcher] = [await sync(t, rack), await sync(t, rack)];
  pusher.send(
    Buffer.concat([request('SEND', '/sdcard/Movies/slow.mp4,33188'), head('DATA', 1000), Buffer.alloc(1000)]),
  );
  const size = async (): Promise<number> =>
    (await watcher.send(request('STAT', '/sdcard/Movies/slow.mp4')).bytes(16)).readUInt32LE(8);
  while ((await size()) !== 1000);
  pusher.socket.destroy();
  while ((await size()) !== 0);
});

test('refusals', async (t) => {
  const rack = await startTestRack(t);
  const cases: [string, Buffer, string][] = [
    ['a read-only place', request('SEND', '/system/x,33188'), "couldn't create file: Read-only file system"],
    ['a directory', request('SEND', '/sdcard/Movies,33188'), "couldn't create file: Is a directory"],
    ['a closed place', request('SEND', '/data/x/y,33188'), 'secure_mkdirs() failed: Permission denied'],
    ['no comma', request('SEND', '/sdcard/x'), 'missing , in ID_SEND'],
    ['no mode', request('SEND', '/sdcard/x,rw'), 'bad mode'],
    ['a missing file', request('RECV', '/sdcard/nope'), 'open failed: No such file or directory'],
    ['reading a directory', request('RECV', '/sdcard/Movies'), 'read failed: Is a directory'],
    ['an unknown id', head('WHAT', 0), 'unknown command 54414857'],
    ['a long path', head('STAT', 1025), 'path too long'],
    [
      'a chunk too long',
      Buffer.concat([request('SEND', '/sdcard/x,33188'), head('DATA', 65_537)]),
      'oversize data message',
    ],
    [
      'no data',
      Buffer.concat([request('SEND', '/sdcard/x,33188'), head('WHAT', 0)]),
      'invalid data message: expected ID_DATA',
    ],
  ];
  for (const [name, bytes, message] of cases) {
    await t.test(name, async (step) => {
      const wire = await sync(step, rack);
      assert.equal(await failure(wire.send(bytes)), message);
    });
  }
});

test('a refused file is read to its end before the session closes', async (t) => {
  const rack = await startTestRack(t, { phoneOverrides: [{ freeBytes: 10 }] });
  const wire = await sync(t, rack);
  wire.send(Buffer.concat([request('SEND', '/sdcard/x,33188'), head('DATA', 100), Buffer.alloc(100)]));
  assert.equal(await failure(wire), 'write failed: No space left on device');
  wire.send(Buffer.concat([head('DATA', 100), Buffer.alloc(100), head('DONE', 0)]));
  assert.equal((await wire.rest()).length, 0);
  assert.equal(rack.phone('RACK0001')?.summary().freeBytes, 10);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { startTestRack } from './support/test-rack.ts';
import { ask, openDeviceService } from './support/wire.ts';

function header(id: string, number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.write(id, 'latin1');
  bytes.writeUInt32LE(number, 4);
  return bytes;
}

function pushOf(path: string, chunks: readonly Buffer[]): Buffer {
  const target = Buffer.from(`${path},33188`);
  return Buffer.concat([
    header('SEND', target.length),
    target,
    ...chunks.flatMap((chunk) => [header('DATA', chunk.length), chunk]),
    header('DONE', 1),
  ]);
}

const CHUNKS = Array.from({ length: 10 }, () => Buffer.alloc(10_000));

test('push_cut resets the connection at its byte and leaves no file', async (t) => {
  const rack = await startTestRack(t);
  const phone = rack.phone('RACK0001');
  phone?.faults.order({ kind: 'push_cut', when: { bytes: 50_000 } });
  const wire = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: 'sync:' });
  const failed = once(wire.socket, 'error');
  wire.send(pushOf('/sdcard/Movies/a.mp4', CHUNKS));
  assert.equal((await failed.catch((error: unknown) => [error]))[0].code, 'ECONNRESET');
  const again = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: 'sync:' });
  again.send(pushOf('/sdcard/Movies/b.mp4', CHUNKS));
  assert.equal(await again.text(4), 'OKAY');
  const list = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: 'exec:ls /sdcard/Movies' });
  assert.equal(String(await list.rest()), 'b.mp4\n');
  assert.deepEqual(
    phone
      ?.log()
      .filter(({ kind }) => kind === 'fault')
      .map(({ what }) => what),
    ['{"kind":"push_cut","when":{"bytes":50000}}'],
  );
});

test('storage_full fails a push and leaves the phone as it was', async (t) => {
  const rack = await startTestRack(t);
  const phone = rack.phone('RACK0001');
  const free = phone?.summary().freeBytes;
  phone?.faults.order({ kind: 'storage_full', when: { bytes: 30_000 } });
  const wire = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: 'sync:' });
  wire.send(pushOf('/sdcard/Movies/a.mp4', CHUNKS));
  assert.equal(String(await wire.rest()).slice(8), 'write failed: No space left on device');
  assert.equal(phone?.summary().freeBytes, free);
});

test('slow counts the bytes of one push', async (t) => {
  const rack = await startTestRack(t);
  rack.phone('RACK0001')?.faults.order({ kind: 'slow', bytes_per_second: 1_000_000 });
  const startedAt = performance.now();
  const wire = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: 'sync:' });
  wire.send(pushOf('/sdcard/Movies/a.mp4', CHUNKS));
  assert.equal(await wire.text(4), 'OKAY');
  assert.ok(performance.now() - startedAt >= 99);
});

test('unplug strikes at once, at a place or after a time', async (t) => {
  const rack = await startTestRack(t, { phones: 3 });
  const [now, placed, later] = rack.phones;
  now?.faults.order({ kind: 'unplug' });
  assert.equal(now?.summary().state, 'absent');
  placed?.faults.order({ kind: 'unplug', when: { step: 'editor' } });
  placed?.faults.arrive({ step: 'picker' });
  assert.equal(placed?.summary().state, 'device');
  placed?.faults.arrive({ step: 'editor' });
  assert.equal(placed?.summary().state, 'absent');
  const waiting = await openDeviceService(t, rack.adbPort, { serial: 'RACK0003', service: 'shell:sleep 1000' });
  later?.faults.order({ kind: 'unplug', when: { after_ms: 5 } });
  await waiting.rest();
  assert.equal(later?.summary().state, 'absent');
  assert.equal(rack.fronts[2]?.told.at(-1), 'power disconnected');
});

test('offline ends the streams and refuses new ones', async (t) => {
  const rack = await startTestRack(t);
  const waiting = await openDeviceService(t, rack.adbPort, { serial: 'RACK0001', service: 'shell:sleep 1000' });
  rack.phone('RACK0001')?.faults.order({ kind: 'offline' });
  await waiting.rest();
  assert.equal(await ask(t, rack.adbPort, 'host:transport:RACK0001'), 'FAIL000edevice offline');
  rack.phone('RACK0001')?.plug();
  assert.equal(await ask(t, rack.adbPort, 'host-serial:RACK0001:get-state'), 'OKAY0006device');
});

test('a fault strikes as often as ordered, then no more', async (t) => {
  const rack = await startTestRack(t);
  const faults = rack.phone('RACK0001')?.faults;
  faults?.order({ kind: 'app_crash', times: 2 });
  assert.ok(faults?.strike('app_crash', { step: 'picker' }));
  assert.deepEqual(faults?.pending(), [{ kind: 'app_crash', times: 1 }]);
  assert.ok(faults?.strike('app_crash'));
  assert.equal(faults?.strike('app_crash'), null);
  faults?.order({ kind: 'logged_out' });
  faults?.clear();
  assert.equal(faults?.strike('logged_out'), null);
});

test('a slow push and a slow request are ordered apart', async (t) => {
  const rack = await startTestRack(t);
  const faults = rack.phone('RACK0001')?.faults;
  faults?.order({ kind: 'slow', ms_per_request: 5 });
  assert.equal(faults?.strike('slow', { bytes: 0 }), null);
  assert.equal(faults?.strike('slow', { request: 'GET /source' })?.ms_per_request, 5);
});

test('the n-th time at a place: a push counts once however often it is asked about', async (t) => {
  const rack = await startTestRack(t);
  const faults = rack.phone('RACK0001')?.faults;
  faults?.order({ kind: 'app_crash', when: { step: 'home', nth: 2 }, times: 2 });
  const crashes = ['home', 'profile', 'home', 'home', 'home'].map((step) => faults?.strike('app_crash', { step }));
  assert.deepEqual(crashes.map(Boolean), [false, false, true, true, false]);
  faults?.order({ kind: 'push_cut', when: { bytes: 100, nth: 2 } });
  const cuts = [50, 150, 250, 50, 150].map((bytes) => faults?.strike('push_cut', { bytes }));
  assert.deepEqual(cuts.map(Boolean), [false, false, false, false, true]);
});

test('what strikes requests is tied to a step by those that come there', async (t) => {
  const rack = await startTestRack(t);
  const faults = rack.phone('RACK0001')?.faults;
  faults?.order({ kind: 'uia2_crash', when: { step: 'editor', nth: 2 } });
  const source = { request: 'GET /source' };
  faults?.arrive({ step: 'picker' });
  assert.equal(faults?.strike('uia2_crash', source), null);
  faults?.arrive({ step: 'editor' });
  assert.equal(faults?.strike('uia2_crash', source), null);
  assert.ok(faults?.strike('uia2_crash', source));
  faults?.order({ kind: 'unplug', when: { step: 'editor', request: 'POST /actions' } });
  faults?.arrive(source);
  assert.equal(rack.phone('RACK0001')?.summary().state, 'device');
  faults?.arrive({ request: 'POST /actions' });
  assert.equal(rack.phone('RACK0001')?.summary().state, 'absent');
});

test('with for_ms a full storage stays full that long, then the phone is well again', async (t) => {
  const rack = await startTestRack(t);
  const faults = rack.phone('RACK0001')?.faults;
  faults?.order({ kind: 'storage_full', when: { bytes: 10 }, for_ms: 40 });
  assert.equal(faults?.strike('storage_full', { bytes: 5 }), null);
  assert.ok(faults?.strike('storage_full', { bytes: 10 }));
  assert.ok(faults?.strike('storage_full', { bytes: 0 }), 'whatever it was tied to');
  const endsAt = performance.now() + 40;
  while (performance.now() <= endsAt) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(faults?.strike('storage_full', { bytes: 10 }), null);
  assert.deepEqual(faults?.pending(), []);
});

test('orders that make no sense name their field', async (t) => {
  const rack = await startTestRack(t);
  const faults = rack.phone('RACK0001')?.faults;
  assert.throws(
    () => faults?.order({ kind: 'earthquake' as 'unplug' }),
    /^Error: kind: 'earthquake' is not a fault; there are unplug, /,
  );
  assert.throws(() => faults?.order({ kind: 'unplug', times: 0 }), /^Error: times: /);
  assert.throws(() => faults?.order({ kind: 'push_cut', when: { bytes: -1 } }), /^Error: when\.bytes: /);
  assert.throws(() => faults?.order({ kind: 'slow' }), /^Error: slow: /);
  assert.throws(() => faults?.order({ kind: 'app_crash', when: { nth: 0 } }), /^Error: when\.nth: /);
  assert.throws(() => faults?.order({ kind: 'app_crash', for_ms: 5 }), /^Error: for_ms: app_crash does not last/);
  assert.throws(() => faults?.order({ kind: 'unplug', variant: 'hard' }), /^Error: variant: unplug comes in one way/);
  assert.throws(() => faults?.order({ kind: 'uia2_hang', variant: 'x' }), /^Error: variant: give one of all, screen/);
});

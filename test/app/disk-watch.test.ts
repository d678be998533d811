import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';

import { DiskWatch } from '../../src/app/disk-watch.ts';
import { PostwrightError } from '../../src/errors.ts';
import { BYTES_PER_MIB } from '../../src/kit/bytes.ts';
import { systemClock } from '../../src/kit/clock.ts';
import { Holds } from '../../src/queue/holds.ts';
import { KeptLog } from '../queue/world.ts';

const RESERVE_MIB = 100;

/** A watch over a file system that says what the test wants; the system call is the wire. */
function watching(freeMib: number | Error) {
  const disk = { free: freeMib };
  const holds = new Holds();
  const watch = new DiskWatch({
    places: [
      { holds: 'data', path: tmpdir() },
      { holds: 'database', path: `${tmpdir()}/nothing-is-here` },
    ],
    reserveBytes: RESERVE_MIB * BYTES_PER_MIB,
    holds,
    clock: systemClock,
    log: new KeptLog(),
    ask: async () => {
      if (disk.free instanceof Error) throw disk.free;
      return { bavail: disk.free, blocks: 1000, bsize: BYTES_PER_MIB };
    },
  });
  return { disk, holds, watch };
}

test('a disk that is nearly full holds all phones back until there is clearly enough room again', async () => {
  const { disk, holds, watch } = watching(RESERVE_MIB);
  await watch.check();
  assert.deepEqual([watch.shortage(), holds.reasonFor('PHONE1'), watch.status().state], [null, null, 'ok']);

  disk.free = RESERVE_MIB - 1;
  await watch.check();
  assert.match(holds.reasonFor('PHONE1') ?? '', /nearly full: 99 MiB are free.*until 110 MiB/);
  assert.equal(watch.shortage(), holds.reasonFor('PHONE1'));
  assert.equal(watch.status().state, 'nearly_full');

  disk.free = RESERVE_MIB + 9;
  await watch.check();
  assert.notEqual(holds.reasonFor('PHONE1'), null);
  disk.free = RESERVE_MIB + 10;
  await watch.check();
  assert.deepEqual([watch.shortage(), holds.list()], [null, []]);
});

test('a file that would not leave the reserve is refused before it is written', async () => {
  const { disk, watch } = watching(RESERVE_MIB + 50);
  await watch.require(50 * BYTES_PER_MIB);
  await assert.rejects(watch.require(51 * BYTES_PER_MIB), isUnavailable(/does not fit: 150 MiB are free/));
  disk.free = RESERVE_MIB - 1;
  await assert.rejects(watch.require(0), isUnavailable(/nearly full/));
});

test('what cannot be measured is told and holds nobody up', async () => {
  const { holds, watch } = watching(new Error('EIO'));
  await watch.check();
  assert.deepEqual([watch.status().state, watch.checkedAt, holds.list()], ['unknown', null, []]);
  await watch.require(1);
});

test('the file system of a real directory is measured', async () => {
  const path = tmpdir();
  const holds = new Holds();
  const log = new KeptLog();
  const places = [
    { holds: 'data', path },
    { holds: 'database', path },
  ] as const;
  const watch = new DiskWatch({ places, reserveBytes: 0, holds, clock: systemClock, log });
  await watch.start();
  await watch.stop();
  const [one, ...more] = watch.status().file_systems;
  assert.deepEqual([one?.holds, more], [['data', 'database'], []]);
  assert.ok(one !== undefined && one.total_bytes > 0 && one.free_bytes <= one.total_bytes);
});

function isUnavailable(words: RegExp) {
  return (error: unknown) =>
    error instanceof PostwrightError && error.errorName === 'UNAVAILABLE' && words.test(error.message);
}

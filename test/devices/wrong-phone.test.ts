import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdbPhone } from '../../src/devices/adb-phone.ts';
import { startRack } from '../../src/simulator/rack.ts';
import { TEST_RACK } from '../support/rack.ts';
import { limits, named } from './support.ts';

test('a transport id that is another phone’s by now reaches nobody', async (t) => {
  const rack = await startRack({ ...TEST_RACK, phones: 2 });
  t.after(() => rack.stop());
  const [one, other] = rack.phones;
  const phone = new AdbPhone({
    address: { host: '127.0.0.1', port: rack.adbPort },
    serial: one?.serial ?? '',
    transportId: BigInt(other?.summary().transportId ?? 0),
    gone: new AbortController().signal,
  });
  await assert.rejects(phone.shell(['echo', 'hello'], limits()), named('DEVICE_LOST'));
  for (const { log } of [one, other].map((each) => ({ log: each?.log() ?? [] })))
    assert.ok(!log.some(({ kind }) => kind === 'shell'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { probesOf } from '../../src/app/probes.ts';

test('an ADB server that does not answer is named, with what to do', () => {
  const { adbRoundTrip } = probesOf({
    queue: { lastPollAt: () => null },
    tracker: { lastAnswerAt: null },
    heartbeat: { lastWriteAt: null },
    database: { trouble: () => null },
    disk: { checkedAt: null, maxAgeMs: 1, shortage: () => null },
    adb: '127.0.0.1:5037',
  });
  assert.match(adbRoundTrip.trouble?.() ?? '', /127\.0\.0\.1:5037 does not answer.*adb start-server/);
});

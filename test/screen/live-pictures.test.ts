import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LivePictures } from '../../src/screen/live-pictures.ts';
import { onRack } from '../devices/rack.ts';

const WIDTH_PX = 120;
const HOUR_MS = 60 * 60_000;
const LOOK_EVERY_MS = 200;
const CHANGES_WITHIN_MS = 20_000;

test('a phone that runs a task is still seen as it goes on', async (t) => {
  const { phone, rackPhone } = await onRack(t);
  const shutdown = new AbortController();
  const pictures = new LivePictures({ phone: () => phone, isBusy: () => true, shutdown: shutdown.signal });
  t.after(async () => await pictures.stop());
  const first = await pictures.look(phone.serial, WIDTH_PX);
  // Another time stands on its screen.
  rackPhone.change({ clockOffsetMs: HOUR_MS });
  const deadline = AbortSignal.timeout(CHANGES_WITHIN_MS);
  for (let { tag } = first; tag === first.tag; { tag } = await pictures.look(phone.serial, WIDTH_PX))
    await sleep(LOOK_EVERY_MS, undefined, { signal: deadline });
  assert.ok(pictures.captures >= 2);
});

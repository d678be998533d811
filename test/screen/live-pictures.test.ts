import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LivePictures, type Look } from '../../src/screen/live-pictures.ts';
import { onRack } from '../devices/rack.ts';

const WIDTH_PX = 120;
const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 200;
const CHANGES_WITHIN_MS = 20_000;

interface Gallery {
  look(maxAgeMs?: number): Promise<string>;
  /** Resolves when something else is shown. */
  changed(from: string, maxAgeMs?: number): Promise<void>;
  /** Another time stands on the phone's screen. */
  changeScreen(): void;
}

async function openGallery(t: TestContext, { isBusy }: { readonly isBusy: boolean }): Promise<Gallery> {
  const { phone, rackPhone } = await onRack(t);
  const shutdown = new AbortController();
  const pictures = new LivePictures({ phone: () => phone, isBusy: () => isBusy, shutdown: shutdown.signal });
  t.after(async () => await pictures.stop());
  const look = async (maxAgeMs?: number): Promise<string> => {
    const asked: Look = { widthPx: WIDTH_PX, maxAgeMs };
    return (await pictures.look(phone.serial, asked)).tag;
  };
  return {
    look,
    changed: async (from, maxAgeMs) => {
      const deadline = AbortSignal.timeout(CHANGES_WITHIN_MS);
      while ((await look(maxAgeMs)) === from) await sleep(LOOK_EVERY_MS, undefined, { signal: deadline });
    },
    changeScreen: () => rackPhone.change({ clockOffsetMs: 60 * MINUTE_MS }),
  };
}

test('a phone that runs a task is still seen as it goes on', async (t) => {
  const gallery = await openGallery(t, { isBusy: true });
  const first = await gallery.look();
  gallery.changeScreen();
  await gallery.changed(first);
});

test('who takes an older picture gets it at once, and a newer one is there for who asks next', async (t) => {
  const gallery = await openGallery(t, { isBusy: false });
  const first = await gallery.look();
  gallery.changeScreen();
  assert.equal(await gallery.look(MINUTE_MS), first);
  await gallery.changed(first, MINUTE_MS);
});

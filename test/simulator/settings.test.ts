import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startRack } from '../../src/simulator/rack.ts';
import { openPhones } from './support/open-phones.ts';
import { launchIntent, settled } from './support/test-phone.ts';
import type { Uia2Client } from './support/uia2-client.ts';

const SETTINGS = 'com.android.settings';

describe('the Settings of a phone of the rack', () => {
  const open = openPhones();

  async function scrollTo(client: Uia2Client, text: string): Promise<void> {
    for (let tries = 0; tries < 6 && !(await client.shows(text)); tries += 1) {
      const area = { left: 100, top: 600, width: 800, height: 1_400 };
      await client.command('POST', 'appium/gestures/swipe', { area, direction: 'up', percent: 0.7 });
    }
  }

  for (const [language, settings, about, version] of [
    ['en', 'Settings', 'About phone', 'Android version'],
    ['es', 'Ajustes', 'Información del teléfono', 'Versión de Android'],
  ] as const) {
    it(`leads from the first page to the version of Android, in ${language}`, async () => {
      const { phone, client } = await open({ language });
      phone.front.startActivity({
        ...launchIntent(SETTINGS),
        action: 'android.settings.SETTINGS',
        categories: [],
        packageName: null,
      });
      await settled();
      assert.ok(await client.shows(settings));
      assert.ok(!(await client.shows(about)), 'it lies below the edge');
      await scrollTo(client, about);
      await client.tap(about);
      assert.ok(await client.shows(version));
      assert.match(
        await client.source(),
        new RegExp(`text="${version}"[^>]*/>\\s*<[^>]*text="13"[^>]*android:id/summary`),
      );
      await client.back();
      assert.ok(await client.shows(about));
      await client.back();
      assert.match(phone.front.focus()?.packageName ?? '', /launcher/);
    });
  }

  it('opens from the home screen, and takes no share', async () => {
    const { phone, client } = await open();
    await client.tap('Settings');
    assert.equal(phone.front.focus()?.packageName, SETTINGS);
    const share = {
      ...launchIntent(SETTINGS),
      action: 'android.intent.action.SEND',
      categories: [],
      mimeType: 'video/mp4',
    };
    assert.deepEqual(phone.front.queryActivities(share), []);
  });

  it('is there on every phone of a rack, with the version the phone says it has', async (t) => {
    const rack = await startRack({
      phones: 1,
      adbPort: 0,
      controlPort: 0,
      pace: 'instant',
      seed: 1,
      control: false,
      phoneOverrides: [{ sdk: 35 }],
    });
    t.after(() => rack.stop());
    const [phone] = rack.phones;
    assert.equal(phone?.machine.release, '15');
    const result = phone?.front.startActivity(launchIntent(SETTINGS));
    assert.equal(result?.outcome, 'started');
  });
});

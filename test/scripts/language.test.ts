import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { checkLanguage } from '../../src/scripts/post/app-on-phone.ts';
import { startRawAdb } from '../devices/raw-adb.ts';
import { limits, watch } from '../devices/support.ts';
import { failsWith } from './world.ts';

const STDOUT = 1;
const EXIT = 3;

/** One packet of the shell protocol: its kind, its length, its data. */
function packet(kind: number, data: Uint8Array): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(kind, 0);
  header.writeUInt32LE(data.byteLength, 1);
  return Buffer.concat([header, data]);
}

/** Checks a phone that answers every command with these properties. */
async function check(t: TestContext, locale: string): Promise<void> {
  const properties = Buffer.from(`[persist.sys.locale]: [${locale}]\n[ro.build.version.sdk]: [34]\n`);
  const adb = await startRawAdb({
    onService: (socket) => socket.end(Buffer.concat([packet(STDOUT, properties), packet(EXIT, Buffer.of(0))])),
  });
  t.after(() => adb.stop());
  const { tracker, until } = await watch(t, adb.address);
  await until('TEST01 device');
  await checkLanguage(tracker.phone('TEST01'), limits());
}

describe('the language of the phone', () => {
  for (const locale of ['en-US', 'en-GB', 'es-ES', 'es-419', 'ES_mx']) {
    it(`${locale} is known`, async (t) => await check(t, locale));
  }

  for (const locale of ['de-DE', 'fr-FR', 'eng', 'zh-Hans-CN']) {
    it(`${locale} is refused, with the languages that are known`, async (t) => {
      const error = await failsWith('APP_LANGUAGE_UNSUPPORTED', check(t, locale));
      assert.equal(error.message, `TEST01 is set to ${locale}; the flows know English and Spanish.`);
    });
  }
});

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { ERRORS } from '../../src/errors.ts';
import { languageOf } from '../../src/scripts/post/app-on-phone.ts';
import { createScripts } from '../../src/scripts/registry.ts';
import { startRawAdb } from '../devices/raw-adb.ts';
import { limits, watch } from '../devices/support.ts';

const STDOUT = 1;
const EXIT = 3;

/** One packet of the shell protocol: its kind, its length, its data. */
function packet(kind: number, data: Uint8Array): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(kind, 0);
  header.writeUInt32LE(data.byteLength, 1);
  return Buffer.concat([header, data]);
}

/** The language of a phone that answers every command with these properties. */
async function languageAt(t: TestContext, locale: string): Promise<string | null> {
  const properties = Buffer.from(`[persist.sys.locale]: [${locale}]\n[ro.build.version.sdk]: [34]\n`);
  const adb = await startRawAdb({
    onService: (socket) => socket.end(Buffer.concat([packet(STDOUT, properties), packet(EXIT, Buffer.of(0))])),
  });
  t.after(() => adb.stop());
  const { tracker, until } = await watch(t, adb.address);
  await until('TEST01 device');
  return await languageOf(tracker.phone('TEST01'), limits());
}

describe('the language of the phone', () => {
  for (const [locale, language] of [
    ['es-419', 'es'],
    ['ES_mx', 'es'],
    ['eng', 'eng'],
    ['zh-Hans-CN', 'zh'],
  ] as const) {
    it(`${locale} is ${language}`, async (t) => assert.equal(await languageAt(t, locale), language));
  }
});

describe('what the flows are for', () => {
  const { supportOf } = createScripts();

  for (const language of ['en', 'es', null]) {
    it(`${language} is known`, () => {
      assert.equal(supportOf('tiktok', { version: '43.7.3', language }), null);
      assert.equal(supportOf('instagram', { version: '410.0.0.45.88', language }), null);
    });
  }

  for (const [language, name] of [
    ['de', 'German'],
    ['fr', 'French'],
    ['zh', 'Chinese'],
  ] as const) {
    it(`${language} is refused, with the languages that are known`, () => {
      const refusal = supportOf('tiktok', { version: '43.7.3', language });
      assert.equal(refusal?.errorName, 'APP_LANGUAGE_UNSUPPORTED');
      assert.equal(refusal.message, `The phone is set to ${name}; the flows of TikTok know English and Spanish.`);
    });
  }

  it('a version that is too old is refused, with those that are known and what to do', () => {
    const refusal = supportOf('tiktok', { version: '37.9.9', language: 'en' });
    assert.equal(refusal?.errorName, 'APP_VERSION_UNSUPPORTED');
    assert.equal(refusal.message, 'The phone has TikTok 37.9.9; the flows are for version 38 or newer.');
    assert.match(ERRORS.APP_VERSION_UNSUPPORTED.remedy, /Install a version that the message names/);
    assert.equal(supportOf('tiktok', { version: '38', language: 'en' }), null);
    assert.equal(supportOf('tiktok', { version: null, language: null }), null);
  });
});

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { type Rack, startRack } from '../../src/simulator/rack.ts';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: the answers have every shape
  readonly json: any;
}

const A_POST = {
  at: '2026-01-01T00:00:00.000Z',
  serial: 'RACK0001',
  app: 'tiktok',
  account: 'a',
  kind: 'video',
  caption: '',
  title: null,
  media: [],
  sound: null,
  origin_sound_volume: null,
  add_sound_volume: null,
  product_link: null,
  taps: 1,
  two_hands: false,
} as const;

describe('the control API of the rack', () => {
  let rack: Rack;

  before(async () => {
    rack = await startRack({ phones: 2, adbPort: 0, controlPort: 0, pace: 'instant', seed: 1 });
  });

  after(() => rack.stop());

  function ask(method: string, path: string, options: { body?: unknown; host?: string } = {}): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const headers = options.host === undefined ? {} : { host: options.host };
    const outgoing = request(
      { port: rack.controlPort, host: '127.0.0.1', method, path, headers, agent: false },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () => {
          const body = Buffer.concat(chunks);
          const type = reply.headers['content-type'] ?? '';
          const json = type.includes('json') ? JSON.parse(body.toString()) : undefined;
          resolve({ status: reply.statusCode ?? 0, type, body, json });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body === undefined ? undefined : JSON.stringify(options.body));
    return promise;
  }

  it('lists the phones and describes one', async () => {
    const { json } = await ask('GET', '/phones');
    assert.deepEqual(
      json.map((phone: { serial: string }) => phone.serial),
      ['RACK0001', 'RACK0002'],
    );
    const one = await ask('GET', '/phones/RACK0002');
    assert.equal(one.json.state, 'device');
    assert.deepEqual(one.json.accounts.tiktok, ['rack0002_one', 'rack0002_two']);
    assert.match(one.json.focus, /launcher/);
    const missing = await ask('GET', '/phones/RACK0009');
    assert.equal(missing.status, 404);
    assert.match(missing.json.error, /RACK0009/);
  });

  it('shows the screen as a PNG and the log as lines', async () => {
    const screen = await ask('GET', '/phones/RACK0001/screen.png');
    assert.equal(screen.type, 'image/png');
    assert.equal(screen.body.subarray(1, 4).toString(), 'PNG');
    const log = await ask('GET', '/phones/RACK0001/log');
    assert.ok(Array.isArray(log.json));
  });

  it('lists and clears the posts', async () => {
    rack.posts.add({ ...A_POST });
    assert.equal((await ask('GET', '/posts')).json[0].serial, 'RACK0001');
    assert.equal((await ask('DELETE', '/posts')).status, 200);
    assert.deepEqual((await ask('GET', '/posts')).json, []);
  });

  it('tells which posts came after one, and counts on when the ledger is cleared', async () => {
    for (const caption of ['one', 'two', 'three']) rack.posts.add({ ...A_POST, caption });
    const all = (await ask('GET', '/posts')).json;
    const later = (await ask('GET', `/posts?since=${all[0].seq}`)).json;
    assert.deepEqual(later, all.slice(1));
    assert.deepEqual((await ask('GET', `/posts?since=${all[2].seq}`)).json, []);
    await ask('DELETE', '/posts');
    rack.posts.add({ ...A_POST });
    assert.equal((await ask('GET', `/posts?since=${all[2].seq}`)).json[0].seq, all[2].seq + 1);
    await ask('DELETE', '/posts');
    assert.match((await ask('GET', '/posts?since=yesterday')).json.error, /^since: give the seq/);
  });

  it('orders faults on many phones at once, all or nothing, and takes all back', async () => {
    const faults = [{ kind: 'app_crash' }, { kind: 'unauthorized' }];
    assert.equal((await ask('POST', '/faults', { body: { faults } })).status, 200);
    const { json } = await ask('GET', '/faults');
    const struck = { kind: 'unauthorized', times: 0, lasts: true };
    assert.deepEqual(json.RACK0001, [{ kind: 'app_crash', times: 1 }, struck]);
    assert.deepEqual(json.RACK0002, json.RACK0001);
    await ask('DELETE', '/faults');
    assert.deepEqual((await ask('GET', '/faults')).json, { RACK0001: [], RACK0002: [] });
    assert.equal(rack.phone('RACK0002')?.summary().state, 'device');
    const wrong = { phones: ['RACK0001'], faults: [{ kind: 'app_crash' }, { kind: 'flood' }] };
    assert.equal((await ask('POST', '/faults', { body: wrong })).status, 400);
    assert.deepEqual((await ask('GET', '/faults')).json.RACK0001, []);
    const nobody = { phones: ['RACK0009'], faults: [] };
    assert.equal((await ask('POST', '/faults', { body: nobody })).status, 404);
  });

  it('unplugs, plugs and reboots', async () => {
    const state = async (): Promise<string> => (await ask('GET', '/phones/RACK0001')).json.state;
    assert.equal((await ask('POST', '/phones/RACK0001/unplug')).status, 200);
    assert.equal(await state(), 'absent');
    await ask('POST', '/phones/RACK0001/plug');
    assert.equal(await state(), 'device');
    assert.equal((await ask('POST', '/phones/RACK0001/reboot')).status, 202);
    assert.equal(await state(), 'absent');
    while ((await state()) !== 'device') await new Promise((resolve) => setTimeout(resolve, 10));
    const port = rack.adbPort;
    assert.equal((await ask('POST', '/adb/restart')).status, 200);
    assert.equal(rack.adbPort, port);
  });

  it('replaces accounts and changes settings', async () => {
    await ask('PUT', '/phones/RACK0002/accounts', { body: { tiktok: ['one.more'] } });
    const settings = {
      locale: 'es-MX',
      apps: { 'com.instagram.android': null },
      battery: { percent: 12, charging: false },
      storage: { free_bytes: 5_000_000 },
      lock: 'pin',
    };
    assert.equal((await ask('PUT', '/phones/RACK0002/settings', { body: settings })).status, 200);
    const { json } = await ask('GET', '/phones/RACK0002');
    assert.deepEqual(json.accounts.tiktok, ['one.more']);
    assert.deepEqual(json.accounts.instagram, ['rack0002.one', 'rack0002.two']);
    assert.equal(json.language, 'es');
    assert.equal(json.batteryPercent, 12);
    assert.equal(json.lock, 'pin');
    assert.equal(json.apps['com.instagram.android'], undefined);
  });

  it('orders, lists and clears faults', async () => {
    const fault = { kind: 'upload_stuck', when: { step: 'posting' }, times: 2 };
    assert.equal((await ask('POST', '/phones/RACK0002/faults', { body: fault })).status, 200);
    assert.deepEqual((await ask('GET', '/phones/RACK0002/faults')).json, [fault]);
    await ask('DELETE', '/phones/RACK0002/faults');
    assert.deepEqual((await ask('GET', '/phones/RACK0002/faults')).json, []);
  });

  it('names the field that is wrong', async () => {
    const cases: [string, string, unknown, RegExp][] = [
      ['POST', '/phones/RACK0001/faults', { kind: 'flood' }, /^kind: 'flood'/],
      ['POST', '/phones/RACK0001/faults', { kind: 'slow', when: { after: 3 } }, /^when\.after: no such field/],
      ['POST', '/phones/RACK0001/faults', {}, /^kind: give a text/],
      ['PUT', '/phones/RACK0001/settings', { locale: 'Deutsch' }, /^locale: give a language like "de-DE"/],
      ['PUT', '/phones/RACK0001/settings', { wordings: { Post: 1 } }, /^wordings\.Post: give a text/],
      ['PUT', '/phones/RACK0001/settings', { battery: { percent: 101 } }, /^battery\.percent: give 0 to 100/],
      ['PUT', '/phones/RACK0001/settings', { colour: 1 }, /^colour: no such field/],
      ['PUT', '/phones/RACK0001/settings', [], /^body: give a JSON object/],
      ['PUT', '/phones/RACK0001/accounts', { tiktok: ['a', 'a'] }, /^tiktok: give every username once/],
      ['PUT', '/phones/RACK0001/accounts', { tiktok: 'a' }, /^tiktok: give a list of texts/],
    ];
    for (const [method, path, body, message] of cases) {
      const answer = await ask(method, path, { body });
      assert.equal(answer.status, 400, path);
      assert.match(answer.json.error, message);
    }
  });

  it('knows its paths and methods, and answers to loopback names only', async () => {
    assert.equal((await ask('GET', '/nowhere')).status, 404);
    const method = await ask('DELETE', '/phones');
    assert.equal(method.status, 405);
    assert.match(method.json.error, /use GET/);
    assert.equal((await ask('GET', '/phones', { host: 'evil.example:80' })).status, 403);
    assert.equal((await ask('GET', '/phones', { host: `localhost:${rack.controlPort}` })).status, 200);
  });
});

/**
 * A rack that lies makes every test on it worthless: phones live through random publishing, crashes, unplugged cables,
 * reboots and faults, and after every event the ledger, the profiles and the drafts must tell one story.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/simulator/kit.ts';
import type { Machine } from '../../src/simulator/machine/machine.ts';
import type { FaultOrder } from '../../src/simulator/ports.ts';
import { type Rack, type RackPhone, startRack } from '../../src/simulator/rack.ts';
import { TEST_RACK } from '../support/rack.ts';
import { writeFile } from './support/test-machine.ts';
import { INSTAGRAM, INSTAGRAM_SHARE, settled, shareIntent, TIKTOK, TIKTOK_SHARE } from './support/test-phone.ts';
import { startClient, type Uia2Client } from './support/uia2-client.ts';

const EVENTS = 90;
const SEEDS = [1, 2];
const STEPS = ['home', 'editor', 'compose', 'posting', 'uploading', 'published'];

/** Whom the phones belong to, and what was tapped on them. */
class Life {
  readonly rack: Rack;
  readonly random: ReturnType<typeof createRandom>;
  /** Captions of all that was sent off, whatever became of it. */
  readonly sent = new Set<string>();
  readonly story: string[] = [];
  #posts = 0;

  constructor(rack: Rack, seed: number) {
    this.rack = rack;
    this.random = createRandom(seed, 'life');
  }

  pick<T>(list: readonly T[]): T {
    return list[this.random.integer(0, list.length - 1)] as T;
  }

  async event(): Promise<void> {
    const phone = this.pick(this.rack.phones);
    const [name, happen] = this.pick(EVENTS_OF_A_PHONE);
    this.story.push(`${phone.serial} ${name}`);
    await happen(this, phone);
    await settled();
  }

  /** As far as the phone lets a hand get: it may crash, be off, or be signed out at every step. */
  async publish(phone: RackPhone): Promise<void> {
    const isTikTok = this.random.next() < 0.5;
    this.#posts += 1;
    const caption = `post ${this.#posts}`;
    const machine = phone.machine as Machine;
    const path = `/storage/emulated/0/Movies/${this.#posts}.mp4`;
    writeFile(machine, path, `clip ${this.#posts}`);
    machine.media.scan(path);
    const row = machine.media.list('video').find((candidate) => candidate.path === path);
    if (row === undefined || machine.packages.versionName(isTikTok ? TIKTOK : INSTAGRAM) === null) return;
    const client = await handOn(phone);
    phone.front.startActivity(shareIntent(row, isTikTok ? TIKTOK_SHARE : INSTAGRAM_SHARE));
    await settled();
    const button = isTikTok ? 'Post' : 'Share';
    if (!(await client.shows('Next'))) return;
    await client.tap('Next');
    if (!(await client.shows(button))) return;
    await client.type(caption);
    const place = await client.element(button);
    this.sent.add(caption);
    await client.command('POST', `element/${place}/click`, {});
  }
}

async function handOn(phone: RackPhone): Promise<Uia2Client> {
  phone.front.forceStop('io.appium.uiautomator2.server');
  return (await startClient(phone.front)).client;
}

type Happening = (life: Life, phone: RackPhone) => Promise<void> | void;

const EVENTS_OF_A_PHONE: readonly (readonly [string, Happening])[] = [
  ['publishes', (life, phone) => life.publish(phone)],
  [
    'publishes with trouble',
    async (life, phone) => {
      phone.faults.order(anyFault(life));
      await life.publish(phone);
    },
  ],
  [
    'is killed while it publishes',
    async (life, phone) => {
      phone.faults.order({ kind: life.pick(['upload_stuck', 'upload_late']), for_ms: life.random.integer(0, 30) });
      await life.publish(phone);
      (phone.machine as Machine).forceStop(life.pick([TIKTOK, INSTAGRAM]));
    },
  ],
  ['stops an app', (life, phone) => (phone.machine as Machine).forceStop(life.pick([TIKTOK, INSTAGRAM]))],
  ['is unplugged', (_, phone) => phone.unplug()],
  ['is plugged in', (_, phone) => phone.plug()],
  ['reboots', (_, phone) => phone.reboot()],
  ['gets well', (_, phone) => phone.faults.clear()],
  ['has its clock moved', (life, phone) => phone.change({ clockOffsetMs: life.random.integer(-1e8, 1e8) })],
  [
    'changes accounts',
    (life, phone) => {
      const handles = life.pick([
        ['one', 'two'],
        ['two', 'one'],
      ]);
      phone.front.setAccounts({ tiktok: handles, instagram: handles });
    },
  ],
  ['is ill', (life, phone) => phone.faults.order(anyFault(life))],
];

function anyFault(life: Life): FaultOrder {
  const for_ms = life.random.integer(0, 40);
  const when = { step: life.pick(STEPS) };
  const orders: readonly FaultOrder[] = [
    { kind: 'app_crash', when },
    { kind: 'app_crash', when },
    { kind: 'logged_out', when },
    { kind: 'unplug', when, for_ms },
    { kind: 'upload_stuck', for_ms },
    { kind: 'upload_late', for_ms },
    { kind: 'upload_late' },
    { kind: 'upload_failed' },
    { kind: 'post_then_die' },
    { kind: 'app_missing', for_ms },
    { kind: 'stale_tree', when, for_ms },
    { kind: 'heat', variant: 'kills', for_ms, ms_per_request: 1 },
  ];
  return life.pick(orders);
}

/** Ledger, profiles and drafts tell one story. */
function agree({ rack, sent, story }: Life): void {
  const why = (what: string): string => `${what} after: ${story.slice(-12).join(', ')}`;
  const posts = rack.posts.list();
  assert.equal(new Set(posts.map(({ caption }) => caption)).size, posts.length, why('a caption was published twice'));
  for (const [index, post] of posts.entries()) {
    assert.ok(sent.has(post.caption), why(`${post.caption} was never sent`));
    assert.ok(index === 0 || (posts[index - 1]?.at ?? '') <= post.at, why('the ledger is not in the order of time'));
    assert.ok(post.taps >= 1, why(`${post.caption} was published without a tap`));
    assert.equal(post.two_hands, false, why(`${post.caption} had one owner`));
  }
  for (const phone of rack.phones) {
    for (const [app, accounts] of Object.entries(phone.front.profiles())) {
      for (const [account, shown] of Object.entries(accounts)) {
        const published = posts.filter((post) => post.app === app && post.account === account).toReversed();
        const wanted = published.map(({ at, kind, caption, title, media }) => ({ at, kind, caption, title, media }));
        assert.deepEqual(shown, wanted, why(`${app} ${account} on ${phone.serial}`));
      }
    }
    for (const { caption, origin } of phone.front.drafts()) {
      const isKept = origin === 'aborted' || origin === 'failed';
      if (isKept) assert.ok(!posts.some((post) => post.caption === caption), why(`${caption} is a draft and a post`));
    }
  }
}

for (const seed of SEEDS) {
  test(`ledger, profiles and drafts agree through ${EVENTS} events (seed ${seed})`, async (t) => {
    const accounts = { tiktok: ['one', 'two'], instagram: ['one', 'two'] };
    const phoneOverrides = [{ accounts }, { accounts }, { accounts }];
    const rack = await startRack({ ...TEST_RACK, phones: 3, seed, phoneOverrides });
    t.after(async () => {
      await rack.stop();
      for (const { front } of rack.phones) front.powerOff();
    });
    const life = new Life(rack, seed);
    for (let count = 0; count < EVENTS; count++) {
      await life.event();
      agree(life);
    }
    for (const { faults } of rack.phones) faults.clear();
    await settled();
    for (const { front } of rack.phones) for (const app of [TIKTOK, INSTAGRAM]) front.forceStop(app);
    agree(life);
    const drafts = new Set(rack.phones.flatMap(({ front }) => front.drafts().map(({ caption }) => caption)));
    const published = new Set(rack.posts.list().map(({ caption }) => caption));
    for (const caption of life.sent) assert.ok(drafts.has(caption) !== published.has(caption), caption);
    t.diagnostic(`${life.sent.size} sent, ${rack.posts.list().length} published`);
    assert.ok(rack.posts.list().length > 5, 'life was not only trouble');
  });
}

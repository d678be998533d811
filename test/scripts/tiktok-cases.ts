import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { ErrorName, PostwrightError } from '../../src/errors.ts';
import { type PostPlan, SOUND_AS_IT_IS, type SoundPlan } from '../../src/scripts/script.ts';
import type { Post } from '../../src/simulator/rack.ts';
import type { PhoneSetup } from '../../src/simulator/rack-types.ts';
import {
  failsWith,
  intrusions,
  leftovers,
  onlyPost,
  PHOTOS,
  type PostWorldOptions,
  postWorld,
  sumsOf,
} from './world.ts';

export const LANGUAGES = ['en', 'es'] as const;
export const KINDS = ['video', 'images'] as const;
/** What photo mode puts to pictures by itself, and what the rack's TikTok suggests first. */
export const SUGGESTED = 'Harbour Lights';

export function sound(plan: Partial<SoundPlan>): SoundPlan {
  return { ...SOUND_AS_IT_IS, ...plan };
}

/** What the ledger says of a post besides its files and its texts. */
export type Added = Pick<Post, 'sound' | 'origin_sound_volume' | 'add_sound_volume' | 'product_link'>;

export const NOTHING_ADDED: Added = {
  sound: null,
  origin_sound_volume: null,
  add_sound_volume: null,
  product_link: null,
};

export interface TikTokCase {
  readonly name: string;
  readonly plan: Partial<PostPlan>;
  readonly phone?: PhoneSetup;
  readonly added: Partial<Added>;
}

/** One post of a plan, proved by its row of the ledger. */
export function proves({ name, plan, phone = {}, added }: TikTokCase): void {
  const kind = plan.kind ?? 'video';
  it(`${kind}, ${phone.language ?? 'en'}: ${name}`, async (t) => {
    const world = await postWorld(t, { phone });
    const attempt = world.attempt({ app: 'tiktok', ...plan });
    await attempt.run();
    const post = onlyPost(world);
    const { sound, origin_sound_volume, add_sound_volume, product_link } = post;
    const expected = { ...NOTHING_ADDED, ...(kind === 'images' ? { sound: SUGGESTED } : {}), ...added };
    assert.deepEqual({ sound, origin_sound_volume, add_sound_volume, product_link }, expected);
    assert.equal(post.kind, kind);
    assert.equal(post.caption, plan.caption ?? 'A caption');
    assert.deepEqual(
      sumsOf(post),
      attempt.plan.materials.map((material) => material.sha256),
    );
    assert.deepEqual(leftovers(world.rackPhone), []);
    assert.deepEqual(world.rackPhone.front.drafts(), []);
    assert.deepEqual(intrusions(world.rackPhone), []);
  });
}

/** A single picture: the only number of them that a share can hand over. */
export const ONE_PHOTO = PHOTOS.slice(0, 1);

interface Refused extends PostWorldOptions {
  readonly plan: Partial<PostPlan>;
  readonly with: ErrorName;
}

/** An attempt that ends before its commit point and leaves nothing on the phone. */
export async function refused(t: TestContext, { plan, with: name, ...options }: Refused): Promise<PostwrightError> {
  const world = await postWorld(t, options);
  const attempt = world.attempt({ app: 'tiktok', ...plan });
  const error = await failsWith(name, attempt.run());
  assert.equal(attempt.ledger.commits, 0);
  assert.deepEqual(world.rack.posts.list(), []);
  assert.deepEqual(leftovers(world.rackPhone), []);
  assert.deepEqual(world.rackPhone.front.drafts(), []);
  return error;
}

/** How the sound of one kind of post comes out, in both languages. */
export function provesSounds(kind: 'video' | 'images'): void {
  for (const language of LANGUAGES) {
    const phone = { language };
    proves({ name: 'off', plan: { kind, sound: sound({ choice: 'off' }) }, phone, added: { sound: null } });
    proves({ name: 'on', plan: { kind, sound: sound({ choice: 'on' }) }, phone, added: { sound: SUGGESTED } });
    proves({
      name: 'the first one of a search',
      plan: { kind, sound: sound({ choice: 'search', query: 'slow sunday' }) },
      phone,
      added: { sound: 'Slow Sunday' },
    });
    proves({
      name: 'one whose name reads like a button',
      plan: { kind, sound: sound({ choice: 'search', query: 'Close' }) },
      phone,
      added: { sound: 'Close' },
    });
  }
  proves({ name: 'as the app sets it', plan: { kind }, added: {} });
}

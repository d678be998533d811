import assert from 'node:assert/strict';
import type { PostPlan } from '../../src/scripts/script.ts';
import { sound } from './instagram-keys.ts';
import { leftovers, type PostWorld } from './world.ts';

export interface RehearsalCase {
  readonly plan: Partial<PostPlan> & Pick<PostPlan, 'app' | 'kind'>;
  readonly language: 'en' | 'es';
  readonly sdk: number;
}

export const REHEARSALS: readonly RehearsalCase[] = [
  { plan: { app: 'tiktok', kind: 'video', caption: 'Try it out #once' }, language: 'en', sdk: 33 },
  { plan: { app: 'tiktok', kind: 'images', title: 'Un título', caption: 'Ensayo' }, language: 'es', sdk: 30 },
  { plan: { app: 'instagram', kind: 'reel', caption: 'Ensayo general @amigos' }, language: 'es', sdk: 35 },
  {
    plan: {
      app: 'instagram',
      kind: 'reel',
      way: 'useSound',
      caption: 'With a sound',
      sound: sound({ choice: 'page', query: 'paper boats', originVolume: 30, addedVolume: 70 }),
    },
    language: 'en',
    sdk: 30,
  },
  { plan: { app: 'instagram', kind: 'images', caption: 'Try it out' }, language: 'en', sdk: 28 },
  { plan: { app: 'instagram', kind: 'story', caption: '' }, language: 'es', sdk: 33 },
];

/** Nothing on the phone tells that somebody has rehearsed. */
export function assertNoTrace({ rack, rackPhone }: PostWorld): void {
  assert.deepEqual(rack.posts.list(), []);
  assert.deepEqual(rackPhone.front.drafts(), []);
  assert.deepEqual(leftovers(rackPhone), []);
}

import { describe } from 'node:test';
import type { PostPlan } from '../../src/scripts/script.ts';
import { type KeyCase, proveKeys, sound } from './instagram-keys.ts';
import { CLIP, PHOTOS } from './world.ts';

const [PHOTO = CLIP] = PHOTOS;
const images = (plan: Partial<PostPlan>): KeyCase['plan'] => ({ kind: 'images', ...plan });

describe('images on Instagram', () => {
  proveKeys([
    { what: 'post_way share, one image', plan: images({ materials: [PHOTO] }) },
    { what: 'post_way addButton, one image', plan: images({ way: 'addButton', materials: [PHOTO] }) },
    { what: 'post_way addButton, in the order of the task', plan: images({ way: 'addButton' }) },
    { what: 'add_sound 0', plan: images({ materials: [PHOTO], sound: sound({ choice: 'off' }) }) },
    {
      what: 'add_sound 1',
      plan: images({ materials: [PHOTO], sound: sound({ choice: 'on', addedVolume: 50 }) }),
      sound: 'Tide Tables',
    },
    {
      what: 'add_sound custom',
      plan: images({ sound: sound({ choice: 'search', query: 'paper' }) }),
      sound: 'Paper Boats',
    },
  ]);
});

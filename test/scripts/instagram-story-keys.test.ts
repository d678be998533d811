import { describe } from 'node:test';
import type { PostPlan } from '../../src/scripts/script.ts';
import { type KeyCase, proveKeys, sound } from './instagram-keys.ts';
import { CLIP, PHOTOS } from './world.ts';

const [PHOTO = CLIP] = PHOTOS;
const story = (plan: Partial<PostPlan>): KeyCase['plan'] => ({ kind: 'story', materials: [CLIP], ...plan });

describe('a story on Instagram', () => {
  proveKeys([
    { what: 'post_way share, a picture', plan: story({ materials: [PHOTO] }) },
    { what: 'post_way addButton, a video', plan: story({ way: 'addButton' }) },
    { what: 'post_way addButton, a picture', plan: story({ way: 'addButton', materials: [PHOTO] }) },
    { what: 'add_sound 0', plan: story({ sound: sound({ choice: 'off' }) }) },
    { what: 'add_sound 1', plan: story({ sound: sound({ choice: 'on' }) }), sound: 'Tide Tables' },
    {
      what: 'add_sound custom',
      plan: story({ materials: [PHOTO], sound: sound({ choice: 'search', query: 'lumen park' }) }),
      sound: 'Paper Boats',
    },
  ]);
});

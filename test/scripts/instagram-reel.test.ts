import { describe } from 'node:test';
import type { PostPlan } from '../../src/scripts/script.ts';
import { type KeyCase, proveKeys, sound } from './instagram-keys.ts';

const reel = (plan: Partial<PostPlan>): KeyCase['plan'] => ({ kind: 'reel', ...plan });

describe('a reel on Instagram', () => {
  proveKeys([
    { what: 'post_way share', plan: reel({ way: 'share' }) },
    { what: 'post_way addButton', plan: reel({ way: 'addButton' }) },
    {
      what: 'post_way useSound by name, with both volumes',
      plan: reel({
        way: 'useSound',
        sound: sound({ choice: 'page', query: 'night bus', originVolume: 0, addedVolume: 73 }),
      }),
      sound: 'Night Bus Home',
      origin: 0,
      added: 73,
    },
    { what: 'add_sound 0', plan: reel({ sound: sound({ choice: 'off' }) }) },
    {
      what: 'add_sound 1, with the volumes of the API',
      plan: reel({ sound: sound({ choice: 'on', originVolume: 50, addedVolume: 50 }) }),
      sound: 'Tide Tables',
      origin: 50,
      added: 50,
    },
    {
      what: 'add_sound custom, by the + button',
      plan: reel({
        way: 'addButton',
        sound: sound({ choice: 'search', query: 'CANCION del rio', originVolume: 12, addedVolume: 99 }),
      }),
      sound: 'Canción del río',
      origin: 12,
      added: 99,
    },
    {
      what: 'origin_sound_volume alone',
      plan: reel({ sound: sound({ originVolume: 5 }) }),
      origin: 5,
    },
  ]);
});

import { describe } from 'node:test';
import { LANGUAGES, proves, SUGGESTED, sound } from './tiktok-cases.ts';

describe('volumes on TikTok', () => {
  for (const language of LANGUAGES) {
    const phone = { language };
    proves({
      name: 'both, with a suggested sound',
      plan: { sound: sound({ choice: 'on', originVolume: 30, addedVolume: 85 }) },
      phone,
      added: { sound: SUGGESTED, origin_sound_volume: 30, add_sound_volume: 85 },
    });
    proves({
      name: 'the video’s own sound alone, off',
      plan: { sound: sound({ originVolume: 0 }) },
      phone,
      added: { origin_sound_volume: 0 },
    });
    proves({
      name: 'of the added sound: pictures have none of their own',
      plan: { kind: 'images', sound: sound({ choice: 'search', query: 'paper boats', addedVolume: 50 }) },
      phone,
      added: { sound: 'Paper Boats', add_sound_volume: 50 },
    });
    proves({
      name: 'both, from the page of a sound',
      plan: {
        way: 'useSound',
        sound: sound({ choice: 'page', query: 'night bus', originVolume: 50, addedVolume: 7 }),
      },
      phone,
      added: { sound: 'Night Bus Home', origin_sound_volume: 50, add_sound_volume: 7 },
    });
  }
});

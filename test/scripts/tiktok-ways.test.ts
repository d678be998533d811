import { describe } from 'node:test';
import { KINDS, LANGUAGES, ONE_PHOTO, proves, sound } from './tiktok-cases.ts';

const SLOW_SUNDAY = 'https://www.tiktok.com/music/Slow-Sunday-7012345678901234002';

describe('the ways to begin a post on TikTok', () => {
  for (const kind of KINDS) {
    for (const language of LANGUAGES) {
      const phone = { language };
      proves({ name: 'by the + button', plan: { kind, way: 'addButton' }, phone, added: {} });
      proves({
        name: 'from the page of a sound, by its address',
        plan: { kind, way: 'useSound', sound: sound({ choice: 'page', query: SLOW_SUNDAY }) },
        phone,
        added: { sound: 'Slow Sunday' },
      });
      proves({
        name: 'from the page of a sound, by a search',
        plan: { kind, way: 'useSound', sound: sound({ choice: 'page', query: 'canción del río' }) },
        phone,
        added: { sound: 'Canción del río' },
      });
    }
  }

  proves({ name: 'one picture by a share', plan: { kind: 'images', materials: ONE_PHOTO }, added: {} });
});

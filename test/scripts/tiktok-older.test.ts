import { describe } from 'node:test';
import { KINDS, LANGUAGES, proves, sound } from './tiktok-cases.ts';

describe('an older TikTok, with "Upload" and a page to trim the video', () => {
  for (const language of LANGUAGES) {
    const phone = { language, apps: { 'com.zhiliaoapp.musically': '38.4.2' } };
    proves({ name: 'by a share', plan: {}, phone, added: {} });
    for (const kind of KINDS) {
      proves({ name: 'by the + button', plan: { kind, way: 'addButton' }, phone, added: {} });
    }
    proves({
      name: 'with a sound',
      plan: { sound: sound({ choice: 'search', query: 'paper boats' }) },
      phone,
      added: { sound: 'Paper Boats' },
    });
  }
});

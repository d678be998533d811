import { describe } from 'node:test';
import { LANGUAGES, proves, SUGGESTED, sound } from './tiktok-cases.ts';

const kind = 'video';

describe(`the sound of ${kind} on TikTok`, () => {
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
});

import { describe } from 'node:test';
import { KINDS, proves, SUGGESTED, sound } from './tiktok-cases.ts';

const NONE_GRANTED = { 'com.zhiliaoapp.musically': [] };

describe('a TikTok that was never allowed anything: camera, microphone and all media, and never a selection of them', () => {
  for (const sdk of [28, 35]) {
    for (const kind of KINDS) {
      proves({
        name: `SDK ${sdk}, by the + button`,
        plan: { kind, way: 'addButton', sound: sound({ choice: 'on' }) },
        phone: { sdk, language: 'es', permissions: NONE_GRANTED },
        added: { sound: SUGGESTED },
      });
      proves({
        name: `SDK ${sdk}, from the page of a sound`,
        plan: { kind, way: 'useSound', sound: sound({ choice: 'page', query: 'slow sunday' }) },
        phone: { sdk, permissions: NONE_GRANTED },
        added: { sound: 'Slow Sunday' },
      });
    }
  }
});

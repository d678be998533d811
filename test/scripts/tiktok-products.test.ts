import { describe } from 'node:test';
import { KINDS, LANGUAGES, proves } from './tiktok-cases.ts';

describe('product links on TikTok', () => {
  for (const kind of KINDS) {
    for (const language of LANGUAGES) {
      proves({
        name: 'the first product of the showcase',
        plan: { kind, productLink: true, caption: 'With a product #linen' },
        phone: { language },
        added: { product_link: 'Linen apron, natural' },
      });
    }
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ERRORS } from '../../src/errors.ts';
import { LANGUAGES, refused } from './tiktok-cases.ts';

describe('an account without a product to link ends the attempt before the commit point', () => {
  for (const language of LANGUAGES) {
    it(`${language}: an account with an empty showcase`, async (t) => {
      const accounts = { tiktok: ['ana.empty'] };
      const plan = { productLink: true } as const;
      const error = await refused(t, { plan, phone: { language, accounts }, with: 'PRODUCT_NOT_FOUND' });
      assert.match(error.message, /No products yet|Todavía no hay productos/);
    });
  }

  it('an account that may not sell', async (t) => {
    const phone = { accounts: { tiktok: ['ana.noshop'] } };
    await refused(t, { plan: { productLink: true }, phone, with: 'PRODUCT_NOT_FOUND' });
  });

  it('an account that may link nothing', async (t) => {
    const phone = { accounts: { tiktok: ['ana.nolink'] } };
    const error = await refused(t, { plan: { productLink: true }, phone, with: 'PRODUCT_NOT_FOUND' });
    assert.match(error.message, /offers this account no links on the post page/);
  });

  it('is not worth another attempt', () => {
    assert.ok(!ERRORS.PRODUCT_NOT_FOUND.retryable);
  });
});

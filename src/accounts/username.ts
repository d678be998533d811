import type { Platform } from '../contract/common.ts';

/** https://support.tiktok.com/en/getting-started/setting-up-your-profile/changing-your-username and Instagram's sign-up form. */
const RULES: Readonly<Record<Platform, { readonly pattern: RegExp; readonly words: string }>> = Object.freeze({
  tiktok: { pattern: /^[a-z0-9._]{2,24}$/, words: '2 to 24 letters, digits, underscores and periods' },
  instagram: { pattern: /^[a-z0-9._]{1,30}$/, words: '1 to 30 letters, digits, underscores and periods' },
});

/** As it is stored and compared: without a leading @, in lower case. */
export function normalUsername(written: string): string {
  return written.trim().replace(/^@/, '').toLowerCase();
}

/** @returns what is wrong with a normal username, to follow its name; undefined when nothing is. */
export function usernameFault(platform: Platform, username: string): string | undefined {
  const { pattern, words } = RULES[platform];
  return pattern.test(username) ? undefined : `is no ${platform} username: those are ${words}`;
}

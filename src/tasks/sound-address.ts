/** Words with a scheme, or beginning as an address does when it is copied without one. */
const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:\/\/|(?:www\.|m\.)?(?:tiktok|instagram)\.com\b|v[mt]\.tiktok\.com\b)/iu;
const TIKTOK_HOSTS: ReadonlySet<string> = new Set(['tiktok.com', 'www.tiktok.com', 'm.tiktok.com']);
/** `/music/original-sound-7012345678901234567`; the apps of some countries put the language before it. */
const MUSIC_PATH = /^\/(?:[a-z]{2}(?:-[a-z]{2,4})?\/)?music\/[^/]+\/?$/iu;

/** Whether a sound is named by an address rather than by its name. */
export function isAddress(name: string): boolean {
  return ADDRESS.test(name.trim());
}

/** A sound as it is looked for: an address without what people and parsers pass over, or a name. */
export function plainSound(name: string): string {
  return isAddress(name) ? (URL.parse(name.trim())?.href ?? name.trim()) : name.trim();
}

/** Whether an address is that of a sound's page on TikTok. It is opened on the phone, so the host is looked at exactly. */
export function isTikTokSound(address: string): boolean {
  const url = URL.parse(address.trim());
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '')
    return false;
  return TIKTOK_HOSTS.has(url.hostname) && MUSIC_PATH.test(url.pathname);
}

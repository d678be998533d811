import { createHash } from 'node:crypto';

const PACKAGE = 'com.zhiliaoapp.musically';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const SECOND = `${LETTERS}0123456789`;

/**
 * The resource id a build gives to a view: three characters without meaning that change with every version, as the
 * obfuscated real ones do (facts 4.2).
 */
export function obfuscatedId(versionName: string, view: string): string {
  const digest = createHash('sha256').update(`${versionName}\n${view}`).digest();
  const at = (index: number, alphabet: string): string => alphabet.charAt((digest[index] ?? 0) % alphabet.length);
  return `${PACKAGE}:id/${at(0, LETTERS)}${at(1, SECOND)}${at(2, SECOND)}`;
}

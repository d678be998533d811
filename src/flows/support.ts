import { PostwrightError } from '../errors.ts';
import type { AboutApp } from './app-file.ts';
import type { Choice } from './variant.ts';
import { isInRange, rangeSentence } from './version-range.ts';

/**
 * Why the flows of an app are not for a phone; null when they are. What a phone does not say is no reason: the flows
 * will find out.
 */
export function refusalOf({ title, versions, languages }: AboutApp, choice: Choice): PostwrightError | null {
  const { version, language } = choice;
  if (language !== null && !languages.includes(language)) {
    return new PostwrightError(
      'APP_LANGUAGE_UNSUPPORTED',
      `The phone is set to ${nameOf(language)}; the flows of ${title} know ${inWords(languages.map(nameOf))}.`,
    );
  }
  if (version !== null && !isInRange(version, versions)) {
    return new PostwrightError(
      'APP_VERSION_UNSUPPORTED',
      `The phone has ${title} ${version}; the flows are for ${rangeSentence(versions)}.`,
    );
  }
  return null;
}

/** `de-AT` → `German`; what has no name stays as it is. */
function nameOf(language: string): string {
  return NAMES.of(language) ?? language;
}

const NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

function inWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

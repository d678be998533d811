/** The console's words, in the language of the browser or the one that was chosen. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { texts as english } from '../texts/en.ts';
import { type Language, loadServerWords } from './server-words.ts';

export type Words = typeof english;

/** The same keys, in another language. */
export type Translated<Text> = {
  readonly [Key in keyof Text]: Text[Key] extends string ? string : Translated<Text[Key]>;
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: Words;
  }
}

export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', es: 'Español' };
const CHOSEN = 'postwright.language';

type Namespace = keyof Words;

/** A file for each namespace of each language, fetched when a page first needs it. */
const FILES = import.meta.glob<Readonly<Record<string, object>>>('../texts/*/*.ts');
const inUse = new Set<Namespace>(['shell']);
let language: Language = 'en';

/** To be awaited before anything is shown. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: wanted(),
    fallbackLng: false,
    defaultNS: 'shell',
    resources: {},
    // React escapes whatever it shows.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await chooseLanguage(wanted());
}

/** To be awaited before a page with words of these namespaces is shown. */
export async function loadTexts(namespaces: readonly Namespace[]): Promise<void> {
  for (const namespace of namespaces) inUse.add(namespace);
  await fetchTexts(language, namespaces);
}

export async function chooseLanguage(code: string): Promise<void> {
  language = code === 'es' ? 'es' : 'en';
  // Not waited for: the first page is there without them.
  void loadServerWords(language);
  await fetchTexts(language, [...inUse]);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  if (language !== wanted()) localStorage.setItem(CHOSEN, language);
}

async function fetchTexts(into: Language, namespaces: readonly Namespace[]): Promise<void> {
  const missing = namespaces.filter((namespace) => !i18next.hasResourceBundle(into, namespace));
  await Promise.all(
    missing.map(async (namespace) => {
      const words = await FILES[`../texts/${into}/${namespace}.ts`]?.();
      i18next.addResourceBundle(into, namespace, words?.[namespace]);
    }),
  );
}

function wanted(): Language {
  const chosen = localStorage.getItem(CHOSEN);
  const asked = [...(chosen === null ? [] : [chosen]), ...navigator.languages].map((tag) =>
    tag.slice(0, 2).toLowerCase(),
  );
  return asked.find((tag): tag is Language => Object.hasOwn(LANGUAGES, tag)) ?? 'en';
}

/** The console's words, in the language of the browser or the one that was chosen. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { texts as english } from '../texts/en.ts';

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

export const LANGUAGES = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;
const CHOSEN = 'postwright.language';

const LOADERS: Readonly<Record<Language, () => Promise<{ readonly texts: Translated<Words> }>>> = {
  en: async () => await import('../texts/en.ts'),
  es: async () => await import('../texts/es.ts'),
};

/** To be awaited before anything is shown. */
export async function startTexts(): Promise<void> {
  const language = wanted();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'shell',
    resources: {},
    // React escapes whatever it shows.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await chooseLanguage(language);
}

export async function chooseLanguage(code: string): Promise<void> {
  const language: Language = code === 'es' ? 'es' : 'en';
  const { texts } = await LOADERS[language]();
  for (const [namespace, words] of Object.entries(texts)) i18next.addResourceBundle(language, namespace, words);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  if (language !== wanted()) localStorage.setItem(CHOSEN, language);
}

function wanted(): Language {
  const chosen = localStorage.getItem(CHOSEN);
  const asked = [...(chosen === null ? [] : [chosen]), ...navigator.languages].map((tag) =>
    tag.slice(0, 2).toLowerCase(),
  );
  return asked.find((tag): tag is Language => Object.hasOwn(LANGUAGES, tag)) ?? 'en';
}

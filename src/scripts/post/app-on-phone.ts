import type { Phone } from '../../devices/phone.ts';
import { PostwrightError } from '../../errors.ts';
import { LANGUAGES } from '../../flows/texts.ts';
import type { Limits } from '../../kit/abort.ts';
import type { AppDriver } from './app-driver.ts';

export interface InstalledApp {
  readonly packageName: string;
  readonly version: string;
}

/** @throws APP_NOT_INSTALLED */
export async function findApp(phone: Phone, driver: AppDriver, limits: Limits): Promise<InstalledApp> {
  for (const packageName of driver.packages) {
    const version = await phone.packageVersion(packageName, limits);
    if (version !== null) return { packageName, version };
  }
  throw new PostwrightError(
    'APP_NOT_INSTALLED',
    `${driver.title} (${driver.packages.join(' or ')}) is not installed on ${phone.serial}.`,
  );
}

const LANGUAGE_NAMES: Readonly<Record<(typeof LANGUAGES)[number], string>> = { en: 'English', es: 'Spanish' };

/** @throws APP_LANGUAGE_UNSUPPORTED naming the languages that the flows know. */
export async function checkLanguage(phone: Phone, limits: Limits): Promise<void> {
  const { locale } = await phone.facts(limits);
  const language = locale.split(/[-_]/)[0]?.toLowerCase() ?? '';
  // A phone that does not say may well be one of the known: the flows will find out.
  if (language === '' || LANGUAGES.some((known) => known === language)) return;
  const known = LANGUAGES.map((name) => LANGUAGE_NAMES[name]).join(' and ');
  throw new PostwrightError(
    'APP_LANGUAGE_UNSUPPORTED',
    `${phone.serial} is set to ${locale}; the flows know ${known}.`,
  );
}

import type { Phone } from '../../devices/phone.ts';
import { PostwrightError } from '../../errors.ts';
import type { AppFlows } from '../../flows/library.ts';
import type { Limits } from '../../kit/abort.ts';
import type { AppDriver } from './app-driver.ts';
import type { KnownApp } from './known-apps.ts';

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

/** `es-419` → `es`; null when the phone does not say. */
export async function languageOf(phone: Phone, limits: Limits): Promise<string | null> {
  const { locale } = await phone.facts(limits);
  const language = locale.split(/[-_]/)[0]?.toLowerCase() ?? '';
  return language === '' ? null : language;
}

/** An app on a phone, with the flows that are for both. */
export interface ChosenApp extends InstalledApp {
  readonly flows: AppFlows;
}

/**
 * Asks the phone what is on it and chooses the flows. Nothing on the phone is touched for it.
 * @throws APP_NOT_INSTALLED; FLOW_INVALID, APP_VERSION_UNSUPPORTED or APP_LANGUAGE_UNSUPPORTED as `flowsFor` does.
 */
export async function chooseFlows(phone: Phone, known: KnownApp, limits: Limits): Promise<ChosenApp> {
  const installed = await findApp(phone, known.driver, limits);
  const language = await languageOf(phone, limits);
  return { ...installed, flows: known.flowsFor({ version: installed.version, language }) };
}

/** Like `chooseFlows`, for what has to be finished: neither a phone nor a mistake in the files is refused. */
export async function chooseFlowsToFinish(phone: Phone, known: KnownApp, limits: Limits): Promise<ChosenApp> {
  const installed = await findApp(phone, known.driver, limits);
  const language = await languageOf(phone, limits);
  return { ...installed, flows: known.flowsToFinish({ version: installed.version, language }) };
}

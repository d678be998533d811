import type { DeviceApp, DeviceApps } from '../contract/device-use.ts';
import type { Phone } from '../devices/phone.ts';
import { ERRORS, PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import { findApp, languageOf } from '../scripts/post/app-on-phone.ts';
import { APP_NAMES, DRIVERS } from '../scripts/post/known-apps.ts';
import { SHARED_STORAGE } from '../scripts/post/media.ts';
import type { Scripts } from '../scripts/registry.ts';
import type { AppName } from '../scripts/script.ts';

export interface PhoneAppsParts {
  readonly supportOf: Scripts['supportOf'];
}

/** Which apps a phone has, in which versions, and whether the flows are for them. Nothing on it is touched. */
export async function appsOf(phone: Phone, parts: PhoneAppsParts, limits: Limits): Promise<DeviceApps> {
  const language = await languageOf(phone, limits);
  const apps: DeviceApp[] = [];
  for (const name of APP_NAMES) apps.push(await appOf(phone, { ...parts, name, language }, limits));
  return { serial: phone.serial, language, free_bytes: await phone.freeBytes(SHARED_STORAGE, limits), apps };
}

interface AskedApp extends PhoneAppsParts {
  readonly name: AppName;
  readonly language: string | null;
}

async function appOf(phone: Phone, { supportOf, name, language }: AskedApp, limits: Limits): Promise<DeviceApp> {
  const { title } = DRIVERS[name];
  try {
    const { packageName, version } = await findApp(phone, DRIVERS[name], limits);
    const refusal = supportOf(name, { version, language });
    return { platform: name, title, package: packageName, version, ...judged(refusal) };
  } catch (error) {
    if (!(error instanceof PostwrightError) || error.errorName !== 'APP_NOT_INSTALLED') throw error;
    return { platform: name, title, package: null, version: null, ...judged(error) };
  }
}

function judged(refusal: PostwrightError | null): Pick<DeviceApp, 'supported' | 'code' | 'message' | 'remedy'> {
  if (refusal === null) return { supported: true, code: null, message: null, remedy: null };
  const entry = ERRORS[refusal.errorName];
  return { supported: false, code: refusal.errorName, message: refusal.message, remedy: entry.remedy };
}

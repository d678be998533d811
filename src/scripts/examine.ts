import type { Battery, Phone } from '../devices/phone.ts';
import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import { findApp, languageOf } from './post/app-on-phone.ts';
import { DRIVERS } from './post/known-apps.ts';
import { SHARED_STORAGE } from './post/media.ts';
import type { AppName } from './script.ts';

/** What a phone answered, or why it did not. */
export type Asked<T> = { readonly answer: T } | { readonly trouble: PostwrightError };

/** How a phone is, as far as posts depend on it. */
export interface PhoneCondition {
  readonly battery: Asked<Battery | null>;
  readonly freeBytes: Asked<number>;
  /** `es`; null when the phone does not say. */
  readonly language: Asked<string | null>;
  /** The versions of the apps that were asked for; APP_NOT_INSTALLED is a trouble. */
  readonly apps: ReadonlyMap<AppName, Asked<string>>;
}

/**
 * Asks a phone how it is, one question after the other, beside whatever is done on it; nothing is touched.
 * @param limits for each question.
 * @throws DEVICE_LOST, DEVICE_TIMEOUT, DEVICE_UNAUTHORIZED: it answers nothing. The signal's reason when that fires.
 */
export async function examinePhone(phone: Phone, apps: readonly AppName[], limits: Limits): Promise<PhoneCondition> {
  const language = await ask(limits, () => languageOf(phone, limits));
  const battery = await ask(limits, () => phone.battery(limits));
  const freeBytes = await ask(limits, () => phone.freeBytes(SHARED_STORAGE, limits));
  const versions = new Map<AppName, Asked<string>>();
  for (const app of apps)
    versions.set(app, await ask(limits, async () => (await findApp(phone, DRIVERS[app], limits)).version));
  return { battery, freeBytes, language, apps: versions };
}

/** What ends all questions instead of one. */
const ANSWERS_NOTHING: ReadonlySet<string> = new Set(['DEVICE_LOST', 'DEVICE_TIMEOUT', 'DEVICE_UNAUTHORIZED']);

async function ask<T>({ signal }: Limits, question: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { answer: await question() };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof PostwrightError) || ANSWERS_NOTHING.has(error.errorName)) throw error;
    return { trouble: error };
  }
}

import type { Battery, Phone } from '../devices/phone.ts';
import { PostwrightError } from '../errors.ts';
import { refusalOf } from '../flows/support.ts';
import type { Limits } from '../kit/abort.ts';
import type { LoadedScript } from './custom/load.ts';
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
  /** Of the custom scripts that were asked for, by name. */
  readonly scripts: ReadonlyMap<string, Asked<ScriptSupport>>;
}

/** Whether a phone has what a custom script drives. */
export interface ScriptSupport {
  /** The app with its version. */
  readonly app: string;
  readonly versionRefusal: PostwrightError | null;
  readonly languageRefusal: PostwrightError | null;
}

export interface Wanted {
  readonly apps: readonly AppName[];
  /** Names of custom scripts. */
  readonly scripts: readonly string[];
  /** @throws SCRIPT_GONE, SCRIPT_INVALID */
  loadScript(name: string): LoadedScript;
}

/**
 * Asks a phone how it is, one question after the other, beside whatever is done on it; nothing is touched.
 * @param limits for each question.
 * @throws DEVICE_LOST, DEVICE_TIMEOUT, DEVICE_UNAUTHORIZED: it answers nothing. The signal's reason when that fires.
 */
export async function examinePhone(phone: Phone, wanted: Wanted, limits: Limits): Promise<PhoneCondition> {
  const language = await ask(limits, () => languageOf(phone, limits));
  const battery = await ask(limits, () => phone.battery(limits));
  const freeBytes = await ask(limits, () => phone.freeBytes(SHARED_STORAGE, limits));
  const apps = new Map<AppName, Asked<string>>();
  for (const app of wanted.apps)
    apps.set(app, await ask(limits, async () => (await findApp(phone, DRIVERS[app], limits)).version));
  const scripts = new Map<string, Asked<ScriptSupport>>();
  for (const name of wanted.scripts) {
    const spoken = 'answer' in language ? language.answer : null;
    scripts.set(
      name,
      await ask(limits, async () => await supportOfScript(phone, { script: wanted.loadScript(name), spoken }, limits)),
    );
  }
  return { battery, freeBytes, language, apps, scripts };
}

interface ScriptQuestion {
  readonly script: LoadedScript;
  /** The language of the phone. */
  readonly spoken: string | null;
}

async function supportOfScript(
  phone: Phone,
  { script, spoken }: ScriptQuestion,
  limits: Limits,
): Promise<ScriptSupport> {
  const { appId, flows } = script;
  const version = await phone.packageVersion(appId, limits);
  if (version === null) throw new PostwrightError('APP_NOT_INSTALLED', `${appId} is not installed on ${phone.serial}.`);
  // A script without wordings of its own works in any language.
  const language = flows.texts.size === 0 ? null : spoken;
  return {
    app: `${appId} ${version}`,
    versionRefusal: refusalOf(flows.about, { version, language: null }),
    languageRefusal: refusalOf(flows.about, { version: null, language }),
  };
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
